-- What the screen, the jumps and the text objects agree on about a quotation.
-- Reads quotations as the core gives them.
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

-- How many bytes of a content are marks.
---@param text string of a direct or mixed content, which begins and ends with its marks
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
