-- Folds everything but the paragraphs with quotations, on request. Reads a draft's record; sets the
-- fold options of the window, and puts back what they were.
local buffer = require("copydesk.buffer")
local quotations = require("copydesk.quotation")

local M = {}

local EXPRESSION = "v:lua.require'copydesk.fold'.level(v:lnum)"
local OPTIONS = { "foldmethod", "foldexpr", "foldlevel", "foldminlines", "foldenable" }

---@class copydesk.Fold what a window had before
---@field buf integer
---@field options table<string, any>
---@field view string? a script that makes the folds that were made by hand
---@field line_count integer
---@field shown integer? how many paragraphs were shown when the folds were made

---@type table<integer, copydesk.Fold> by window
local folded = {}

local function is_blank(buf, row)
  return not vim.api.nvim_buf_get_lines(buf, row, row + 1, false)[1]:find("%S")
end

-- The paragraphs with quotations, in order, each with the blank lines behind it.
---@return {first: integer, last: integer}[] rows
local function paragraphs(doc)
  local found = {}
  for _, quotation in ipairs(doc:quotations()) do
    if quotations.is_shown(quotation) then
      local first, last = doc:paragraph(quotation.row)
      if quotation.end_row > last then
        last = select(2, doc:paragraph(quotation.end_row))
      end
      local before = found[#found]
      if before and first <= before.last then
        before.last = math.max(before.last, last)
      else
        found[#found + 1] = { first = first, last = last }
      end
    end
  end
  return found
end

-- Rows that are shown: blank ones behind a paragraph only if the next one is shown too.
---@return {rows: table<integer, true>, count: integer}
local function shown(record, doc)
  return record:cached_for(doc, "fold", function()
    local rows, all = {}, paragraphs(doc)
    local line_count = vim.api.nvim_buf_line_count(record.buf)
    for index, paragraph in ipairs(all) do
      local last = math.min(paragraph.last, line_count - 1)
      local following = all[index + 1]
      if not following or following.first > last + 1 then
        while last > paragraph.first and is_blank(record.buf, last) do
          last = last - 1
        end
      end
      for row = paragraph.first, last do
        rows[row] = true
      end
    end
    return { rows = rows, count = #all }
  end)
end

-- 'foldexpr'
---@param lnum integer
---@return integer
function M.level(lnum)
  local record = buffer.get()
  local doc = record and record:current()
  if not record or not doc then
    return 0
  end
  return shown(record, doc).rows[lnum - 1] and 0 or 1
end

-- The folds that the user made by hand, as a script: they go when 'foldmethod' changes.
local function view_of_folds()
  local path, kept = vim.fn.tempname(), vim.o.viewoptions
  vim.o.viewoptions = "folds"
  local ok = pcall(vim.cmd, "mkview! " .. vim.fn.fnameescape(path))
  vim.o.viewoptions = kept
  return ok and path or nil
end

local function unfold(win)
  local before = folded[win]
  folded[win] = nil
  local cursor = vim.fn.winsaveview()
  for _, name in ipairs(OPTIONS) do
    vim.wo[win][0][name] = before.options[name]
  end
  if before.view then
    vim.cmd("silent! normal! zE")
    if before.line_count == vim.api.nvim_buf_line_count(before.buf) then
      vim.cmd("silent! source " .. vim.fn.fnameescape(before.view))
    end
    vim.fn.delete(before.view)
  end
  vim.fn.winrestview(cursor)
end

-- Makes the folds anew where a paragraph has got its first quotation, or lost its last: Neovim
-- itself looks at edited lines alone, and not at those typed in Insert mode.
local function follow(record)
  local doc = record:current()
  for win, before in pairs(folded) do
    local is_here = before.buf == record.buf and vim.api.nvim_win_is_valid(win)
    if doc and is_here and vim.api.nvim_win_get_buf(win) == record.buf then
      local count = shown(record, doc).count
      if before.shown ~= count then
        before.shown = count
        vim.wo[win][0].foldmethod = "expr"
      end
    end
  end
end

-- Folds the current window, or puts its folds back.
---@return boolean? folded nil: this is no draft
function M.toggle()
  local win, record = vim.api.nvim_get_current_win(), buffer.get()
  if folded[win] and folded[win].buf == vim.api.nvim_get_current_buf() then
    unfold(win)
    return false
  end
  folded[win] = nil
  if not record then
    return nil
  end
  local options = {}
  for _, name in ipairs(OPTIONS) do
    options[name] = vim.wo[win][name]
  end
  folded[win] = {
    buf = record.buf,
    options = options,
    view = options.foldmethod == "manual" and view_of_folds() or nil,
    line_count = vim.api.nvim_buf_line_count(record.buf),
  }
  record:when_read(function(doc)
    if not vim.api.nvim_win_is_valid(win) or not folded[win] then
      return
    end
    local wo = vim.wo[win][0]
    wo.foldexpr = EXPRESSION
    wo.foldlevel = 0
    wo.foldminlines = 0
    wo.foldenable = true
    wo.foldmethod = "expr"
    folded[win].shown = shown(record, doc).count
  end)
  return true
end

local group = vim.api.nvim_create_augroup("copydesk.fold", {})
vim.api.nvim_create_autocmd({ "TextChanged", "InsertLeave" }, {
  group = group,
  callback = function(event)
    local record = next(folded) and buffer.get(event.buf)
    if record then
      follow(record)
    end
  end,
})
vim.api.nvim_create_autocmd("WinClosed", {
  group = group,
  callback = function(event)
    local before = folded[tonumber(event.match)]
    folded[tonumber(event.match)] = nil
    if before and before.view then
      vim.fn.delete(before.view)
    end
  end,
})

return M
