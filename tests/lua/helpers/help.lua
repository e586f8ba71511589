-- Writes the help's section on options from the schema: nvim -l tests/lua/helpers/help.lua Reads
-- lua/copydesk/config.lua; changes what stands between two marks in doc/copydesk.txt. With --check
-- it changes nothing and fails if there is something to change.
local root = vim.fn.fnamemodify(debug.getinfo(1, "S").source:sub(2), ":p:h:h:h:h")
vim.opt.runtimepath:prepend(root)

local path = root .. "/doc/copydesk.txt"
local lines = vim.fn.readfile(path)
local first, last
for index, line in ipairs(lines) do
  if line:find("as setup() takes them:", 1, true) then first = index + 1 end
  if first and not last and index > first and line:find("^====") then last = index - 1 end
end
assert(first and last, "doc/copydesk.txt has no section on options")
local new = vim.list_slice(lines, 1, first)
vim.list_extend(new, require("copydesk.config").help())
vim.list_extend(new, vim.list_slice(lines, last + 1))
if not vim.list_contains(arg, "--check") then
  vim.fn.writefile(new, path)
elseif not vim.deep_equal(lines, new) then
  io.stderr:write("doc/copydesk.txt: nvim -l tests/lua/helpers/help.lua writes the options anew\n")
  os.exit(1)
end
