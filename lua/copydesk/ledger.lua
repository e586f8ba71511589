-- The Lua side of the ledger: which file, who marks, and the claims with their marks.
-- The core reads and writes the file; this decides where it is and keeps one opened ledger a draft.
local buffer = require("copydesk.buffer")
local config = require("copydesk.config")
local engine = require("copydesk.engine")

local M = {}

local SUFFIX = ".ledger.jsonl"

local function warn(text)
  vim.notify("copydesk: " .. text, vim.log.levels.WARN)
end

-- The file that keeps a buffer's marks. An unnamed buffer's is in Neovim's state folder until it is
-- saved.
---@param buf integer
---@return string path
function M.path(buf)
  local name = vim.api.nvim_buf_get_name(buf)
  if name == "" then
    local folder = vim.fn.stdpath("state") .. "/copydesk"
    return ("%s/unnamed-%d-%d%s"):format(folder, vim.fn.getpid(), buf, SUFFIX)
  end
  local real = vim.uv.fs_realpath(name) or vim.fn.fnamemodify(name, ":p")
  local folder = config.get("ledger.folder")
  if folder then
    return vim.fs.normalize(folder) .. "/" .. real:gsub("[/\\:]", "%%") .. SUFFIX
  end
  return real .. SUFFIX
end

local function git_name(folder)
  local ok, result = pcall(function()
    local options = { cwd = folder, text = true, timeout = 1000 }
    return vim.system({ "git", "config", "user.name" }, options):wait()
  end)
  local name = ok and result.code == 0 and vim.trim(result.stdout) or ""
  return name ~= "" and name or nil
end

-- The name that marks carry: the option, else git's user.name, else the login.
---@param buf integer
---@return string
function M.who(buf)
  local who = config.get("who")
  if type(who) == "function" then
    who = who(buf)
  end
  if type(who) == "string" and who ~= "" then
    return who
  end
  local name = vim.api.nvim_buf_get_name(buf)
  local folder = name ~= "" and vim.fs.dirname(name) or nil
  if folder and not vim.uv.fs_stat(folder) then
    folder = nil
  end
  local user = vim.uv.os_get_passwd()
  return git_name(folder) or (user and user.username) or "unknown"
end

-- The draft's ledger, opened at its first use. A problem is told once a file.
---@param record copydesk.Buffer
---@return copydesk.Ledger?
function M.of(record)
  local kept = record.ledger
  if kept then
    return kept.ledger
  end
  local path = M.path(record.buf)
  local name = vim.api.nvim_buf_get_name(record.buf)
  local options = name ~= "" and { draft = vim.uv.fs_realpath(name) } or nil
  local ok, ledger = pcall(engine.core().ledger, path, options)
  if not ok or not ledger then
    warn(("the ledger %s cannot be used: %s"):format(path, tostring(ledger)))
    ledger = nil
  elseif #ledger:messages() > 0 then
    warn(("the ledger %s: %s"):format(path, table.concat(ledger:messages(), "; ")))
  end
  record.ledger = { path = path, ledger = ledger, changes = 0 }
  return ledger
end

-- All claims with their marks, in order of the text; orphans last. Kept until text or ledger
-- change.
---@param record copydesk.Buffer
---@return copydesk.MarkedClaim[]
function M.claims(record)
  local doc = record:current()
  if not doc then
    return {}
  end
  return record:cached("claims", function()
    local ledger = M.of(record)
    if ledger then
      return ledger:apply(doc)
    end
    return vim.tbl_map(function(claim)
      claim.status, claim.unverified = "unchecked", true
      return claim
    end, doc:claims())
  end)
end

---@param record copydesk.Buffer
---@return integer unverified, integer all
function M.count(record)
  local unverified, all = 0, 0
  for _, claim in ipairs(M.claims(record)) do
    if not claim.not_claim then
      all = all + 1
      unverified = unverified + (claim.unverified and 1 or 0)
    end
  end
  return unverified, all
end

-- What was read from the ledger counts no more: it, or its file, has changed.
---@param record copydesk.Buffer
function M.changed(record)
  if require("copydesk.names").apply(record) then
    record:changed()
  else
    record:changed(0, 0) -- nothing of it is on the screen
  end
end

-- Says once that git would see the ledger.
local function tell_of_git(path)
  local folder = vim.fs.dirname(path)
  if vim.fs.find(".git", { upward = true, path = folder })[1] then
    vim.notify_once(
      ("copydesk: the marks are kept in %s, which git will see: :help copydesk-ledger-git"):format(
        vim.fn.fnamemodify(path, ":t")
      ),
      vim.log.levels.INFO
    )
  end
end

-- Has the core write an event; the first one makes the file.
---@param record copydesk.Buffer
---@param write fun(ledger: copydesk.Ledger): string?, string? the mark's id, or nil and why not
---@return boolean done
function M.append(record, write)
  local ledger = M.of(record)
  if not ledger then
    warn("no mark was made: there is no ledger to keep it in")
    return false
  end
  local path = record.ledger.path
  local is_new = not vim.uv.fs_stat(path)
  if is_new then
    pcall(vim.fn.mkdir, vim.fs.dirname(path), "p")
  end
  local ok, id, problem = pcall(write, ledger)
  if not ok or not id then
    local reason = tostring(ok and problem or id)
    local has_path = vim.startswith(reason, path)
    warn("no mark was made: " .. (has_path and "" or path .. ": ") .. reason)
    return false
  end
  if is_new then
    tell_of_git(path)
  end
  M.changed(record)
  return true
