-- What the lists say: the entries of claims, quotations, speakers and entities.
-- Reads a draft's record; makes items for setqflist() with a title, and their lines in the window.
local M = {}

local TYPES = { [3] = "W", [2] = "I", [1] = "N" }
local PRIORITY_WORDS = { [3] = "must", [2] = "should", [1] = "low" }
local PROBLEMS = { stale = true, disputed = true, conflict = true }

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
    words = "words gone: " .. one_line(claim.words or "")
  else
    words = words_of(doc, claim)
  end
  local note = claim.note and claim.note ~= "" and (" [" .. one_line(claim.note) .. "]") or ""
  if claim.conflict then -- who says what
    local sides = vim.tbl_map(function(side)
      return ("%s by %s"):format(side.status, side.who or "?")
    end, claim.conflict)
    status = table.concat(sides, ", ")
  end
  if claim.stale then -- what changed after the mark
    status = ("%s (%s)"):format(status, one_line(claim.difference))
  end
  if status ~= "" then
    status = status .. ": "
  end
  return status .. words .. (kinds ~= "" and " (" .. kinds .. ")" or "") .. note
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
M.fill = {}

function M.fill.claims(list, record, doc)
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
    local place = claim
    if claim.orphan then -- where its words were
      local last = vim.api.nvim_buf_line_count(list.buf)
      place = { row = math.min(math.max(claim.line or 1, 1), last) - 1, col = 0 }
    end
    local item = entry(list, place, claim_text(doc, claim), claim)
    item.type = (PROBLEMS[claim.status] or claim.orphan) and "E" or TYPES[claim.priority]
    return item
  end, chosen)
  return items, ("Claims: %d of %d unverified"):format(unverified, all)
end

local function matches(filter, name)
  return name ~= nil and name:lower():find(filter:lower(), 1, true) ~= nil
end

-- What became of a speaker that the user gave, where it does not hold any more.
local LOST = {
  gone = "words gone",
  doubtful = "words elsewhere, or several times",
  no_name = "no such name",
}

-- Entries of the speakers that the user gave and that do not hold: last, where they were.
local function add_lost(items, list, record, doc)
  local last_row = vim.api.nvim_buf_line_count(list.buf) - 1
  for _, lost in ipairs(require("copydesk.speakers").lost(record, doc)) do
    local mark = lost.mark
    local shown = mark.speaker == "" and "nobody" or mark.speaker
    if list.filter == "" or matches(list.filter, shown) then
      local place = { row = math.min(math.max((mark.line or 1) - 1, 0), last_row), col = 0 }
      local text = ("%s: %s"):format(LOST[lost.state], one_line(mark.words))
      local item = entry(list, place, text, { shown = shown, lost = lost.state, mark = mark.mark })
      item.type = "E"
      items[#items + 1] = item
    end
  end
end

function M.fill.quotes(list, record, doc)
  local items, names = {}, {}
  for _, quotation in ipairs(doc:quotations()) do
    local entity = quotation.speaker and doc:entity(quotation.speaker)
    local name = entity and entity.name
    local nobody = not name and quotation.correction ~= nil
    local wanted = list.filter == "" or matches(list.filter, name)
    wanted = wanted or list.filter == "unattributed" and not name and not nobody
    if quotation.speech and wanted then
      local shown = name and name .. (quotation.confidence < 0.5 and "?" or "")
      shown = shown or (nobody and "nobody" or "no speaker")
      names[shown] = true
      local item = entry(list, quotation, words_of(doc, quotation), quotation)
      item.user_data.shown = shown
      item.type = (name or nobody) and "" or "W"
      items[#items + 1] = item
    end
  end
  local of, count = "", #items
  if list.filter == "unattributed" then
    of = " without a speaker"
  elseif list.filter ~= "" then
    of = " of " .. (vim.tbl_count(names) == 1 and next(names) or list.filter)
  end
  add_lost(items, list, record, doc)
  local lost = #items > count and (", and %d lost"):format(#items - count) or ""
  return items, ("Quotations%s: %d%s"):format(of, count, lost)
end

local function plural(count, word)
  return ("%d %s%s"):format(count, word, count == 1 and "" or "s")
end

function M.fill.speakers(list, _, doc)
  local speakerlist = require("copydesk.speakerlist")
  local rows = speakerlist.rows(doc)
  local lines, items = speakerlist.lines(rows), {}
  local speakers = 0
  for index, row in ipairs(rows) do
    row.shown = row.name
    speakers = speakers + (row.order and 1 or 0)
    items[index] = entry(list, row.place, lines[index], row)
    row.place = nil
  end
  local balance = speakerlist.balance(rows)
  if balance then -- a line that leads nowhere
    items[#items + 1] = { text = balance, user_data = { shown = "named people" } }
  end
  return items, ("Speakers: %d"):format(speakers)
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

function M.fill.entities(list, _, doc)
  local items = {}
  for _, entity in ipairs(doc:entities()) do
    local wanted
    if list.filter == "" then
      wanted = vim.list_contains(NAMED, entity.type)
    else
      wanted = entity.type == list.filter:upper() or matches(list.filter, entity.name)
    end
    if wanted then
      local text = ("%s, %s"):format(entity.type, plural(entity.mention_count, "mention"))
      if entity.quotation_count > 0 then
        text = text .. ", " .. plural(entity.quotation_count, "quotation")
      end
      entity.shown = entity.name
      items[#items + 1] = entry(list, entity, text, entity)
    end
  end
  return items, ("Names: %d"):format(#items)
end

local MAX_NAME = 24 -- cells

-- What stands between the bars: of a claim how much it matters, else whose it is.
local function heading(item)
  local record = item.user_data
  if type(record) ~= "table" then
    return ""
  end
  return record.shown or PRIORITY_WORDS[record.priority] or ""
end

-- Items of our lists by the id of the list, and under "new" of one that has none yet: to get long
-- lists back from Neovim takes long.
---@type table<integer|string, table[]>
M.kept = {}

-- What the quickfix window shows: "  12|must| The deal, …": all entries are of one draft. Bars
-- stand where Neovim's own syntax of the window expects them.
---@param info {id: integer, start_idx: integer, end_idx: integer} and more
---@return string[]
function M.quickfixtext(info)
  local items = M.kept[info.id] or M.kept.new
  items = items or vim.fn.getqflist({ id = info.id, items = 1 }).items
  local width = 0
  for index = info.start_idx, info.end_idx do
    width = math.max(width, vim.fn.strdisplaywidth(heading(items[index])))
  end
  width = math.min(width, MAX_NAME)
  local lines = {}
  for index = info.start_idx, info.end_idx do
    local item = items[index]
    local head = heading(item)
    head = head .. (" "):rep(width - vim.fn.strdisplaywidth(head))
    local number = item.bufnr and item.lnum > 0 and tostring(item.lnum) or ""
    lines[#lines + 1] = ("%4s|%s| %s"):format(number, head, item.text)
  end
  return lines
end

return M
