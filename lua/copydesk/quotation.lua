-- What the screen, the jumps and the text objects take for the words of a quotation: those in
-- marks. Reads a quotation and its draft; makes spans.
local config = require("copydesk.config")

local M = {}

-- Whether a quotation is labelled, coloured and stopped at.
---@param quotation copydesk.Quotation
---@return boolean
function M.is_shown(quotation)
  return quotation.speech and (quotation.type ~= "indirect" or config.get("indirect"))
end

local OPENING = { "“", "„", "‘", "«", "‹", "``", "''", '"', "'" }
local CLOSING = { "”", "“", "’", "»", "›", "''", '"', "'" }

local function first_mark(text)
  local first
  for _, mark in ipairs(OPENING) do
    local at = text:find(mark, 1, true)
    -- An apostrophe inside a word opens nothing.
    local inside = at and at > 1 and text:sub(at - 1, at - 1):find("%w")
    if at and not inside and (not first or at < first) then
      first = at
    end
  end
  return first
end

local function last_mark(text)
  local last
  for _, mark in ipairs(CLOSING) do
    local from = 1
    while true do
      local at, stop = text:find(mark, from, true)
      if not at then
        break
      end
      if not text:sub(stop + 1, stop + 1):find("%w") and (not last or stop > last) then
        last = stop
      end
      from = at + 1
    end
  end
  return last
end

local LONGEST = 64 * 1024 -- bytes of a content that are looked through

-- The bytes in marks of one content: all of a direct one; of a mixed one from its first mark to its
-- last, since its content is the whole reported clause.
local function in_marks(doc, quotation, span)
  local start, stop = span.start_byte, span.end_byte
  if quotation.type ~= "mixed" or stop - start > LONGEST then
    return start, stop
  end
  local text = doc:text(start, stop)
  local first = first_mark(text)
  local last = last_mark(text)
  if not first or not last or last <= first then
    return start, stop
  end
  return start + first - 1, start + last
end

-- A quotation's words: for each of its contents the bytes from mark to mark, marks included; of an
-- indirect one its contents.
---@param doc copydesk.Document
---@param quotation copydesk.Quotation
---@return {start_byte: integer, end_byte: integer}[] at least one
function M.words(doc, quotation)
  local spans = {}
  for _, span in ipairs(quotation.content) do
    local start, stop = in_marks(doc, quotation, span)
    spans[#spans + 1] = { start_byte = start, end_byte = stop }
  end
  spans[1] = spans[1] or { start_byte = quotation.start_byte, end_byte = quotation.end_byte }
  return spans
end

-- The same without the marks.
---@param text string of one of words()
---@return integer left, integer right bytes to take off
function M.marks_around(text)
  local left, right = 0, 0
  for _, mark in ipairs(OPENING) do
    if vim.startswith(text, mark) then
      left = #mark
      break
    end
  end
  for _, mark in ipairs(CLOSING) do
    if vim.endswith(text, mark) and #text >= left + #mark then
      right = #mark
      break
    end
  end
  return left, right
end

return M
