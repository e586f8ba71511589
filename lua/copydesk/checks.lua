-- Hints for the writer, with `diagnostics = true`: a quotation without a speaker, a mark that is
-- never closed. Reads a draft's record some time after the last edit; sets vim.diagnostic.
local buffer = require("copydesk.buffer")
local config = require("copydesk.config")
local quotations = require("copydesk.quotation")

local M = {}

local NAMESPACE = vim.api.nvim_create_namespace("copydesk")
local DELAY = 300 -- milliseconds after the last change

local function hint(span, code, message)
  return {
    lnum = span.row,
    col = span.col,
    end_lnum = span.end_row,
    end_col = span.end_col,
    severity = vim.diagnostic.severity.HINT,
    source = "copydesk",
    code = code,
    message = message,
  }
end

-- What there is to tell of a draft. A line that is being typed is not finished yet.
---@param record copydesk.Buffer
---@param doc copydesk.Document
---@return vim.Diagnostic[]
function M.find(record, doc)
  local found, typed = {}, quotations.typed_row(record.buf)
  for _, quotation in ipairs(doc:quotations()) do
    local is_typed = typed and quotation.row <= typed and typed <= quotation.end_row
    if not is_typed and quotation.type ~= "indirect" then
      if quotation.unclosed then
        found[#found + 1] = hint(quotation, "mark-never-closed", "This mark is never closed")
      end
      local has_speaker = quotation.speaker or quotation.correction
      if quotation.speech and not has_speaker then
        found[#found + 1] = hint(quotation, "no-speaker", "The text does not say who speaks")
      end
    end
  end
  return found
end

local function update(record)
  record.checks_due = nil
  if record.closed or not vim.api.nvim_buf_is_valid(record.buf) then
    return
  end
  local doc = config.get("diagnostics") and record:current()
  if doc then
    vim.diagnostic.set(NAMESPACE, record.buf, M.find(record, doc))
  else
    vim.diagnostic.reset(NAMESPACE, record.buf)
  end
end

---@param record copydesk.Buffer
local function schedule(record)
  if record.checks_due then
    record.checks_due = vim.uv.now() + DELAY
    return
  end
  if not config.get("diagnostics") and not record.has_checks then
    return
  end
  record.has_checks = config.get("diagnostics")
  record.checks_due = vim.uv.now() + DELAY
  local function wait()
    local left = record.checks_due - vim.uv.now()
    if left > 0 then
      vim.defer_fn(wait, left)
    else
      update(record)
    end
  end
  vim.defer_fn(wait, DELAY)
end

local started = false

function M.start()
  if started then
    return
  end
  started = true
  buffer.on("changed", schedule)
  buffer.on("detached", function(record)
    if vim.api.nvim_buf_is_valid(record.buf) then
      vim.diagnostic.reset(NAMESPACE, record.buf)
    end
  end)
  vim.api.nvim_create_autocmd("InsertLeave", {
    group = vim.api.nvim_create_augroup("copydesk.checks", {}),
    callback = function(event)
      local record = buffer.get(event.buf)
      if record then
        schedule(record)
      end
    end,
  })
end

return M
