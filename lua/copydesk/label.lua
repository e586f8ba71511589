-- The words of the speaker labels: "Biden ×2 · Zelenskiy? · no speaker".
-- Reads quotations; makes chunks of virtual text, merged and cut to a width.
local config = require("copydesk.config")
local hues = require("copydesk.hues")

local M = {}

local NO_SPEAKER = "no speaker"
local NOBODY = "nobody" -- as the user said
local SEPARATOR = " · "
local SUFFIXES = { "Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV" }

-- The part of a person's name that news uses at the second mention.
local function last_name(name)
  local words = vim.split(name, " ", { plain = true, trimempty = true })
  while #words > 1 and vim.list_contains(SUFFIXES, words[#words]) do
    words[#words] = nil
  end
  return (words[#words] or name):gsub(",$", "")
end

local SHARED_FOR = 500 -- milliseconds: to ask for all speakers counts the whole draft

-- Last names that several speakers of the draft share.
local function shared_names(record, doc)
  local kept = record.shared_names
  if kept and kept.version == record.version and kept.doc == doc then
    return kept.names
  end
  local now = vim.uv.now()
  if kept and kept.doc == doc and now - kept.made < SHARED_FOR then
    if not kept.is_due then -- what was typed last is looked at too
      kept.is_due = true
      vim.defer_fn(function()
        if not record.closed then
          record:changed(0, 0)
        end
      end, SHARED_FOR)
    end
    return kept.names
  end
  local seen, shared = {}, {}
  for whole, type in pairs(hues.speakers(record, doc)) do
    if type == "PERSON" then
      local name = last_name(whole)
      shared[name] = seen[name]
      seen[name] = true
    end
  end
  record.shared_names = { version = record.version, doc = doc, names = shared, made = now }
  return shared
end

---@param record copydesk.Buffer
---@param doc copydesk.Document
---@param id integer entity
---@return string
function M.name(record, doc, id)
  local whole, type = doc:name(id)
  if type ~= "PERSON" or config.get("labels.names") == "full" then
    return whole or "?"
  end
  local name = last_name(whole)
  return shared_names(record, doc)[name] and whole or name
end

-- Cuts text to a display width.
local function cut(text, width)
  if vim.fn.strdisplaywidth(text) <= width then
    return text
  end
  local chars = vim.fn.strchars(text)
  while chars > 0 and vim.fn.strdisplaywidth(text) > width - 1 do
    chars = chars - 1
    text = vim.fn.strcharpart(text, 0, chars)
  end
  return width > 0 and text .. "…" or ""
end

-- Chunks of virtual text for the quotations of one place, in order.
---@param record copydesk.Buffer
---@param doc copydesk.Document
---@param quotations copydesk.Quotation[]
---@param width integer cells that may be used
---@return [string, string][] chunks, integer width
function M.chunks(record, doc, quotations, width)
  local parts = {} ---@type {text: string, group: string, count: integer}[]
  for _, quotation in ipairs(quotations) do
    local text, group = NO_SPEAKER, "CopydeskNoSpeaker"
    if quotation.speaker then
      text = M.name(record, doc, quotation.speaker) .. (quotation.confidence < 0.5 and "?" or "")
      group = hues.group(hues.give(record, doc, quotation.speaker))
    elseif quotation.correction then
      text, group = NOBODY, "CopydeskLabel"
    end
    local last = parts[#parts]
    if last and last.text == text then
      last.count = last.count + 1
    else
      parts[#parts + 1] = { text = text, group = group, count = 1 }
    end
  end
  local chunks, used = {}, 0
  for index, part in ipairs(parts) do
    local text = part.text .. (part.count > 1 and " ×" .. part.count or "")
    local separator = index > 1 and SEPARATOR or ""
    local room = width - used - vim.fn.strdisplaywidth(separator)
    if room < 2 then
      break
    end
    text = cut(text, room)
    if separator ~= "" then
      chunks[#chunks + 1] = { separator, "CopydeskLabel" }
    end
    chunks[#chunks + 1] = { text, part.group }
    used = width - room + vim.fn.strdisplaywidth(text)
  end
  return chunks, used
end

return M
