-- Draws drafts: one decoration provider for all of them. Colours are ephemeral and asked of the
-- core for the rows that are drawn; labels are placed before (placement.lua). Reads the records of
-- buffer.lua; makes what is on the screen, and nothing else.
local buffer = require("copydesk.buffer")
local config = require("copydesk.config")
local hues = require("copydesk.hues")
local placement = require("copydesk.placement")
local quotations = require("copydesk.quotation")

local M = {}

local NAMESPACE = vim.api.nvim_create_namespace("copydesk")

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

---@return copydesk.Stretch[]
local function stretches_of(record, doc, row, is_typed)
  local stretches = {}
  if config.get("highlights.quotations") then
    for _, quotation in ipairs(doc:quotations(row, row)) do
      if quotation.speech and quotation.type ~= "indirect" then
        local group = not is_typed and "CopydeskUnattributed"
        if quotation.speaker then
          group = hues.group(hues.give(record, doc, quotation.speaker))
        end
        for _, span in ipairs(quotation.content) do
          add(stretches, span, row, group, 110)
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

-- Places the labels of rows first..last, if what is said there is known now.
function M.place_labels(record, first, last)
  local doc, offset = reading(record, first, last)
  if doc then
    placement.place(record, doc, offset, first, last)
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
    local is_typed = row == quotations.typed_row(buf)
    stretches = long and {} or stretches_of(record, doc, doc_row, is_typed)
    if record.doc and not is_typed then
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
  local due = record.redraw_due
  if due then -- one drawing for all changes of a turn
    due.from = math.min(due.from, from or 0)
    due.to = math.max(due.to, to or math.huge)
    return
  end
  due = { from = from or 0, to = to or math.huge }
  record.redraw_due = due
  vim.schedule(function()
    record.redraw_due = nil
    if record.closed or not vim.api.nvim_buf_is_loaded(record.buf) then
      return
    end
    local line_count = vim.api.nvim_buf_line_count(record.buf)
    local range = { math.min(due.from, line_count), math.min(due.to + 1, line_count) }
    M.redraw({ buf = record.buf, range = range })
  end)
end

-- What is shown in a row may depend on the cursor being there, and on whether it is typed.
local function follow_cursor(record, event)
  local row = vim.api.nvim_win_get_cursor(0)[1] - 1
  local before = record.cursor_row
  local is_typing = event ~= "InsertLeave" and quotations.typed_row(record.buf) ~= nil
  if row == before and is_typing == record.is_typing then
    return
  end
  if is_typing or record.is_typing then
    for _, changed in ipairs({ before or row, row }) do
      redraw(record, changed, changed)
    end
  end
  record.cursor_row, record.is_typing = row, is_typing
  local matters = is_typing or event == "InsertLeave" or config.get("labels.hide_at_cursor")
  if record.doc and matters then
    -- In Neovim the mode is still Insert while InsertLeave is told.
    vim.schedule(function()
      if not record.closed and record.doc then
        record.cache["stretches"] = nil
        place_visible_labels(record)
      end
    end)
  end
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
      placement.clear(record.buf)
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
  local moves = { "CursorMoved", "CursorMovedI", "BufEnter", "InsertEnter", "InsertLeave" }
  vim.api.nvim_create_autocmd(moves, {
    group = group,
    callback = function(event)
      local record = buffer.get(event.buf)
      if record then
        follow_cursor(record, event.event)
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
