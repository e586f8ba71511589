-- Names: whom they mean, as the user corrected it by hand, and where somebody is mentioned. Reads
-- the corrections in a draft's ledger; makes the core read the draft by them.
local buffer = require("copydesk.buffer")

local M = {}

---@alias copydesk.CorrectionKind "same"|"not_name"|"type"

-- Types that a name may be given.
M.TYPES = {
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

local function warn(text)
  vim.api.nvim_echo({ { text, "WarningMsg" } }, false, {})
end

---@param doc copydesk.Document
---@param span copydesk.Span
---@return string on one line
function M.text(doc, span)
  return vim.trim((doc:text(span.start_byte, span.end_byte):gsub("%s+", " ")))
end

-- ---- corrections ------------------------------------------------------------------------------

---@param record copydesk.Buffer
---@return copydesk.Correction[]
function M.corrections(record)
  local ledger = require("copydesk.ledger")
  if not record.ledger and not vim.uv.fs_stat(ledger.path(record.buf)) then
    return {} -- nothing to open yet
  end
  local opened = ledger.of(record)
  return opened and opened:corrections() or {}
end

-- Has the core read the draft by what the ledger says about its names.
---@param record copydesk.Buffer
---@return boolean changed whether it did not before
function M.apply(record)
  local doc = record.doc
  if not doc then
    return false
  end
  local wanted, kept = M.corrections(record), record.corrections
  local before = kept and kept.doc == doc and kept.list or {}
  record.corrections = { doc = doc, list = wanted }
  local ok = false
  if not vim.deep_equal(before, wanted) then
    local problem
    ok, problem = pcall(doc.correct, doc, wanted)
    if not ok then
      warn("copydesk: names are not corrected: " .. tostring(problem))
    end
  end
  return require("copydesk.speakers").apply(record) or ok
end

-- The same for a part of the draft that is shown while the whole is being read.
---@param record copydesk.Buffer
---@param doc copydesk.Document
function M.correct_part(record, doc)
  local wanted = M.corrections(record)
  if #wanted > 0 then
    pcall(doc.correct, doc, wanted)
  end
  local speakers = require("copydesk.speakers").marks(record)
  if #speakers > 0 then
    pcall(doc.correct_speakers, doc, speakers)
  end
end

-- The name under the cursor as it is written, or nil after a message.
---@param takes_roles boolean whether "the mayor" will do
---@param in_full? boolean whether it is the fullest name of who is meant there, even by "she"
---@return copydesk.Buffer? record, copydesk.Document? doc, string? name
local function name_at_cursor(takes_roles, in_full)
  local record = buffer.get()
  local doc = record and record:current()
  if not record or not doc then
    warn(record and "The draft is still being read" or "This buffer is not read as a draft")
    return nil
  end
  local cursor = vim.api.nvim_win_get_cursor(0)
  local mention = doc:at(cursor[1] - 1, cursor[2]).mention
  if not mention or not mention.entity then
    warn("No name here")
    return nil
  end
  if in_full then
    return record, doc, (doc:name(mention.entity))
  end
  if mention.form ~= "name" and not (takes_roles and mention.form == "nominal") then
    warn(("“%s” is no name"):format(M.text(doc, mention)))
    return nil
  end
  return record, doc, M.text(doc, mention)
end

-- The name of somebody in the draft, as it is written there.
local function find_name(doc, wanted)
  local folded = vim.fn.tolower(wanted)
  for _, entity in ipairs(doc:entities()) do
    if vim.fn.tolower(entity.name) == folded then
      return entity.name
    end
  end
  for _, mention in ipairs(doc:mentions()) do
    local text = mention.form == "name" and M.text(doc, mention)
    if text and vim.fn.tolower(text) == folded then
      return text
    end
  end
end

-- For each kind what it needs of `value`, and what to say: fun(doc, text, value) → correction,
-- message; nil and why not.
---@type table<string, fun(doc, text: string, value: string): table?, string>
local kinds = {}

function kinds.same(doc, text, value)
  if value == "" then
    return nil, ("same NAME: who is “%s”?"):format(text)
  end
  local other = find_name(doc, value)
  if not other then
    return nil, ("Nobody is called “%s” in this draft"):format(value)
  end
  if vim.fn.tolower(other) == vim.fn.tolower(text) then
    return nil, ("“%s” is that name itself"):format(text)
  end
  return { kind = "same", name = text, other = other }, ("“%s” is %s"):format(text, other)
end

function kinds.not_name(_, text)
  return { kind = "not_name", name = text }, ("“%s” is not a name"):format(text)
end

function kinds.type(_, text, value)
  local type = value:upper()
  if not vim.list_contains(M.TYPES, type) then
    local wrong = value == "" and "type TYPE: it is one of %s" or "“" .. value .. "” is none of %s"
    return nil, wrong:format(table.concat(M.TYPES, ", "))
  end
  local message = ("“%s” is a name of type %s"):format(text, type)
  return { kind = "type", name = text, type = type }, message
end

-- Corrects the name under the cursor, wherever it stands in the draft, and keeps that in the
-- ledger.
---@param kind copydesk.CorrectionKind
---@param value? string of "same" the other name, of "type" the type
---@param options? {in_full?: boolean} in_full: not that name, but the fullest one of who is meant
---@return boolean done
function M.correct(kind, value, options)
  local record, doc, text = name_at_cursor(kind == "same", options and options.in_full)
  if not record or not doc or not text then
    return false
  end
  local correction, message = kinds[kind](doc, text, vim.trim(value or ""))
  if not correction then
    warn(message)
    return false
  end
  local ledger = require("copydesk.ledger")
  local done = ledger.append(record, function(opened)
    correction.who = ledger.who(record.buf)
    return opened:correct(correction)
  end)
  if done then
    require("copydesk.lists").refresh_all(record.buf)
    local full = message .. "; `:Copydesk undo` takes that back"
    local fits = vim.fn.strdisplaywidth(full) <= vim.v.echospace -- else a key is asked for to go on
    vim.api.nvim_echo({ { fits and full or message } }, false, {})
  end
  return done
end

-- Completion over the draft's names, which may have several words.
---@param words string[] typed before what is completed
---@return string[]
function M.complete(words)
  local record = buffer.get()
  local doc = record and record:current()
  local found = {}
  local before = #words > 0 and table.concat(words, " ") .. " " or ""
  for _, entity in ipairs(doc and doc:entities() or {}) do
    if vim.startswith(vim.fn.tolower(entity.name), vim.fn.tolower(before)) then
      found[#found + 1] = entity.name:sub(#before + 1)
    end
  end
  return found
end

-- ---- mentions ---------------------------------------------------------------------------------

-- Who or what is meant at a place: by the words there, else by the quotation, its speaker.
---@param doc copydesk.Document
---@return integer? entity
function M.entity_at(doc, row, col)
  local here = doc:at(row, col)
  return here.mention and here.mention.entity or here.quotation and here.quotation.speaker
end

-- What ]e walks through: see navigate.lua.
---@param doc copydesk.Document
---@return copydesk.Targets
function M.targets(_, doc, row, col)
  local id = M.entity_at(doc, row, col)
  local name = id and doc:name(id)
  return {
    places = name and doc:mentions_of(id) or {},
    none = "No name here",
    describe = function(place, index, count)
      local text = M.text(doc, place)
      local as = text == name and "" or (", as “%s”"):format(text)
      return ("%s: mention %d of %d%s"):format(name, index, count, as)
    end,
  }
end

local started = false

-- Watches for documents, whose names are then read by the corrections.
function M.start()
  if not started then
    started = true
    buffer.on("adopted", M.apply)
  end
end

return M
