-- The lists: claims, quotations, speakers and entities in the quickfix list. Reads a draft's
-- record; makes one list of each kind, found again by its id. The record of an entry is its
-- user_data; its text is only a view of that. Positions are those of the core's reading, so the
-- lists are filled afresh when they get the focus, when the draft is saved and when something was
-- marked.
local buffer = require("copydesk.buffer")

local M = {}

---@class copydesk.List
---@field kind string
---@field filter string
---@field buf integer the draft
---@field id integer of the quickfix list

---@type table<integer, copydesk.List> quickfix id → list
local lists = {}

local TYPES = { [3] = "W", [2] = "I", [1] = "N" }
local PRIORITY_WORDS = { [3] = "must", [2] = "should", [1] = "low" }
local PROBLEMS = { stale = true, disputed = true }

local function one_line(text)
  return vim.trim((text:gsub("[%z%s]+", " ")))
end

local function words_of(doc, span)
  return one_line(doc:text(span.start_byte, span.end_byte))
end

-- Quickfix entry for a span.
local function entry(list, span, text, record)
  return {
    bufnr = list.buf,
    lnum = span.row + 1,
    col = span.col + 1,
    end_lnum = span.end_row and span.end_row + 1 or nil,
    end_col = span.end_col and span.end_col + 1 or nil,
    text = text,
    user_data = record,
  }
end

---@param claim copydesk.MarkedClaim
local function claim_text(doc, claim)
  local status = claim.status == "unchecked" and "" or claim.status
  local kinds = table.concat(claim.types, ", ")
  if claim.vague then
    kinds = kinds .. (kinds == "" and "" or ", ") .. "anonymous"
  end
  local words
  if claim.orphan then
    words = "not found: " .. one_line(claim.words or "")
  else
    words = words_of(doc, claim)
  end
  local note = claim.note and claim.note ~= "" and (" [" .. one_line(claim.note) .. "]") or ""
  return ("%-6s %s%s%s"):format(
    PRIORITY_WORDS[claim.priority] or "low",
    status ~= "" and status .. ": " or "",
    words,
    (kinds ~= "" and " (" .. kinds .. ")" or "") .. note
  )
end

-- Worst first: problems, then by priority and score; equal ones in order of the text.
local function worse(one, other)
  local one_problem = PROBLEMS[one.status] or one.orphan or false
  local other_problem = PROBLEMS[other.status] or other.orphan or false
  if one_problem ~= other_problem then
    return one_problem
  end
  if one.priority ~= other.priority then
    return one.priority > other.priority
  end
  if one.score ~= other.score then
    return one.score > other.score
  end
  return one.start_byte < other.start_byte
end

-- For each kind what makes its entries and its title: fun(list, record, doc).
---@type table<string, function>
local fill = {}

