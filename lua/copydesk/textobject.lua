-- Text objects: iq the words of the quotation under the cursor, aq with its marks and attribution.
-- Reads a draft's record; selects.
local buffer = require("copydesk.buffer")
local quotations = require("copydesk.quotation")

local M = {}

-- Bytes of the words: the part under the cursor, or the first one.
local function inner(doc, quotation, offset)
  local part = quotation.content[1] or quotation
  for _, span in ipairs(quotation.content) do
    if span.start_byte <= offset then
      part = span
    end
  end
  if quotation.type == "indirect" then
    return part.start_byte, part.end_byte
  end
  local left, right = quotations.marks_around(doc:text(part.start_byte, part.end_byte))
  return part.start_byte + left, part.end_byte - right
end

-- Bytes of the whole: words, cue and source.
local function outer(quotation)
  local start, stop = quotation.start_byte, quotation.end_byte
  for _, span in pairs({ quotation.cue, quotation.source }) do
    start, stop = math.min(start, span.start_byte), math.max(stop, span.end_byte)
  end
  return start, stop
end

---@param is_inner boolean
function M.select(is_inner)
  local record = buffer.get()
  local doc = record and record:current()
  if not doc then
    return
  end
  local cursor = vim.api.nvim_win_get_cursor(0)
  local row, col = cursor[1] - 1, cursor[2]
  local quotation = doc:at(row, col).quotation
  local start, stop
  if quotation and is_inner then
    start, stop = inner(doc, quotation, doc:offset(row, col))
  elseif quotation then
    start, stop = outer(quotation)
  end
  local in_visual = vim.api.nvim_get_mode().mode:match("^[vV\22]") ~= nil
  if not start or stop <= start then
    if not in_visual then
      -- Leaves the operator without effect.
      vim.api.nvim_feedkeys(vim.keycode("<Esc>"), "nt", false)
    end
    vim.api.nvim_echo({ { "No quotation here", "WarningMsg" } }, false, {})
    return
  end
  local start_row, start_col = doc:position(start)
  local stop_row, stop_col = doc:position(stop)
  if in_visual then
    vim.cmd("normal! \27")
  end
  vim.api.nvim_win_set_cursor(0, { start_row + 1, start_col })
  vim.cmd("normal! v")
  if vim.o.selection ~= "exclusive" then -- the first byte of the last character
    local line = vim.api.nvim_buf_get_lines(0, stop_row, stop_row + 1, false)[1]
    stop_col = math.max(stop_col - 1, 0)
    stop_col = stop_col + vim.str_utf_start(line, stop_col + 1)
  end
  vim.api.nvim_win_set_cursor(0, { stop_row + 1, stop_col })
end

return M
