-- The lists: claims, quotations, speakers and entities in the quickfix list. Reads a draft's
-- record; makes one list of each kind, found again by its id. The record of an entry is its
-- user_data; its text is only a view of that. Positions are those of the core's reading, so the
-- lists are filled afresh when they get the focus, when the draft is saved and when something was
-- marked.
local buffer = require("copydesk.buffer")
local entries = require("copydesk.entries")

local M = {}

---@class copydesk.List
---@field kind string
---@field filter string
---@field buf integer the draft
---@field id integer of the quickfix list

---@type table<integer, copydesk.List> quickfix id → list
local lists = {}

-- Options for setqflist() that make a list what it should be now. nil: the draft is not read.
local function contents(list)
  local record = buffer.get(list.buf)
  local doc = record and record:current()
  if not record or not doc then
    return nil
  end
  local items, title = entries.fill[list.kind](list, record, doc)
  return {
    items = items,
    title = title,
    context = { copydesk = { kind = list.kind, filter = list.filter, buf = list.buf } },
    quickfixtextfunc = "v:lua.require'copydesk.entries'.quickfixtext",
  }
end

---@return integer[] windows that show the quickfix list with this id
local function windows_of(id)
  local found = {}
  local shown = vim.fn.getqflist({ id = 0 }).id == id
  if shown then
    for _, win in ipairs(vim.fn.getwininfo()) do
      if win.quickfix == 1 and win.loclist == 0 then
        found[#found + 1] = win.winid
      end
    end
  end
  return found
end

-- Entry of the same claim or quotation as before: by its mark, else by its words' place.
local function same(one, other)
  if one == nil or other == nil then
    return false
  end
  local mark, other_mark = one.user_data.mark, other.user_data.mark
  if mark and other_mark then
    return mark == other_mark
  end
  return one.lnum == other.lnum and one.col == other.col
end

local function find_entry(items, wanted)
  for index, item in ipairs(items) do
    if same(item, wanted) then
      return index
    end
  end
end

-- Fills a list afresh, leaving its current entry and the cursors in its windows where they are.
---@param list copydesk.List
function M.refresh(list)
  local before = vim.fn.getqflist({ id = list.id, idx = 0 })
  local what = contents(list)
  if before.id ~= list.id or not what then
    return
  end
  what.id = list.id
  local count = #what.items
  local views = {}
  for _, win in ipairs(windows_of(list.id)) do
    views[win] = vim.api.nvim_win_call(win, vim.fn.winsaveview)
  end
  local current = vim.fn.getqflist({ id = list.id, idx = before.idx, items = 1 }).items[1]
  local index = find_entry(what.items, current)
  index = index or math.min(before.idx, count)
  -- (From 0.11 on "u" keeps the current entry by itself; this does the same, and in 0.10 too.)
  entries.kept[list.id] = what.items
  vim.fn.setqflist({}, "r", what)
  if index > 0 then
    vim.fn.setqflist({}, "a", { id = list.id, idx = index })
  end
  for win, view in pairs(views) do
    vim.api.nvim_win_call(win, function()
      vim.fn.winrestview(view)
    end)
  end
  M.colour(list)
end

---@class copydesk.ListPlace an entry, where it is, and the one behind it
---@field index integer
---@field item table
---@field behind table?

-- The place of an entry, by its record.
---@param list copydesk.List
---@return copydesk.ListPlace?
function M.place(list, record)
  local items = entries.kept[list.id]
  for index, item in ipairs(items) do
    if item.user_data == record then
      return { index = index, item = item, behind = items[index + 1] }
    end
  end
end

-- After a mark: the cursor stays on an entry that stays where it was, else goes to what was behind.
---@param list copydesk.List
---@param place copydesk.ListPlace?
function M.go_on(list, place)
  local items = entries.kept[list.id]
  if not place or #items == 0 or find_entry(items, place.item) == place.index then
    return
  end
  local index = place.behind and find_entry(items, place.behind)
  for _, win in ipairs(windows_of(list.id)) do
    vim.api.nvim_win_set_cursor(win, { index or math.min(place.index, #items), 0 })
  end
end

---@param buf integer? lists of this draft; nil: of all
---@param kind string?
function M.refresh_all(buf, kind)
  for _, list in pairs(lists) do
    if (not buf or list.buf == buf) and (not kind or list.kind == kind) then
      M.refresh(list)
    end
  end
end

local COLOURS = vim.api.nvim_create_namespace("copydesk.lists")
local TYPE_GROUPS = {
  E = "CopydeskProblem",
  W = "CopydeskMust",
  I = "CopydeskShould",
  N = "CopydeskLow",
}
local SLICE = 500 -- lines coloured a turn

-- Colours the shown list: the priority by its weight.
---@param list copydesk.List
function M.colour(list)
  local win = windows_of(list.id)[1]
  if not win then
    return
  end
  local buf = vim.api.nvim_win_get_buf(win)
  vim.api.nvim_buf_clear_namespace(buf, COLOURS, 0, -1)
  local items = entries.kept[list.id]
  local tick = vim.api.nvim_buf_get_changedtick(buf)
  local function slice(first)
    if not vim.api.nvim_buf_is_valid(buf) or vim.api.nvim_buf_get_changedtick(buf) ~= tick then
      return
    end
    for index = first, math.min(first + SLICE - 1, #items) do
      local group = TYPE_GROUPS[items[index].type]
      local line = vim.api.nvim_buf_get_lines(buf, index - 1, index, false)[1] or ""
      local from, to = line:find("|[^|]*|")
      if group and from then
        local options = { end_col = to - 1, hl_group = group }
        vim.api.nvim_buf_set_extmark(buf, COLOURS, index - 1, from, options)
      end
    end
    if first + SLICE <= #items then
      vim.defer_fn(function()
        slice(first + SLICE)
      end, 1)
    end
  end
  slice(1)
end

---@param id integer? default: the list that is shown
---@return copydesk.List?
function M.shown(id)
  id = id or vim.fn.getqflist({ id = 0 }).id
  local list = lists[id]
  local context = list and vim.fn.getqflist({ id = id, context = 1 }).context
  if type(context) == "table" and context.copydesk then
    return list
  end
end

local function existing(kind, buf)
  for id, list in pairs(lists) do
    if list.kind == kind and (kind == "claims" or list.buf == buf) then
      if vim.fn.getqflist({ id = id }).id == id then
        return list
      end
      lists[id], entries.kept[id] = nil, nil -- pushed out of the stack
    end
  end
end

-- Makes a list the current one: `:colder` and `:cnewer` walk the stack.
local function show(list)
  local number = vim.fn.getqflist({ id = list.id, nr = 0 }).nr
  if number > 0 and number ~= vim.fn.getqflist({ nr = 0 }).nr then
    vim.cmd(("silent %dchistory"):format(number))
  end
  vim.cmd("botright copen")
  vim.wo[0][0].wrap = false
  require("copydesk.listkeys").set(vim.api.nvim_get_current_buf())
  M.colour(list)
end

-- Opens the list of a kind for a draft.
---@param kind string "claims", "quotes", "speakers" or "entities"
---@param filter? string
---@param record? copydesk.Buffer default: the current one
function M.open(kind, filter, record)
  record = record or buffer.get()
  if not entries.fill[kind] or not record then
    vim.api.nvim_echo({ { "Copydesk: no such list, or no draft", "ErrorMsg" } }, true, {})
    return
  end
  if not record.doc then
    vim.api.nvim_echo({ { "The draft is still being read; the list comes then" } }, false, {})
  end
  record:when_read(function()
    local list = existing(kind, record.buf) or { kind = kind, id = 0 }
    local asked = { kind = kind, filter = filter or "", buf = record.buf, id = list.id }
    local what = contents(asked)
    if not what then
      return
    end
    if #what.items == 0 then
      vim.api.nvim_echo({ { what.title, "WarningMsg" } }, false, {})
      if list.id == 0 or asked.filter ~= "" then
        return -- what is shown stays
      end
    end
    list.filter, list.buf = asked.filter, asked.buf
    if list.id == 0 then
      entries.kept.new = what.items
      vim.fn.setqflist({}, " ", what)
      entries.kept.new = nil
      list.id = vim.fn.getqflist({ id = 0 }).id
      lists[list.id] = list
      entries.kept[list.id] = what.items
    else
      what.id, what.idx = list.id, #what.items > 0 and 1 or nil
      entries.kept[list.id] = what.items
      vim.fn.setqflist({}, "r", what)
    end
    show(list)
  end)
end

local group = vim.api.nvim_create_augroup("copydesk.lists", {})
vim.api.nvim_create_autocmd({ "WinEnter", "FocusGained" }, {
  group = group,
  callback = function()
    if vim.bo.buftype == "quickfix" then
      local list = M.shown()
      if list then
        M.refresh(list)
      end
    end
  end,
})
vim.api.nvim_create_autocmd("BufWritePost", {
  group = group,
  callback = function(event)
    M.refresh_all(event.buf)
  end,
})
-- `:copen` and `:colder` reuse one buffer: our keys are in it as soon as a list of ours is shown.
vim.api.nvim_create_autocmd({ "BufWinEnter", "FileType" }, {
  group = group,
  callback = function(event)
    if vim.bo[event.buf].buftype == "quickfix" and M.shown() then
      require("copydesk.listkeys").set(event.buf)
    end
  end,
})

return M
