-- Runs the specs with busted inside Neovim: nvim --clean -l tests/lua/run.lua [BUSTED OPTION |
-- FILE]... Reads tests/lua/*_spec.lua, or the files named; ends with "Lua specs in Neovim X: N
-- passed, N failed". `--filter=PATTERN` runs the tests whose names match.
local script = vim.fs.normalize(vim.fn.fnamemodify(arg[0], ":p"))
local root = vim.fn.fnamemodify(script, ":h:h:h")
local given = { unpack(arg) }

local paths = { root .. "/tests/lua/?.lua" }
local cpaths = {}
local share = vim.split(vim.env.COPYDESK_LUA_PREFIXES or "/usr /usr/local /opt/homebrew", " ")
for _, prefix in ipairs(share) do
  local folder = prefix .. "/share/lua/5.1/"
  vim.list_extend(paths, { folder .. "?.lua", folder .. "?/init.lua" })
  cpaths[#cpaths + 1] = prefix .. "/lib/lua/5.1/?.so"
  for _, library in ipairs(vim.fn.glob(prefix .. "/lib*/*/lua/5.1", true, true)) do
    cpaths[#cpaths + 1] = library .. "/?.so"
  end
end
package.path = table.concat(paths, ";") .. ";" .. package.path
package.cpath = table.concat(cpaths, ";") .. ";" .. package.cpath

if not pcall(require, "busted.runner") then
  io.stderr:write("busted for Lua 5.1 is missing: make deps\n")
  os.exit(1)
end

local options, files = {}, {}
for _, argument in ipairs(given) do
  table.insert(argument:match("^%-") and options or files, argument)
end
if #files == 0 then files = vim.fn.glob(root .. "/tests/lua/*_spec.lua", true, true) end
if #files == 0 then
  print("no specs")
  os.exit(0)
end

arg = { [0] = "busted", "--output=" .. root .. "/tests/lua/helpers/output.lua" }
vim.list_extend(arg, options)
vim.list_extend(arg, files)

-- busted leaves by os.exit() or by an empty error; neither may leave children alive or say more
-- than the output handler did.
local exit, code = os.exit, nil
os.exit = function(value) -- luacheck: ignore 122
  code = value
  error("exit", 0)
end
local ok, reason = pcall(require("busted.runner"), { standalone = false })
require("helpers.child").stop_all()
if not ok and reason ~= nil and reason ~= "exit" then
  io.stderr:write(tostring(reason), "\n")
  exit(1)
end
exit((ok or code == 0) and 0 or 1)
