-- The options: one table that gives the defaults, the checks of setup() and the help's option
-- section. Reads what the user passes to setup(); makes `config.get("labels.position")`.
local M = {}

---@class copydesk.Option
---@field name string path with dots
---@field type string|string[] what type() says; several are alternatives
---@field default any
---@field shown string? the default as the help shows it
---@field choices string[]? the only strings allowed
---@field description string

---@type copydesk.Option[]
M.schema = {
  {
    name = "filetypes",
    type = "table",
    default = { "text", "markdown" },
    description = "Filetypes of drafts: their buffers are read as soon as they are opened.",
  },
  {
    name = "on_attach",
    type = { "function", "nil" },
    description = "Called with the buffer's number before it is read; returning false keeps it "
      .. "off. "
      .. "The place for keys of your own.",
  },
  {
    name = "keys",
    type = "boolean",
    default = false,
    description = "Sets the preset of keys (|copydesk-keys|) in every buffer that is read.",
  },
  {
    name = "indirect",
    type = "boolean",
    default = false,
    description = "Whether quotations without marks (He said that …) get a label and are stopped "
      .. "at by the jumps. Lists always have them.",
  },
  {
    name = "highlights.names",
    type = "boolean",
    default = true,
    description = "Whether names of people, organisations and places are coloured.",
  },
  {
    name = "highlights.quotations",
    type = "boolean",
    default = true,
    description = "Whether the words in quotation marks are coloured in their speaker's hue.",
  },
  {
    name = "diagnostics",
    type = "boolean",
    default = false,
    description = "Whether a quotation without a speaker and a mark that is never closed get a "
      .. "hint (|vim.diagnostic|).",
  },
  {
    name = "labels.enabled",
    type = "boolean",
    default = true,
    description = "Whether each line with a quotation says who speaks.",
  },
  {
    name = "labels.position",
    type = "string",
    default = "eol",
    choices = { "eol", "inline", "right_align" },
    description = "Where: after the line, right behind the quotation, or at the window's edge.",
  },
  {
    name = "labels.names",
    type = "string",
    default = "short",
    choices = { "short", "full" },
    description = "A person's last name (unless two speakers share it), or the whole name.",
  },
  {
    name = "labels.max_width",
    type = "number",
    default = 40,
    description = "The widest a line's label gets, in screen cells; the rest becomes \"…\".",
  },
  {
    name = "labels.hide_at_cursor",
    type = "boolean",
    default = false,
    description = "Whether the label of the cursor's line is hidden.",
  },
  {
    name = "who",
    type = { "string", "function", "nil" },
    shown = "git's user.name, else your login",
    description = "The name that your marks carry in the ledger, or a function that returns it.",
  },
  {
    name = "ledger.folder",
    type = { "string", "nil" },
    shown = "beside the draft",
    description = "A folder for all ledgers, each named by its draft's whole path as 'undodir' "
      .. "does it.",
  },
  {
    name = "list_keys.verify",
    type = { "string", "boolean" },
    default = "V",
    description = "In the list of claims: verified; asks for the source. As with all of these, "
      .. "false sets no key.",
  },
  {
    name = "list_keys.query",
    type = { "string", "boolean" },
    default = "Q",
    description = "In the list of claims: somebody has been asked.",
  },
  {
    name = "list_keys.dispute",
    type = { "string", "boolean" },
    default = "D",
    description = "In the list of claims: a source contradicts it.",
  },
  {
    name = "list_keys.unverifiable",
    type = { "string", "boolean" },
    default = "U",
    description = "In the list of claims: no source can settle it.",
  },
  {
    name = "list_keys.cut",
    type = { "string", "boolean" },
    default = "C",
    description = "In the list of claims: it is to be taken out of the draft.",
  },
  {
    name = "list_keys.not_claim",
    type = { "string", "boolean" },
    default = "X",
    description = "In the list of claims: it is no claim; it leaves the list for good.",
  },
  {
    name = "list_keys.undo",
    type = { "string", "boolean" },
    default = "u",
    description = "In the list of claims: takes back your last mark.",
  },
}

---@type table<string, copydesk.Option>
local by_name = {}
for _, option in ipairs(M.schema) do
  by_name[option.name] = option
end

