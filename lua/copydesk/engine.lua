-- Loads the C module `copydesk.core`, checks that it fits this Lua layer, and keeps the rules.
-- Reads the newsroom's folders on 'runtimepath'; what cannot be used is told once, never thrown.
-- There must be no core.lua in this folder: it would hide core.so.
local M = {}

M.VERSION = "0.1.0"

local loaded ---@type {core: copydesk.Core?, problem: string?}?
local rules ---@type copydesk.Rules?

-- The plugin's own folder.
---@return string
function M.root()
  return vim.fs.dirname(vim.fs.dirname(vim.fs.dirname(debug.getinfo(1, "S").source:sub(2))))
end

---@return copydesk.Core? core, string? problem
local function load()
  local ok, core = pcall(require, "copydesk.core")
  if not ok then
    local reason = tostring(core)
    if reason:find("module 'copydesk.core' not found", 1, true) then
      local root = vim.fn.fnamemodify(M.root(), ":~")
      return nil, ("the core is not built: run `make` in %s"):format(root)
    end
    return nil, "the core cannot be loaded: " .. reason:gsub("%s*\n.*", "") .. "; run `make` again"
  end
  if type(core) ~= "table" or core.version ~= M.VERSION then
    local version = type(core) == "table" and tostring(core.version) or "unknown"
    local message = "the core is version %s, the plugin %s: run `make`, then restart Neovim"
    return nil, message:format(version, M.VERSION)
  end
  return core
end

-- The core, or nil and one sentence that says what to do. Tries only once.
---@return copydesk.Core? core, string? problem
function M.core()
  if not loaded then
    local core, problem = load()
    loaded = { core = core, problem = problem }
  end
  return loaded.core, loaded.problem
end

-- The core; if there is none, says so once.
---@return copydesk.Core?
function M.core_or_tell()
  local core, problem = M.core()
  if not core then
    vim.notify_once("copydesk: " .. problem, vim.log.levels.WARN)
  end
  return core
end

-- Folders of 'runtimepath' with rules or word lists of a newsroom. Our own are inside the core.
---@return string[]
function M.rule_folders()
  local root = vim.uv.fs_realpath(M.root())
  local folders, seen = {}, {}
  for _, pattern in ipairs({ "queries/prose/*.scm", "lexicon/en/*.txt" }) do
    for _, file in ipairs(vim.api.nvim_get_runtime_file(pattern, true)) do
      local folder = vim.fs.dirname(file)
      for _ = 1, 2 do
        folder = vim.fs.dirname(folder)
      end
      if not seen[folder] and vim.uv.fs_realpath(folder) ~= root then
        seen[folder] = true
        folders[#folders + 1] = folder
      end
    end
  end
  return folders
end

-- The rules that all drafts share, made at the first use.
---@return copydesk.Rules?
function M.rules()
  local core = M.core()
  if core and not rules then
    rules = core.rules(M.rule_folders())
    local messages = rules:messages()
    if #messages > 0 then
      vim.notify_once("copydesk: " .. table.concat(messages, "\n"), vim.log.levels.WARN)
    end
  end
  return rules
end

return M
