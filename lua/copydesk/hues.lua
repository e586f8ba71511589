-- Highlight groups, and which speaker has which hue. Reads the colour scheme; makes the groups
-- Copydesk… (never over what the user or the scheme defined) and keeps, in a draft's record, one
-- hue for each speaker's name.
local is_shown = require("copydesk.quotation").is_shown

local M = {}

M.COUNT = 8

-- Names of those who do not speak are kept quiet: no colours.
local plain = {
  CopydeskPerson = { bold = true },
  CopydeskOrganisation = { italic = true },
  CopydeskPlace = { italic = true },
  CopydeskGroup = { italic = true },
  CopydeskThing = { italic = true },
}

-- What our other groups link to.
local links = {
  CopydeskUnattributed = "DiagnosticUnderlineWarn",
  CopydeskLabel = "Comment",
  CopydeskNoSpeaker = "DiagnosticVirtualTextWarn",
  CopydeskMust = "DiagnosticWarn",
  CopydeskShould = "DiagnosticInfo",
  CopydeskLow = "DiagnosticHint",
  CopydeskProblem = "DiagnosticError",
}

-- Standard groups whose colour may serve as a hue, the most colourful first.
local candidates = {
  "Function",
  "String",
  "Type",
  "Constant",
  "PreProc",
  "Identifier",
  "Special",
  "Statement",
  "Number",
  "Keyword",
  "Title",
  "Directory",
}

-- For hues that the scheme has no distinct colour for: {dark background, light background, 16
-- colours}.
local palette = {
  { 0x7cb7ff, 0x0b57a4, 12 },
  { 0x8ed98e, 0x1d6b2c, 10 },
  { 0xe4a8ff, 0x7a2a9c, 13 },
  { 0x6ddcd8, 0x00656b, 14 },
  { 0xf0b27a, 0x8a4a00, 11 },
  { 0xff9fb4, 0xa3245a, 9 },
  { 0xc9d36a, 0x5f6400, 3 },
  { 0xb3b8ff, 0x4a48b0, 4 },
}

local TYPE_GROUPS = {
  PERSON = "CopydeskPerson",
  ORG = "CopydeskOrganisation",
  GPE = "CopydeskPlace",
  LOC = "CopydeskPlace",
  FAC = "CopydeskPlace",
  NORP = "CopydeskGroup",
  EVENT = "CopydeskThing",
  LAW = "CopydeskThing",
  WORK_OF_ART = "CopydeskThing",
  PRODUCT = "CopydeskThing",
}

-- What this file has ever set, to tell it from others' definitions: `:highlight clear` brings back
-- the first one.
---@type table<string, table<string, true>>
local ours = {}

local function defined(name)
  local definition = vim.api.nvim_get_hl(0, { name = name, create = false })
  definition.default = nil -- forgotten by Neovim when 'background' changes
  return definition, vim.inspect(definition)
end

-- Sets a group unless somebody else has.
local function set(name, definition)
  local now, key = defined(name)
  ours[name] = ours[name] or {}
  if next(now) == nil or ours[name][key] then
    definition = vim.tbl_extend("force", definition, { default = next(now) == nil })
    vim.api.nvim_set_hl(0, name, definition)
    local _, new_key = defined(name)
    ours[name][new_key] = true
  end
end

local function channels(colour)
  return bit.rshift(colour, 16), bit.band(bit.rshift(colour, 8), 255), bit.band(colour, 255)
end

-- How different two colours look, roughly: 0 to about 765 ("redmean").
local function distance(one, other)
  local r1, g1, b1 = channels(one)
  local r2, g2, b2 = channels(other)
  local mean = (r1 + r2) / 2
  local r, g, b = r1 - r2, g1 - g2, b1 - b2
  return math.sqrt((2 + mean / 256) * r * r + 4 * g * g + (2 + (255 - mean) / 256) * b * b)
end

-- Tuned by eye on the schemes that Neovim ships.
local FROM_RESERVED, FROM_HUES = 90, 130

local function foreground(name)
  return vim.api.nvim_get_hl(0, { name = name, link = false, create = false }).fg
end