---@type table<string, any> what setup() was given and found right
local chosen = {}

local function types_of(option)
  return type(option.type) == "table" and option.type or { option.type }
end

---@return string? problem
local function check(option, value)
  if not vim.list_contains(types_of(option), type(value)) then
    local expected = table.concat(types_of(option), " or "):gsub(" or nil", "")
    return ("%s: expected %s, got %s"):format(option.name, expected, type(value))
  end
  if option.choices and not vim.list_contains(option.choices, value) then
    local choices = table.concat(vim.tbl_map(vim.inspect, option.choices), ", ")
    return ("%s: expected one of %s, got %q"):format(option.name, choices, value)
  end
  if option.name == "filetypes" then
    for index, filetype in ipairs(value) do
      if type(filetype) ~= "string" then
        return ("filetypes[%d]: expected string, got %s"):format(index, type(filetype))
      end
    end
  end
end

-- The option whose name is most like `path`, for messages about misspelt ones.
local function nearest(path)
  local best, best_shared = nil, 0
  for _, option in ipairs(M.schema) do
    local shared = 0
    for index = 1, math.min(#path, #option.name) do
      if path:sub(index, index) ~= option.name:sub(index, index) then
        break
      end
      shared = shared + 1
    end
    if shared > best_shared then
      best, best_shared = option.name, shared
    end
  end
  return best_shared >= 3 and best or nil
end

-- Walks a table of options, nested or with dots in its keys.
local function visit(options, prefix, accepted, problems)
  for key, value in pairs(options) do
    local path = prefix .. tostring(key)
    local option = by_name[path]
    local has_members = vim.iter(M.schema):any(function(other)
      return vim.startswith(other.name, path .. ".")
    end)
    if option then
      local problem = check(option, value)
      if problem then
        problems[#problems + 1] = problem
      else
        accepted[path] = value
      end
    elseif has_members and type(value) == "table" then
      visit(value, path .. ".", accepted, problems)
    elseif has_members then
      problems[#problems + 1] = ("%s: expected table, got %s"):format(path, type(value))
    else
      local like = nearest(path)
      local hint = like and ("; did you mean " .. like .. "?") or ""
      problems[#problems + 1] = path .. ": no such option" .. hint
    end
  end
end

-- Takes the user's options; what is wrong is left at its default and told.
---@param options table?
---@return string[] problems, each beginning with the option's path
function M.set(options)
  local accepted, problems = {}, {}
  if options ~= nil and type(options) ~= "table" then
    problems[1] = "setup: expected table, got " .. type(options)
  else
    visit(options or {}, "", accepted, problems)
  end
  chosen = accepted
  table.sort(problems)
  M.problems = problems
  return problems
end

M.problems = {} ---@type string[]

---@param name string path with dots
---@return any
function M.get(name)
  local value = chosen[name]
  if value == nil then
    value = by_name[name].default
  end
  return value
end

local function shown_default(option)
  if option.shown then
    return option.shown
  end
  if option.default == nil then
    return "none"
  end
  return vim.inspect(option.default, { newline = " ", indent = "" })
end

local function wrapped(text, indent, width)
  local lines, line = {}, indent
  for word in text:gmatch("%S+") do
    if #line > #indent and vim.fn.strdisplaywidth(line .. " " .. word) > width then
      lines[#lines + 1] = line
      line = indent
    end
    line = line .. (#line > #indent and " " or "") .. word
  end
  lines[#lines + 1] = line
  return lines
end

-- The help's section on options, made of the schema; a spec compares it with doc/copydesk.txt.
---@return string[] lines
function M.help()
  local lines = {}
  for _, option in ipairs(M.schema) do
    local tag = "*copydesk-option-" .. option.name .. "*"
    lines[#lines + 1] = option.name .. (" "):rep(math.max(78 - #option.name - #tag, 1)) .. tag
    local types = table.concat(types_of(option), " or "):gsub(" or nil", "")
    if option.choices then
      types = table.concat(vim.tbl_map(vim.inspect, option.choices), ", ")
    end
    vim.list_extend(lines, wrapped(types .. "; default: " .. shown_default(option), "    ", 78))
    vim.list_extend(lines, wrapped(option.description, "    ", 78))
    lines[#lines + 1] = ""
  end
  return lines
end

return M
