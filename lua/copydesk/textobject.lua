-- Text objects: iq the words of the quotation under the cursor, aq with its marks and attribution;
-- iQ the attribution alone, aQ all of it with the punctuation and the white space behind.
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

-- The innermost quotation that has the place in its words, its cue or its source.
local function around(doc, row, offset)
  local found, found_len
  for _, quotation in ipairs(doc:quotations(math.max(row - 1, 0), row + 1)) do
    local start, stop = outer(quotation)
    local is_there = start <= offset and offset < stop
    if is_there and (not found or stop - start < found_len) then
      found, found_len = quotation, stop - start
    end
  end
  return found
end

-- Bytes of source and cue; nil: it has neither.
local function attribution(quotation)
  local start, stop
  for _, span in pairs({ quotation.cue or false, quotation.source or false }) do
    if span then
      start = math.min(start or span.start_byte, span.start_byte)
      stop = math.max(stop or span.end_byte, span.end_byte)
    end
  end
  return start, stop
end

-- Bytes of the whole, with the punctuation and the white space behind it on the line.
local function whole(doc, quotation)
  local start, stop = outer(quotation)
  local row = doc:position(stop)
  local behind = doc:text(stop, doc:offset(row, 2 ^ 31))
  return start, stop + #behind:match("^[,;:.!?]*[ \t]*")
end

---@type table<string, {is_wide: boolean?, select: function, none: string}> by name
local objects = {
  ["inner-quotation"] = { select = inner, none = "No quotation here" },
  ["a-quotation"] = {
    select = function(_, quotation)
      return outer(quotation)
    end,
    none = "No quotation here",
  },
  ["inner-attribution"] = {
    is_wide = true,
    select = function(_, quotation)
      return attribution(quotation)
    end,
    none = "No attribution here",
  },
  ["an-attribution"] = { is_wide = true, select = whole, none = "No quotation here" },
}

---@param name "inner-quotation"|"a-quotation"|"inner-attribution"|"an-attribution"
function M.select(name)
  local record = buffer.get()
  local doc = record and record:current()
  if not doc then
    return
  end
  local object = objects[name]
  local cursor = vim.api.nvim_win_get_cursor(0)
  local row, offset = cursor[1] - 1, doc:offset(cursor[1] - 1, cursor[2])
  local quotation = doc:at(row, cursor[2]).quotation
  if not quotation and object.is_wide then
    quotation = around(doc, row, offset)
  end
  local start, stop
  if quotation then
    start, stop = object.select(doc, quotation, offset)
  end
  local in_visual = vim.api.nvim_get_mode().mode:match("^[vV\22]") ~= nil
  if not start or stop <= start then
    if not in_visual then
      -- Leaves the operator without effect.
      vim.api.nvim_feedkeys(vim.keycode("<Esc>"), "nt", false)
    end
    vim.api.nvim_echo({ { object.none, "WarningMsg" } }, false, {})
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
