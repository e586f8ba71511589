-- Where the speaker labels stand: real marks, placed for visible rows when they have changed.
-- Reads a draft's quotations and the windows that show it; makes extmarks with virtual text.
local config = require("copydesk.config")
local label = require("copydesk.label")
local quotations = require("copydesk.quotation")

local M = {}

local LABELS = vim.api.nvim_create_namespace("copydesk.labels")
local MAX_ROW_BYTES = 128 * 1024 -- the widths of longer rows are not asked for

-- Row and column behind a quotation's last word.
local function behind(quotation)
  local last = quotation.content[#quotation.content] or quotation
  local row, col = last.end_row, last.end_col
  if col == 0 and row > last.row then
    row, col = row - 1, math.huge
  end
  return row, col
end

-- Quotations that end in rows first..last, by row and by column of their label.
---@param typed integer? row that is being typed
---@return table<integer, table<integer, copydesk.Quotation[]>>
local function by_place(doc, first, last, typed)
  local places = {}
  local is_inline = config.get("labels.position") == "inline"
  for _, quotation in ipairs(doc:quotations(first, last)) do
    local row, col = behind(quotation)
    local is_told = quotation.speaker or row ~= typed
    if quotations.is_shown(quotation) and is_told and row >= first and row <= last then
      local key = is_inline and col or 0
      places[row] = places[row] or {}
      places[row][key] = places[row][key] or {}
      table.insert(places[row][key], quotation)
    end
  end
  return places
end

-- The narrowest window that shows the buffer, and the width of its text. (One set of marks serves
-- all windows; taking each window's own width would place them anew at each drawing, for ever.)
---@return integer? window, integer width
local function narrowest(buf)
  local window, width = nil, math.huge
  for _, win in ipairs(vim.fn.win_findbuf(buf)) do
    local info = vim.fn.getwininfo(win)[1]
    if info and info.width - info.textoff < width then
      window, width = win, info.width - info.textoff
    end
  end
  return window, width
end

-- The cell of the window's text at which a row ends, counted on over wrapped rows; nil if that does
-- not matter or takes too long.
local function end_cell(buf, row, window)
  if not window or not vim.wo[window].wrap then
    return nil
  end
  local start = vim.api.nvim_buf_get_offset(buf, row)
  if vim.api.nvim_buf_get_offset(buf, row + 1) - start > MAX_ROW_BYTES then
    return nil
  end
  local len = vim.fn.col({ row + 1, "$" }, window) - 1
  local cell = len > 0 and vim.fn.virtcol({ row + 1, len }, false, window) or 0
  return cell > 0 and cell or nil
end

-- A label behind a wrapped line needs room in the line's last screen row. If there is too little,
-- it goes on a row of its own, as inline text behind spaces that fill the row. Neovim's own
-- right_align would draw over the first screen row: in wrapped lines spaces do its work.
---@return string position, string spaces before the label
local function fit(position, cell, width, label_width)
  local used = cell and (cell - 1) % width + 1 or 0
  local fits = not cell or used + 2 + label_width <= width
  if position == "right_align" and cell and cell > width then
    if fits then
      return "eol", (" "):rep(width - used - 1 - label_width)
    end
    return "inline", (" "):rep(width - used + width - label_width)
  end
  if position == "right_align" and fits then
    return position, ""
  end
  if fits then
    return "eol", " "
  end
  return "inline", (" "):rep(width - used + 2)
end

---@class copydesk.Label
---@field row integer
---@field col integer
---@field options vim.api.keyset.set_extmark

-- The labels that rows first..last should have.
---@param offset integer row of the buffer that is the document's row 0
---@return copydesk.Label[]
local function wanted_labels(record, doc, offset, first, last)
  local labels = {}
  if not config.get("labels.enabled") then
    return labels
  end
  local position = config.get("labels.position")
  local hidden = config.get("labels.hide_at_cursor")
    and vim.api.nvim_get_current_buf() == record.buf
    and vim.api.nvim_win_get_cursor(0)[1] - 1
  local window, width = narrowest(record.buf)
  local max_width = math.min(config.get("labels.max_width"), width - 2)
  local typed = quotations.typed_row(record.buf)
  typed = typed and typed - offset
  for doc_row, columns in pairs(by_place(doc, first - offset, last - offset, typed)) do
    local row = doc_row + offset
    for col, ending in pairs(columns) do
      local chunks, label_width = label.chunks(record, doc, ending, max_width)
      local options = { hl_mode = "combine", undo_restore = false, invalidate = true }
      options.virt_text_pos = "inline"
      if position == "inline" then
        table.insert(chunks, 1, { " ‹", "CopydeskLabel" })
        table.insert(chunks, { "›", "CopydeskLabel" })
      else
        local cell = end_cell(record.buf, row, window)
        local place, spaces = fit(position, cell, width, label_width)
        options.virt_text_pos = place
        table.insert(chunks, 1, { spaces, "CopydeskLabel" })
        col = place == "inline" and -1 or 0
      end
      options.virt_text = chunks
      if row ~= hidden then
        labels[#labels + 1] = { row = row, col = col, options = options }
      end
    end
  end
  return labels
end

-- Column for a mark: -1 and columns behind the end are the row's end.
local function clamp(buf, row, col)
  local line_count = vim.api.nvim_buf_line_count(buf)
  if row >= line_count then
    return nil
  end
  if col == 0 then
    return 0
  end
  local text = vim.api.nvim_buf_get_lines(buf, row, row + 1, false)[1] or ""
  return (col < 0 or col > #text) and #text or col
end

local function signature(row, col, options)
  local parts = { row, col, options.virt_text_pos }
  for _, chunk in ipairs(options.virt_text) do
    parts[#parts + 1] = chunk[1]
    parts[#parts + 1] = chunk[2]
  end
  return table.concat(parts, "\0")
end

-- Makes the labels of rows first..last what they should be, touching only those that differ: each
-- touched mark has its row drawn again.
---@param record copydesk.Buffer
---@param doc copydesk.Document
---@param offset integer row of the buffer that is the document's row 0
---@param first integer
---@param last integer
function M.place(record, doc, offset, first, last)
  local missing = {} ---@type table<string, copydesk.Label>
  for _, wanted in ipairs(wanted_labels(record, doc, offset, first, last)) do
    wanted.col = clamp(record.buf, wanted.row, wanted.col)
    if wanted.col then
      missing[signature(wanted.row, wanted.col, wanted.options)] = wanted
    end
  end
  local from, to = { first, 0 }, { last, -1 }
  local marks = vim.api.nvim_buf_get_extmarks(record.buf, LABELS, from, to, { details = true })
  for _, mark in ipairs(marks) do
    local key = signature(mark[2], mark[3], mark[4])
    if missing[key] and not mark[4].invalid then
      missing[key] = nil
    else
      vim.api.nvim_buf_del_extmark(record.buf, LABELS, mark[1])
    end
  end
  for _, wanted in pairs(missing) do
    vim.api.nvim_buf_set_extmark(record.buf, LABELS, wanted.row, wanted.col, wanted.options)
  end
end

-- Takes all labels of a buffer away.
---@param buf integer
function M.clear(buf)
  vim.api.nvim_buf_clear_namespace(buf, LABELS, 0, -1)
end

return M