function fill.claims(list, record, doc)
  local ledger = require("copydesk.ledger")
  local claims, chosen = ledger.claims(record), {}
  local unverified, all = ledger.count(record)
  for _, claim in ipairs(claims) do
    local wanted = claim.unverified or list.filter == "all"
    if wanted and (list.filter ~= "must" or claim.priority == 3) and not claim.not_claim then
      chosen[#chosen + 1] = claim
    end
  end
  table.sort(chosen, worse)
  local items = vim.tbl_map(function(claim)
    local item = entry(list, claim, claim_text(doc, claim), claim)
    item.type = (PROBLEMS[claim.status] or claim.orphan) and "E" or TYPES[claim.priority]
    return item
  end, chosen)
  return items, ("Claims: %d of %d unverified"):format(unverified, all)
end

local function matches(filter, name)
  return name ~= nil and name:lower():find(filter:lower(), 1, true) ~= nil
end

function fill.quotes(list, _, doc)
  local items, names = {}, {}
  for _, quotation in ipairs(doc:quotations()) do
    local entity = quotation.speaker and doc:entity(quotation.speaker)
    local name = entity and entity.name
    local wanted = list.filter == "" or matches(list.filter, name)
    wanted = wanted or list.filter == "unattributed" and not name
    if quotation.speech and wanted then
      local shown = name and name .. (quotation.confidence < 0.5 and "?" or "") or "no speaker"
      names[shown] = true
      local text = ("%s: %s"):format(shown, words_of(doc, quotation))
      local item = entry(list, quotation, text, quotation)
      item.type = name and "" or "W"
      items[#items + 1] = item
    end
  end
  local of = ""
  if list.filter == "unattributed" then
    of = " without a speaker"
  elseif list.filter ~= "" then
    of = " of " .. (vim.tbl_count(names) == 1 and next(names) or list.filter)
  end
  return items, ("Quotations%s: %d"):format(of, #items)
end

local function plural(count, word)
  return ("%d %s%s"):format(count, word, count == 1 and "" or "s")
end

function fill.speakers(list, _, doc)
  local entities = doc:entities(1)
  table.sort(entities, function(one, other)
    if one.quotation_count ~= other.quotation_count then
      return one.quotation_count > other.quotation_count
    end
    return one.id < other.id
  end)
  local items = vim.tbl_map(function(entity)
    local text = ("%s: %s, %s"):format(
      entity.name,
      plural(entity.quotation_count, "quotation"),
      plural(entity.quoted_words, "word")
    )
    return entry(list, entity, text, entity)
  end, entities)
  return items, ("Speakers: %d"):format(#items)
end

-- Kinds of entities that are names of somebody or something, not dates and numbers.
local NAMED = {
  "PERSON",
  "NORP",
  "ORG",
  "GPE",
  "LOC",
  "FAC",
  "EVENT",
  "LAW",
  "WORK_OF_ART",
  "PRODUCT",
}

function fill.entities(list, _, doc)
  local items = {}
  for _, entity in ipairs(doc:entities()) do
    local wanted
    if list.filter == "" then
      wanted = vim.list_contains(NAMED, entity.type)
    else
      wanted = entity.type == list.filter:upper() or matches(list.filter, entity.name)
    end
    if wanted then
      local mentions = plural(entity.mention_count, "mention")
      local text = ("%s (%s): %s"):format(entity.name, entity.type, mentions)
      items[#items + 1] = entry(list, entity, text, entity)
    end
  end
  return items, ("Names: %d"):format(#items)
end

-- What the quickfix window shows: "12: must  The deal, …", since all entries are of one draft.
---@param info {id: integer, start_idx: integer, end_idx: integer} and more
---@return string[]
function M.quickfixtext(info)
  local items = vim.fn.getqflist({ id = info.id, items = 1 }).items
  local lines = {}
  for index = info.start_idx, info.end_idx do
    local item = items[index]
    lines[#lines + 1] = ("%4d  %s"):format(item.lnum, item.text)
  end
  return lines
end

-- Options for setqflist() that make a list what it should be now. nil: the draft is not read.
local function contents(list)
  local record = buffer.get(list.buf)
  local doc = record and record:current()
  if not record or not doc then
    return nil
  end
  local items, title = fill[list.kind](list, record, doc)
  return {
    items = items,
    title = title,
    context = { copydesk = { kind = list.kind, filter = list.filter, buf = list.buf } },
    quickfixtextfunc = "v:lua.require'copydesk.lists'.quickfixtext",
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
  if one.mark and other.mark then
    return one.mark == other.mark
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
  local before = vim.fn.getqflist({ id = list.id, idx = 0, items = 1 })
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
  local index = find_entry(what.items, before.items[before.idx])
  index = index or math.min(before.idx, count)
  -- "u" keeps the current entry by itself; 0.10 does not know it.
  if vim.fn.has("nvim-0.11") == 1 then
    vim.fn.setqflist({}, "u", what)
  else
    vim.fn.setqflist({}, "r", what)
  end
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

-- Colours the shown list: the line number quietly, the priority by its weight.
---@param list copydesk.List
function M.colour(list)
  local win = windows_of(list.id)[1]
  if not win then
    return
  end
  local buf = vim.api.nvim_win_get_buf(win)
  vim.api.nvim_buf_clear_namespace(buf, COLOURS, 0, -1)
  local items = vim.fn.getqflist({ id = list.id, items = 1 }).items
  local tick = vim.api.nvim_buf_get_changedtick(buf)
  local function slice(first)
    if not vim.api.nvim_buf_is_valid(buf) or vim.api.nvim_buf_get_changedtick(buf) ~= tick then
      return
    end
    for index = first, math.min(first + SLICE - 1, #items) do
      local group = TYPE_GROUPS[items[index].type]
      local line = vim.api.nvim_buf_get_lines(buf, index - 1, index, false)[1] or ""
      local number_end = #(line:match("^%s*%d+") or "")
      local function colour(from, to, name)
        local options = { end_col = to, hl_group = name }
        vim.api.nvim_buf_set_extmark(buf, COLOURS, index - 1, from, options)
      end
      colour(0, number_end, "LineNr")
      local from, to = line:find("%S+", number_end + 1)
      if group and from then
        colour(from - 1, to, group)
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
      lists[id] = nil -- pushed out of the stack
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
  require("copydesk.listkeys").set(vim.api.nvim_get_current_buf())
  M.colour(list)
end

-- Opens the list of a kind for the current draft.
---@param kind string "claims", "quotes", "speakers" or "entities"
---@param filter? string
function M.open(kind, filter)
  local record = buffer.get()
  if not fill[kind] or not record then
    vim.api.nvim_echo({ { "Copydesk: no such list, or no draft", "ErrorMsg" } }, true, {})
    return
  end
  if not record.doc then
    vim.api.nvim_echo({ { "The draft is still being read; the list comes then" } }, false, {})
  end
  record:when_read(function()
    local list = existing(kind, record.buf) or { kind = kind, id = 0 }
    list.filter, list.buf = filter or "", record.buf
    local what = contents(list)
    if not what then
      return
    end
    if #what.items == 0 then
      vim.api.nvim_echo({ { what.title, "WarningMsg" } }, false, {})
      if list.id == 0 then
        return
      end
    end
    if list.id == 0 then
      vim.fn.setqflist({}, " ", what)
      list.id = vim.fn.getqflist({ id = 0 }).id
      lists[list.id] = list
    else
      what.id, what.idx = list.id, #what.items > 0 and 1 or nil
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
