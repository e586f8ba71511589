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

-- The row that is being typed: a quotation there has no speaker yet, which is nothing to warn of.
---@param buf integer
---@return integer? row
function M.typed_row(buf)
  if vim.api.nvim_get_current_buf() == buf and vim.api.nvim_get_mode().mode:find("^[iR]") then
    return vim.api.nvim_win_get_cursor(0)[1] - 1
  end
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
