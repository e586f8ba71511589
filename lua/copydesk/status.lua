-- What a status line may show: b:copydesk_status ("7 quotations, 12 of 31 claims unverified") and
-- b:copydesk_status_dict; `User CopydeskUpdate` tells when they have changed.
-- Reads a draft's record some time after the last edit, so that typing never waits for it.
local buffer = require("copydesk.buffer")

local M = {}

local DELAY = 120 -- milliseconds after the last change
local LONG_BYTES = 2 * 1024 * 1024 -- a longer draft is counted when it is saved

---@class copydesk.StatusDict
---@field reading boolean true while a long draft is being read
---@field quotations integer
---@field unattributed integer quotations without a speaker
---@field claims integer
---@field unverified integer

---@param record copydesk.Buffer
---@return copydesk.StatusDict
function M.of(record)
  local doc = record:current()
  if not doc then
    return { reading = true, quotations = 0, unattributed = 0, claims = 0, unverified = 0 }
  end
  local counts = doc:counts()
  local ledger = require("copydesk.ledger")
  local unverified, claims = counts.claims, counts.claims
  if vim.uv.fs_stat(ledger.path(record.buf)) then
    unverified, claims = ledger.count(record)
  end
  return {
    reading = false,
    quotations = counts.quotations,
    unattributed = counts.unattributed,
    claims = claims,
    unverified = unverified,
  }
end

---@param status copydesk.StatusDict
---@return string
function M.text(status)
  if status.reading then
    return "reading…"
  end
  local text = ("%d quotation%s"):format(status.quotations, status.quotations == 1 and "" or "s")
  if status.unattributed > 0 then
    text = text .. (" (%d without speaker)"):format(status.unattributed)
  end
  return text .. (", %d of %d claims unverified"):format(status.unverified, status.claims)
end

local function update(record)
  if record.closed or not vim.api.nvim_buf_is_loaded(record.buf) then
    return
  end
  local status = M.of(record)
  record.is_counted = not status.reading
  local text = M.text(status)
  local buf = record.buf
  if vim.b[buf].copydesk_status ~= text then
    vim.b[buf].copydesk_status = text
    vim.b[buf].copydesk_status_dict = status
    vim.cmd.redrawstatus({ bang = true, mods = { silent = true } })
  end
  vim.api.nvim_exec_autocmds("User", {
    pattern = "CopydeskUpdate",
    modeline = false,
    data = { buf = buf },
  })
end

local started = false

function M.start()
  if started then
    return
  end
  started = true
  vim.api.nvim_create_autocmd("BufWritePost", {
    group = vim.api.nvim_create_augroup("copydesk.status", {}),
    callback = function(event)
      local record = buffer.get(event.buf)
      if record then
        update(record)
      end
    end,
  })
  buffer.on("changed", function(record)
    if record.doc and record.doc:len() > LONG_BYTES and record.is_counted then
      return
    end
    record.status_timer = record.status_timer or assert(vim.uv.new_timer())
    record.status_timer:start(DELAY, 0, vim.schedule_wrap(function()
      update(record)
    end))
  end)
  buffer.on("detached", function(record)
    if record.status_timer then
      record.status_timer:stop()
      record.status_timer:close()
      record.status_timer = nil
    end
    if vim.api.nvim_buf_is_valid(record.buf) then
      vim.b[record.buf].copydesk_status = nil
      vim.b[record.buf].copydesk_status_dict = nil
    end
  end)
end

return M