-- Colours that no hue may resemble: plain text, and what means a warning or an error.
local function reserved(light)
  local colours = {}
  for _, name in ipairs({ "Normal", "Comment", "DiagnosticWarn", "DiagnosticError" }) do
    colours[#colours + 1] = foreground(name)
  end
  colours[#colours + 1] = light and 0x000000 or 0xffffff
  return colours
end

local function nearest_distance(colour, from)
  local nearest = math.huge
  for _, other in ipairs(from) do
    nearest = math.min(nearest, distance(colour, other))
  end
  return nearest
end

local function define_hues()
  local light = vim.o.background == "light"
  local taken, used, definitions = reserved(light), {}, {}
  local function is_distinct(colour)
    return nearest_distance(colour, taken) >= FROM_RESERVED
      and nearest_distance(colour, used) >= FROM_HUES
  end
  for _, name in ipairs(candidates) do
    local colour = foreground(name)
    if #definitions < M.COUNT and colour and is_distinct(colour) then
      used[#used + 1] = colour
      definitions[#definitions + 1] = { link = name }
    end
  end
  local left = vim.list_slice(palette, 1)
  while #definitions < M.COUNT do -- the one that is least like those taken
    local best, best_distance = 1, -1
    for index, entry in ipairs(left) do
      local nearest = nearest_distance(light and entry[2] or entry[1], used)
      if nearest > best_distance then
        best, best_distance = index, nearest
      end
    end
    local entry = table.remove(left, best)
    local colour = light and entry[2] or entry[1]
    used[#used + 1] = colour
    definitions[#definitions + 1] = { fg = colour, ctermfg = entry[3] }
  end
  for index, definition in ipairs(definitions) do
    set(M.group(index), definition)
  end
end

-- Defines the groups; again after each change of colours.
function M.define()
  for name, definition in pairs(plain) do
    set(name, definition)
  end
  for name, target in pairs(links) do
    set(name, { link = target })
  end
  define_hues()
end

---@param hue integer 1 to COUNT
---@return string
function M.group(hue)
  return "CopydeskSpeaker" .. hue
end

-- The group for a name that does not speak; nil for what is not coloured.
---@param entity_type string
---@return string?
function M.type_group(entity_type)
  return TYPE_GROUPS[entity_type]
end

local MANY_BYTES = 256 * 1024 -- in a longer draft nobody is asked to go through all speakers

-- Names of the speakers: those of the draft as it is now; of a long one those who were seen.
---@param record copydesk.Buffer
---@param doc copydesk.Document
---@return table<string, string> name → type
function M.speakers(record, doc)
  local types = {}
  if doc:len() > MANY_BYTES then
    for name in pairs(record.hues) do
      types[name] = "PERSON"
    end
  else
    for _, entity in ipairs(doc:entities(1)) do
      types[entity.name] = entity.type
    end
  end
  return types
end

-- The hue with the fewest speakers.
local function least_used(record, doc)
  local users = {}
  for name in pairs(M.speakers(record, doc)) do
    local hue = record.hues[name]
    if hue then
      users[hue] = (users[hue] or 0) + 1
    end
  end
  local best = 1
  for hue = 2, M.COUNT do
    if (users[hue] or 0) < (users[best] or 0) then
      best = hue
    end
  end
  return best
end

-- While the draft is read, only its visible part is known, where somebody may be named by his last
-- name alone: the hue of the one speaker whose name ends so.
local function of_part(record, name)
  for whole, hue in pairs(record.hues) do
    if vim.endswith(whole, " " .. name) then
      return hue
    end
  end
end

-- The hue that a speaker has, found by his name.
---@param record copydesk.Buffer
---@param doc copydesk.Document
---@param id integer entity
---@return integer? hue nil if no quotation of his was shown yet
function M.of(record, doc, id)
  local by_id = record:cached_for(doc, "hues", function()
    return {}
  end)
  local hue = by_id[id]
  if hue == nil then
    local name = doc:name(id)
    hue = name and record.hues[name]
    if name and not hue and doc ~= record.doc then
      hue = of_part(record, name)
    end
    by_id[id] = hue or false
  end
  return hue or nil
end

-- The hue of somebody whose quotation is shown: the one he has had before, else the least used.
---@param record copydesk.Buffer
---@param doc copydesk.Document
---@param id integer entity
---@return integer hue
function M.give(record, doc, id)
  local hue = M.of(record, doc, id)
  local name = not hue and doc:name(id)
  if name and doc == record.doc then
    hue = least_used(record, doc)
    record.hues[name] = hue
    record:cached_for(doc, "hues", vim.empty_dict)[id] = hue
  end
  return hue or #(name or "") % M.COUNT + 1
end

-- Gives hues to a draft's speakers in the order of their quotations, so that a draft looks the same
-- each time it is opened. A long draft's speakers get theirs as they are seen.
---@param record copydesk.Buffer
---@param doc copydesk.Document
function M.assign(record, doc)
  if doc:len() > MANY_BYTES then
    return
  end
  local count = 0
  for _, quotation in ipairs(doc:quotations()) do
    local name = quotation.speaker and quotation.speaker_name
    if name and is_shown(quotation) and not record.hues[name] then
      record.hues[name] = count % M.COUNT + 1
      count = count + 1
    end
  end
end

return M
