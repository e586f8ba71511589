-- Speakers: whose a quotation is, as the user says. Reads what a draft's ledger keeps of that;
-- makes the core read the draft by it.
local buffer = require("copydesk.buffer")

local M = {}

M.NOBODY = "-" -- as it is typed; the ledger keeps ""

local function warn(text)
  vim.api.nvim_echo({ { text, "WarningMsg" } }, false, {})
end

---@param record copydesk.Buffer
---@return copydesk.SpeakerMark[]
function M.marks(record)
  local ledger = require("copydesk.ledger")
  if not record.ledger and not vim.uv.fs_stat(ledger.path(record.buf)) then
    return {} -- nothing to open yet
  end
  local opened = ledger.of(record)
  return opened and opened:speakers() or {}
end

-- Has the core read the draft by what the ledger says of its speakers.
---@param record copydesk.Buffer
---@return boolean changed whether it did not before
function M.apply(record)
  local doc = record.doc
  if not doc then
    return false
  end
  local wanted, kept = M.marks(record), record.speakers
  local before = kept and kept.doc == doc and kept.list or {}
  record.speakers = { doc = doc, list = wanted }
  if vim.deep_equal(before, wanted) then
    return false
  end
  local ok, problem = pcall(doc.correct_speakers, doc, wanted)
  if not ok then
    warn("copydesk: speakers are not corrected: " .. tostring(problem))
  end
  return ok
end

-- Marks whose quotation is not in the draft as it was, and why.
---@param record copydesk.Buffer
---@param doc copydesk.Document
---@return {mark: copydesk.SpeakerMark, state: string}[]
function M.lost(record, doc)
  local found = {}
  for index, mark in ipairs(record.speakers and record.speakers.list or {}) do
    local state = doc:speaker_state(index)
    if state ~= "holds" then
      found[#found + 1] = { mark = mark, state = state }
    end
  end
  return found
end

-- The quotation under the cursor, or the only one of its line; nil after a message.
---@return copydesk.Buffer? record, copydesk.Document? doc, copydesk.Quotation? quotation
local function quotation_at_cursor()
  local record = buffer.get()
  local doc = record and record:current()
  if not record or not doc then
    warn(record and "The draft is still being read" or "This buffer is not read as a draft")
    return nil
  end
  local cursor = vim.api.nvim_win_get_cursor(0)
  local row = cursor[1] - 1
  local quotation = doc:at(row, cursor[2]).quotation
  if not quotation then
    local here = vim.tbl_filter(function(other)
      return other.speech and other.row <= row and row <= other.end_row
    end, doc:quotations(row, row))
    quotation = #here == 1 and here[1] or nil
  end
  if not quotation or not quotation.content[1] then
    warn("No quotation here")
    return nil
  end
  return record, doc, quotation
end

-- Whom a name means, as the draft calls it.
local function find(doc, wanted)
  local folded = vim.fn.tolower(wanted)
  for _, entity in ipairs(doc:entities()) do
    if vim.fn.tolower(entity.name) == folded then
      return entity.name
    end
  end
  for _, mention in ipairs(doc:mentions()) do
    if mention.entity and mention.form ~= "pronoun" then
      local text = doc:text(mention.start_byte, mention.end_byte):gsub("%s+", " ")
      if vim.fn.tolower(text) == folded then
        return (doc:name(mention.entity))
      end
    end
  end
end

-- Says whose the quotation under the cursor is, and keeps that in the ledger.
---@param name string a name in the draft; "-": nobody
---@return boolean done
function M.set(name)
  local record, doc, quotation = quotation_at_cursor()
  if not record or not doc or not quotation then
    return false
  end
  name = vim.trim(name)
  if name == "" then
    local whose = quotation.speaker_name or "nobody"
    local by_hand = quotation.correction and ", as you said" or ""
    vim.api.nvim_echo({ { ("Speaker: %s%s"):format(whose, by_hand) } }, false, {})
    return false
  end
  local speaker = name == M.NOBODY and "" or find(doc, name)
  if not speaker then
    warn(("Nobody is called “%s” in this draft"):format(name))
    return false
  end
  local ledger = require("copydesk.ledger")
  local known = quotation.correction and record.speakers.list[quotation.correction]
  local words = quotation.content[1]
  local done = ledger.append(record, function(opened)
    return opened:mark(doc, words.start_byte, words.end_byte, {
      speaker = speaker,
      who = ledger.who(record.buf),
      mark = known and known.mark or nil,
    })
  end)
  if not done then
    return false
  end
  require("copydesk.lists").refresh_all(record.buf)
  local text = ("Speaker: %s; `:Copydesk undo` takes that back"):format(
    speaker == "" and "nobody" or speaker
  )
  local _, _, now = quotation_at_cursor()
  if not now or not now.correction then
    text = "These words stand in several places alike: their speaker is not corrected"
  end
  vim.api.nvim_echo({ { text } }, false, {})
  return true
end

-- Takes back what was said of the quotation under the cursor: the program decides again.
---@return boolean done
function M.unset()
  local record, _, quotation = quotation_at_cursor()
  if not record or not quotation then
    return false
  end
  local mark = quotation.correction and record.speakers.list[quotation.correction]
  local ledger = require("copydesk.ledger")
  local opened = mark and ledger.of(record)
  if not mark or not opened then
    warn("Nobody has given this quotation a speaker by hand")
    return false
  end
  local event, problem = opened:undo({ mark = mark.mark })
  if not event then
    warn("nothing was undone: " .. tostring(problem))
    return false
  end
  ledger.changed(record)
  require("copydesk.lists").refresh_all(record.buf)
  return true
end

-- Completion over the draft's speakers, then the other people; names may have several words.
---@param words string[] typed before what is completed
---@return string[]
function M.complete(words)
  local record = buffer.get()
  local doc = record and record:current()
  local before = #words > 0 and table.concat(words, " ") .. " " or ""
  local found = before == "" and { M.NOBODY } or {}
  for _, entity in ipairs(doc and doc:entities() or {}) do
    local wanted = entity.quotation_count > 0 or entity.type == "PERSON"
    if wanted and vim.startswith(vim.fn.tolower(entity.name), vim.fn.tolower(before)) then
      found[#found + 1] = entity.name:sub(#before + 1)
    end
  end
  return found
end

return M
