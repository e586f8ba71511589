-- Draws drafts: one decoration provider for all of them. Colours are ephemeral and asked of the
-- core for the rows that are drawn; labels are real marks, placed for visible rows when they have
-- changed. Reads the records of buffer.lua; makes what is on the screen, and nothing else.
local buffer = require("copydesk.buffer")
local config = require("copydesk.config")
local hues = require("copydesk.hues")
local label = require("copydesk.label")
local quotations = require("copydesk.quotation")

local M = {}

local NAMESPACE = vim.api.nvim_create_namespace("copydesk")
local LABELS = vim.api.nvim_create_namespace("copydesk.labels")

-- Rows longer than this are not coloured: the screen shows little of them and the core would tell
-- all.
local MAX_ROW_BYTES = 128 * 1024

-- The document that knows these rows, and the row of the buffer at which it begins.
---@return copydesk.Document? doc, integer? offset
local function reading(record, first, last)
  if record.doc then
    return record.doc, 0
  end
  if record.reader then
    return record.reader:visible(first, last)
  end
end

---@class copydesk.Stretch
---@field col integer
---@field end_row integer
---@field end_col integer
---@field group string
---@field priority integer

-- Adds a span's part in `row`, if it has one. Rows are the document's.
local function add(stretches, span, row, group, priority)
  local is_outside = span.row > row or span.end_row < row
  if not group or is_outside or (span.end_row == row and span.end_col == 0) then
    return
  end
  local goes_on = span.end_row > row
  stretches[#stretches + 1] = {
    col = span.row == row and span.col or 0,
    end_row = goes_on and 1 or 0, -- relative
    end_col = goes_on and 0 or span.end_col,
    group = group,
    priority = priority,
  }
end

-- A span's rows and columns.
local function place_of(doc, span)
  local row, col = doc:position(span.start_byte)
  local end_row, end_col = doc:position(span.end_byte)
  return { row = row, col = col, end_row = end_row, end_col = end_col }
end

---@return copydesk.Stretch[]
local function stretches_of(record, doc, row)
  local stretches = {}
  if config.get("highlights.quotations") then
    for _, quotation in ipairs(doc:quotations(row, row)) do
      if quotation.speech and quotation.type ~= "indirect" then
        local group = "CopydeskUnattributed"
        if quotation.speaker then
          group = hues.group(hues.give(record, doc, quotation.speaker))
        end
        for _, words in ipairs(quotations.words(doc, quotation)) do
          add(stretches, place_of(doc, words), row, group, 110)
        end
      end
    end
  end
  if config.get("highlights.names") then
    for _, mention in ipairs(doc:mentions(row, row)) do
      if mention.form == "name" then
        local hue = mention.entity and hues.of(record, doc, mention.entity)
        local group = hue and hues.group(hue) or hues.type_group(mention.type)
        add(stretches, mention, row, group, 120)
      end
    end
  end
  return stretches
end

