-- :checkhealth copydesk: everything that a report of a problem would be asked for. Reads the
-- installation, the configuration, the rules and the current draft; makes lines of health.
local config = require("copydesk.config")
local engine = require("copydesk.engine")

local M = {}

local function tool(name, arguments)
  if vim.fn.executable(name) == 0 then
    return nil
  end
  local ok, result = pcall(function()
    return vim.system(vim.list_extend({ name }, arguments), { text = true, timeout = 2000 }):wait()
  end)
  return ok and vim.trim((result.stdout or ""):match("^[^\n]*") or "") or nil
end

local function check_core()
  vim.health.start("copydesk: core")
  vim.health.info("plugin " .. engine.VERSION .. " in " .. vim.fn.fnamemodify(engine.root(), ":~"))
  local core, problem = engine.core()
  if core then
    local ok, digest = pcall(function()
      local doc = core.open("“It works,” Ana Ruiz said.\n")
      local result = doc:digest()
      doc:close()
      return result
    end)
    if ok and digest then
      vim.health.ok("core " .. core.version .. " is loaded and reads")
      if core.shared ~= "" then
        local message = "linked with the system's shared %s, since there was no archive of it"
        vim.health.info(message:format(core.shared))
      end
    else
      vim.health.error("the core is loaded but cannot read: " .. tostring(digest))
    end
  else
    local root = vim.fn.fnamemodify(engine.root(), ":~")
    vim.health.error(problem, { "`make deps && make` in " .. root })
  end
  local compiler = tool("cc", { "--version" })
  if compiler then
    vim.health.ok("compiler: " .. compiler)
  else
    vim.health.warn("no C compiler `cc`: the core cannot be built again here")
  end
end

local function check_rules()
  vim.health.start("copydesk: rules")
  local folders = engine.rule_folders()
  if #folders == 0 then
    vim.health.info("no rules or word lists of your own on 'runtimepath'")
  end
  for _, folder in ipairs(folders) do
    vim.health.ok("from " .. vim.fn.fnamemodify(folder, ":~"))
  end
  local rules = engine.rules()
  for _, message in ipairs(rules and rules:messages() or {}) do
    vim.health.warn(message)
  end
end

local function check_configuration()
  vim.health.start("copydesk: configuration")
  if #config.problems == 0 then
    vim.health.ok("options are right")
  end
  for _, problem in ipairs(config.problems) do
    vim.health.error(problem, { ":help copydesk-options" })
  end
  if vim.fn.executable("git") == 0 and not config.get("who") then
    vim.health.info("git is not there: marks carry your login")
  end
end

-- A folder that the ledger's file can be made in.
local function check_ledger(buf)
  local ledger = require("copydesk.ledger")
  local path = ledger.path(buf)
  local shown = vim.fn.fnamemodify(path, ":~")
  local stat = vim.uv.fs_stat(path)
  if stat and stat.type ~= "file" then
    vim.health.error(("the ledger %s is a %s"):format(shown, stat.type))
  elseif stat and not vim.uv.fs_access(path, "RW") then
    vim.health.error("the ledger " .. shown .. " cannot be read and written")
  elseif stat then
    local record = require("copydesk.buffer").get(buf)
    local opened = record and ledger.of(record)
    local messages = opened and opened:messages() or {}
    vim.health.ok(("ledger %s, %d bytes"):format(shown, stat.size))
    for _, message in ipairs(messages) do
      vim.health.warn(message)
    end
  elseif vim.uv.fs_access(vim.fs.dirname(path), "W") then
    vim.health.ok("no marks yet; they will be kept in " .. shown)
  else
    vim.health.warn("marks could not be kept: no right to write in " .. vim.fs.dirname(path))
  end
end

local function check_drafts()
  vim.health.start("copydesk: drafts")
  local records = require("copydesk.buffer").all()
  if #records == 0 then
    vim.health.info("none is open")
  end
  for _, record in ipairs(records) do
    local name = vim.api.nvim_buf_get_name(record.buf)
    local doc = record:current()
    name = name == "" and "[No Name]" or vim.fn.fnamemodify(name, ":~")
    if not doc then
      vim.health.info(name .. ": still being read")
    else
      local count = doc:counts().quotations
      local what = count == 1 and "quotation" or "quotations"
      vim.health.ok(("%s: %d bytes, %d %s"):format(name, doc:len(), count, what))
      if doc:unread() > 0 then
        vim.health.warn(("%d paragraphs could not be read"):format(doc:unread()))
      end
      check_ledger(record.buf)
    end
  end
end

function M.check()
  check_core()
  check_configuration()
  if engine.core() then
    check_rules()
    check_drafts()
  end
end

return M