end

-- What can be said of a mark whose words are gone: that they are not missed.
local LETS_GO = { not_claim = true, cut = true, unchecked = true }

-- Marks a stretch of a draft.
---@param record copydesk.Buffer
---@param claim copydesk.Claim
---@param mark copydesk.MarkOptions
---@return boolean done
function M.mark(record, claim, mark)
  if claim.orphan and not LETS_GO[mark.status] then
    local key = config.get("list_keys.not_claim")
    warn("no mark was made: its words are gone" .. (key and ("; %s lets it go"):format(key) or ""))
    return false
  end
  local doc = record:current()
  if not doc then
    warn("no mark was made: the draft is still being read")
    return false
  end
  return M.append(record, function(ledger)
    mark.who = M.who(record.buf)
    mark.mark = claim.orphan and claim.mark or nil
    return ledger:mark(doc, claim.start_byte, claim.end_byte, mark)
  end)
end

-- The claim under the cursor, or the first one of the cursor's row.
---@return copydesk.Buffer? record, copydesk.MarkedClaim? claim
function M.claim_at_cursor()
  local record = buffer.get()
  local doc = record and record:current()
  if not doc then
    return nil
  end
  local cursor = vim.api.nvim_win_get_cursor(0)
  local here = doc:at(cursor[1] - 1, cursor[2]).claim
  if not here then
    return record, nil
  end
  for _, claim in ipairs(M.claims(record)) do
    local is_here = claim.start_byte == here.start_byte and claim.end_byte == here.end_byte
    if is_here and not claim.orphan then
      return record, claim
    end
  end
  return record, here
end

---@param status copydesk.Status|"not_claim"
---@param options? {source?: string, note?: string}
---@return boolean done
function M.mark_at_cursor(status, options)
  local record, claim = M.claim_at_cursor()
  if not record then
    warn("this buffer is not read as a draft")
    return false
  end
  if not claim then
    warn("no claim here")
    return false
  end
  options = options or {}
  local has_source = options.source and options.source ~= ""
  local sources = has_source and { { reference = options.source } } or nil
  if not M.mark(record, claim, { status = status, sources = sources, note = options.note }) then
    return false
  end
  M.tell(record, status)
  return true
end

local function tell(record, done)
  local unverified, all = M.count(record)
  local text = ("%s; %d of %d unverified"):format(done, unverified, all)
  vim.api.nvim_echo({ { text } }, false, {})
end

-- Says that a claim was marked, and how much is left.
function M.tell(record, status)
  local shown = status == "not_claim" and "not a claim" or status
  tell(record, "Marked " .. shown)
end

-- Asks for a source, then calls `use` with it; not at all if none is given.
---@param use fun(source: string)
function M.ask_source(use)
  vim.ui.input({ prompt = "Verified by (source): " }, function(source)
    if source and vim.trim(source) ~= "" then
      use(vim.trim(source))
    else
      local text = "Not marked: verified needs a source"
      vim.api.nvim_echo({ { text, "WarningMsg" } }, false, {})
    end
  end)
end

-- Takes back the last mark that this user made in a draft.
---@param record? copydesk.Buffer default: the current one
---@return boolean done
function M.undo(record)
  record = record or buffer.get()
  local ledger = record and M.of(record)
  if not record or not ledger then
    warn("no marks here")
    return false
  end
  local ok, event, problem = pcall(ledger.undo, ledger, { who = M.who(record.buf) })
  if not ok or not event then
    warn("nothing was undone: " .. tostring(ok and problem or event))
    return false
  end
  M.changed(record)
  tell(record, "Taken back")
  return true
end

-- A saved draft may have a new name (:saveas, :file, a first name): its marks go with it. The old
-- file's ledger stays with the old file, unless that was no file.
local function follow_name(record)
  local kept = record.ledger
  local path = M.path(record.buf)
  if not kept or kept.path == path then
    return
  end
  record.ledger = nil
  if not vim.uv.fs_stat(kept.path) or vim.uv.fs_stat(path) then
    return
  end
  local was_unnamed = vim.startswith(vim.fs.basename(kept.path), "unnamed-")
  local ok, problem = vim.uv.fs_copyfile(kept.path, path, { excl = true })
  if not ok then
    warn(("the marks stay in %s: %s"):format(kept.path, problem))
    record.ledger = kept
  elseif was_unnamed then
    vim.uv.fs_unlink(kept.path)
  end
end

local started = false

-- Watches for saves and for the focus: others may have written to the ledger.
function M.start()
  if started then
    return
  end
  started = true
  local group = vim.api.nvim_create_augroup("copydesk.ledger", {})
  vim.api.nvim_create_autocmd("BufWritePost", {
    group = group,
    callback = function(event)
      local record = buffer.get(event.buf)
      if record then
        follow_name(record)
        if require("copydesk.names").apply(record) then
          record:changed()
        end
      end
    end,
  })
  vim.api.nvim_create_autocmd("FocusGained", {
    group = group,
    callback = function()
      for _, record in ipairs(buffer.all()) do
        local ledger = record.ledger and record.ledger.ledger
        local changed, problem = false, nil
        if ledger then
          changed, problem = ledger:refresh()
        end
        if changed then
          M.changed(record)
        elseif problem then
          warn(("the ledger %s: %s"):format(record.ledger.path, problem))
        end
      end
    end,
  })
end

return M