-- Where a quotation's label stands: row and column behind its last word.
local function place(quotation)
  local last = quotation.content[#quotation.content] or quotation
  local row, col = last.end_row, last.end_col
  if col == 0 and row > last.row then
    row, col = row - 1, math.huge
  end
  return row, col
end

-- Quotations that end in rows first..last, by row and column of their label.
---@return table<integer, table<integer, copydesk.Quotation[]>>
local function label_quotations(doc, first, last)
  local places = {}
  local inline = config.get("labels.position") == "inline"
  for _, quotation in ipairs(doc:quotations(first, last)) do
    local row, col = place(quotation)
    if quotations.is_shown(quotation) and row >= first and row <= last then
      local key = inline and col or 0
      places[row] = places[row] or {}
      places[row][key] = places[row][key] or {}
      table.insert(places[row][key], quotation)
    end
  end
  return places
end

-- Width of the text area of the narrowest window that shows the buffer. (One set of marks serves
-- all windows; taking each window's own width would place them anew at each drawing, for ever.)
local function narrowest(buf)
  local width, window = math.huge, nil
  for _, win in ipairs(vim.fn.win_findbuf(buf)) do
    local info = vim.fn.getwininfo(win)[1]
    if info and info.width - info.textoff < width then
      width, window = info.width - info.textoff, win
    end
  end
  return width, window
end

-- A label behind a wrapped line needs room in the line's last screen row. If there is too little,
-- it goes on a row of its own: as inline text behind spaces that fill the row.
---@return integer? spaces nil: it fits
local function overflow(buf, row, label_width)
  local width, window = narrowest(buf)
  if not window or not vim.wo[window].wrap then
    return nil
  end
  local start = vim.api.nvim_buf_get_offset(buf, row)
  local len = vim.api.nvim_buf_get_offset(buf, row + 1) - start - 1
  if len < 1 or len > MAX_ROW_BYTES then
    return nil
  end
  local last = vim.fn.virtcol({ row + 1, len }, false, window)
  local used = (last - 1) % width + 1
  if last < 1 or used + 2 + label_width <= width then
    return nil
  end
  return width - used
end

---@class copydesk.Label
---@field row integer
---@field col integer
---@field options vim.api.keyset.set_extmark
---@field signature string equal for labels that look alike

-- The labels that rows first..last should have; nil: not known now.
---@return copydesk.Label[]?
local function wanted_labels(record, first, last)
  local doc, offset = reading(record, first, last)
  local labels = {}
  if not doc then
    return nil
  end
  if not config.get("labels.enabled") then
    return labels
  end
  local position = config.get("labels.position")
  local hidden = config.get("labels.hide_at_cursor")
    and vim.api.nvim_get_current_buf() == record.buf
    and vim.api.nvim_win_get_cursor(0)[1] - 1
  local max_width = math.min(config.get("labels.max_width"), narrowest(record.buf) - 2)
  for doc_row, columns in pairs(label_quotations(doc, first - offset, last - offset)) do
    local row = doc_row + offset
    for col, ending in pairs(columns) do
      local chunks, width = label.chunks(record, doc, ending, max_width)
      local options = {
        virt_text_pos = position,
        hl_mode = "combine",
        undo_restore = false,
        invalidate = true,
      }
      local spaces = position == "eol" and overflow(record.buf, row, width)
      if position == "inline" then
        table.insert(chunks, 1, { " ‹", "CopydeskLabel" })
        table.insert(chunks, { "›", "CopydeskLabel" })
      elseif spaces then
        options.virt_text_pos = "inline"
        options.right_gravity = true
        table.insert(chunks, 1, { (" "):rep(spaces) .. "  ", "CopydeskLabel" })
        col = -1
      else
        table.insert(chunks, 1, { position == "eol" and " " or "", "CopydeskLabel" })
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
function M.place_labels(record, first, last)
  local labels = wanted_labels(record, first, last)
  if not labels then
    return
  end
  local missing = {} ---@type table<string, copydesk.Label>
  for _, wanted in ipairs(labels) do
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

-- Rows on the screen, of every window that shows the buffer.
local function place_visible_labels(record)
  for _, win in ipairs(vim.fn.win_findbuf(record.buf)) do
    local info = vim.fn.getwininfo(win)[1]
    if info and info.botline >= info.topline then
      M.place_labels(record, info.topline - 1, info.botline - 1)
    end
  end
end

local function on_win(_, _, buf, top, bottom)
  local record = buffer.get(buf)
  if not record then
    return false
  end
  record:flush()
  local last = math.min(bottom, vim.api.nvim_buf_line_count(buf) - 1)
  local key = ("%d %d"):format(top, last)
  local applied = record:cached("labels applied", function()
    return {}
  end)
  if not applied[key] or record.reader then
    applied[key] = true
    M.place_labels(record, top, last)
  end
  record.drawn_first, record.drawn_last = top, last
  return true
end

local function on_line(_, _, buf, row)
  local record = buffer.get(buf)
  if not record then
    return
  end
  local rows = record:cached("stretches", function()
    return {}
  end)
  local stretches = rows[row]
  if not stretches then
    local doc, offset = reading(record, record.drawn_first or row, record.drawn_last or row)
    if not doc then
      return
    end
    local doc_row = row - offset
    if doc_row < 0 or doc_row >= doc:row_count() then
      return
    end
    local long = doc:offset(doc_row + 1, 0) - doc:offset(doc_row, 0) > MAX_ROW_BYTES
    stretches = long and {} or stretches_of(record, doc, doc_row)
    if record.doc then
      rows[row] = stretches
    end
  end
  for _, stretch in ipairs(stretches) do
    vim.api.nvim_buf_set_extmark(buf, NAMESPACE, row, stretch.col, {
      end_row = row + stretch.end_row,
      end_col = stretch.end_col,
      hl_group = stretch.group,
      priority = stretch.priority,
      ephemeral = true,
      strict = false,
    })
  end
end

-- Neovim has no public function that draws some rows again. Should this one go, all are.
---@param options vim.api.keyset.redraw
function M.redraw(options)
  if not pcall(vim.api.nvim__redraw, options) then
    vim.cmd("redraw!")
  end
end

-- Has the rows drawn again; all of the buffer's without rows.
local function redraw(record, from, to)
  vim.schedule(function()
    if record.closed or not vim.api.nvim_buf_is_loaded(record.buf) then
      return
    end
    local line_count = vim.api.nvim_buf_line_count(record.buf)
    from = math.min(from or 0, line_count)
    to = math.min(to and to + 1 or line_count, line_count)
    M.redraw({ buf = record.buf, range = { from, to } })
  end)
end

local started = false

-- Installs the provider, once.
function M.start()
  if started then
    return
  end
  started = true
  hues.define()
  vim.api.nvim_set_decoration_provider(NAMESPACE, { on_win = on_win, on_line = on_line })
  buffer.on("changed", function(record, from, to)
    if record.doc and not record.hues_assigned then
      record.hues_assigned = true
      hues.assign(record, record.doc)
    end
    redraw(record, from, to)
  end)
  buffer.on("detached", function(record)
    if vim.api.nvim_buf_is_valid(record.buf) then
      vim.api.nvim_buf_clear_namespace(record.buf, LABELS, 0, -1)
      M.redraw({ buf = record.buf, valid = false })
    end
  end)
  local group = vim.api.nvim_create_augroup("copydesk.render", {})
  vim.api.nvim_create_autocmd("ColorScheme", { group = group, callback = hues.define })
  vim.api.nvim_create_autocmd("OptionSet", {
    group = group,
    pattern = "background",
    callback = hues.define,
  })
  vim.api.nvim_create_autocmd({ "CursorMoved", "CursorMovedI", "BufEnter" }, {
    group = group,
    callback = function(event)
      local record = buffer.get(event.buf)
      if record and config.get("labels.hide_at_cursor") then
        local row = vim.api.nvim_win_get_cursor(0)[1]
        if row ~= record.cursor_row then
          record.cursor_row = row
          place_visible_labels(record)
        end
      end
    end,
  })
  vim.api.nvim_create_autocmd({ "WinResized", "VimResized" }, {
    group = group,
    callback = function()
      for _, record in ipairs(buffer.all()) do
        record.cache["labels applied"] = nil
      end
    end,
  })
end

return M
