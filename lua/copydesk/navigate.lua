-- Jumps: to the next and previous quotation, to the same speaker's, to the unverified claim.
-- Reads a draft's record; moves the cursor and says where it is.
local buffer = require("copydesk.buffer")
local quotations = require("copydesk.quotation")

local M = {}

---@param text string
local function say(text, group)
  vim.api.nvim_echo({ { text, group } }, false, {})
end

-- The quotations that are stopped at, in order.
---@param record copydesk.Buffer
---@param doc copydesk.Document
---@return copydesk.Quotation[]
function M.quotations(record, doc)
  return record:cached("quotations", function()
    return vim.tbl_filter(quotations.is_shown, doc:quotations())
  end)
end

local function before(row, col, place)
  return row < place.row or (row == place.row and col < place.col)
end

-- Whose quotations ]@ walks through: the speaker under the cursor (of the quotation, or the person
-- named), else of the quotation that was jumped to last, else of the last one before the cursor.
local function speaker_here(record, doc, row, col)
  local here = doc:at(row, col)
  if here.quotation and here.quotation.speaker then
    return here.quotation.speaker
  end
  if here.mention and here.mention.entity then
    local entity = doc:entity(here.mention.entity)
    if entity and entity.quotation_count > 0 then
      return entity.id
    end
  end
  local speaker
  for _, quotation in ipairs(M.quotations(record, doc)) do
    if before(row, col, quotation) then
      break
    end
    speaker = quotation.speaker or speaker
  end
  return speaker
end

local function name_of(doc, quotation)
  local entity = quotation.speaker and doc:entity(quotation.speaker)
  if not entity then
    return "no speaker"
  end
  return entity.name .. (quotation.confidence < 0.5 and "?" or "")
end

---@class copydesk.Targets
---@field places copydesk.Span[] in order of the text
---@field none string what to say if there are none
---@field describe fun(place: copydesk.Span, index: integer, count: integer): string

-- For each kind of place: fun(record, doc, row, col): copydesk.Targets.
---@type table<string, function>
local targets = {}

function targets.quotation(record, doc)
  return {
    places = M.quotations(record, doc),
    none = "No quotations in this draft",
    describe = function(place, index, count)
      return ("Quotation %d of %d: %s"):format(index, count, name_of(doc, place))
    end,
  }
end

function targets.speaker(record, doc, row, col)
  local speaker = speaker_here(record, doc, row, col)
  local entity = speaker and doc:entity(speaker)
  return {
    places = vim.tbl_filter(function(quotation)
      return quotation.speaker == speaker and speaker ~= nil
    end, M.quotations(record, doc)),
    none = entity and ("No quotations of " .. entity.name) or "No speaker here",
    describe = function(place, index, count)
      return ("%s: quotation %d of %d"):format(name_of(doc, place), index, count)
    end,
  }
end

function targets.claim(record)
  local claims = require("copydesk.ledger").claims(record)
  return {
    places = vim.tbl_filter(function(claim)
      return claim.unverified and not claim.orphan
    end, claims),
    none = "No unverified claims in this draft",
    describe = function(place, index, count)
      return ("Claim %d of %d: %s"):format(index, count, M.describe_claim(place))
    end,
  }
end

function targets.entity(...)
  return require("copydesk.names").targets(...)
end

local PRIORITIES = { "low", "should be checked", "must be checked" }

-- "must be checked: quantity, date; querying"
---@param claim copydesk.MarkedClaim
---@return string
function M.describe_claim(claim)
  local text = PRIORITIES[claim.priority] or PRIORITIES[1]
  if #claim.types > 0 then
    text = text .. ": " .. table.concat(claim.types, ", ")
  end
  if claim.vague then
    text = text .. "; anonymous source"
  end
  if claim.status ~= "unchecked" then
    text = text .. "; " .. claim.status
  end
  return text
end

-- The index of the place that `count` steps lead to, and whether that went past an end.
local function step(places, row, col, count)
  local passed = 0 -- places at or before the cursor
  local at_cursor = false
  for index, place in ipairs(places) do
    if before(row, col, place) then
      break
    end
    passed = index
    at_cursor = place.row == row and place.col == col
  end
  local target = count > 0 and passed + count or passed + count + (at_cursor and 0 or 1)
  if target >= 1 and target <= #places then
    return target, false
  end
  if vim.o.wrapscan then
    return (target - 1) % #places + 1, true
  end
  local furthest = count > 0 and #places or 1
  local moves
  if count > 0 then
    moves = furthest > passed
  else
    moves = furthest < passed + (at_cursor and 0 or 1)
  end
  return moves and furthest or nil, false
end

local function opens_folds()
  local events = vim.opt.foldopen:get()
  return vim.list_contains(events, "search") or vim.list_contains(events, "all")
end

---@param what "quotation"|"speaker"|"claim"|"entity"
---@param count integer negative: backwards
---@return boolean moved
function M.jump(what, count)
  local record = buffer.get()
  if not record then
    say("This buffer is not read as a draft; `:Copydesk enable` does it", "WarningMsg")
    return false
  end
  local doc = record:current()
  if not doc then
    say("The draft is still being read", "WarningMsg")
    return false
  end
  local cursor = vim.api.nvim_win_get_cursor(0)
  local row, col = cursor[1] - 1, cursor[2]
  local found = targets[what](record, doc, row, col)
  if #found.places == 0 then
    say(found.none, "WarningMsg")
    return false
  end
  local index, wrapped = step(found.places, row, col, count)
  if not index then
    local side = count > 0 and "No further one" or "None before"
    say(side .. "; 'wrapscan' is off", "WarningMsg")
    return false
  end
  local place = found.places[index]
  local mode = vim.api.nvim_get_mode().mode
  if not vim.startswith(mode, "no") then
    vim.cmd("normal! m'")
  end
  vim.api.nvim_win_set_cursor(0, { place.row + 1, place.col })
  if opens_folds() then
    vim.cmd("normal! zv")
  end
  if not vim.startswith(mode, "no") then
    say(found.describe(place, index, #found.places) .. (wrapped and " (wrapped)" or ""))
  end
  return true
end

return M
