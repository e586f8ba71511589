-- The table of speakers: quotations, words, their share of all words in marks, and how many of the
-- people named are women and men. Reads a document; makes entries for the list.
local M = {}

---@class copydesk.SpeakerRow
---@field name string
---@field place {row: integer, col: integer} where the list jumps to
---@field quotations integer
---@field words integer in marks
---@field mentions integer
---@field share number of all words in marks, 0 to 1
---@field gender string? of a person

-- Words as the core counts them.
local function count_words(text)
  return select(2, text:gsub("[^ \n\t]+", ""))
end

-- The quotations that nobody is said to speak, as a row; nil: there are none.
local function nobody(doc)
  local row
  for _, quotation in ipairs(doc:quotations()) do
    local is_open = not quotation.speaker and not quotation.correction
    if quotation.speech and is_open and quotation.type ~= "indirect" then
      row = row or { name = "no speaker", place = quotation, quotations = 0, words = 0 }
      row.mentions = 0
      row.quotations = row.quotations + 1
      for _, span in ipairs(quotation.content) do
        row.words = row.words + count_words(doc:text(span.start_byte, span.end_byte))
      end
    end
  end
  return row
end

-- Who speaks, most quotations first; those without a speaker last.
---@param doc copydesk.Document
---@return copydesk.SpeakerRow[]
function M.rows(doc)
  local rows = vim.tbl_map(function(entity)
    return {
      name = entity.name,
      place = entity,
      quotations = entity.quotation_count,
      words = entity.quoted_words,
      mentions = entity.mention_count,
      gender = entity.type == "PERSON" and entity.gender or nil,
    }
  end, doc:entities(1))
  for index, row in ipairs(rows) do
    row.order = index -- in the text
  end
  table.sort(rows, function(one, other)
    if one.quotations ~= other.quotations then
      return one.quotations > other.quotations
    end
    return one.order < other.order
  end)
  rows[#rows + 1] = nobody(doc)
  local all = 0
  for _, row in ipairs(rows) do
    all = all + row.words
  end
  for _, row in ipairs(rows) do
    row.share = all > 0 and row.words / all or 0
  end
  return rows
end

local GENDERS = {
  { "female", "woman", "women" },
  { "male", "man", "men" },
  { nil, "not known", "not known" },
}

local function percent(part, whole)
  return ("%d %%"):format(whole > 0 and math.floor(100 * part / whole + 0.5) or 0)
end

-- "2 women (67 % of the words), 1 man (33 %), 1 not known (0 %)"; nil: nobody named speaks.
---@param rows copydesk.SpeakerRow[]
---@return string?
function M.balance(rows)
  local people, words, all = {}, {}, 0
  for _, row in ipairs(rows) do
    if row.gender then
      local kind = (row.gender == "female" or row.gender == "male") and row.gender or "unknown"
      people[kind] = (people[kind] or 0) + 1
      words[kind] = (words[kind] or 0) + row.words
      all = all + row.words
    end
  end
  local parts = {}
  for _, gender in ipairs(GENDERS) do
    local kind = gender[1] or "unknown"
    if people[kind] then
      local label = people[kind] == 1 and gender[2] or gender[3]
      local of = #parts == 0 and " of their words" or ""
      local share = percent(words[kind], all)
      parts[#parts + 1] = ("%d %s (%s%s)"):format(people[kind], label, share, of)
    end
  end
  return #parts > 0 and table.concat(parts, ", ") or nil
end

-- A column: numbers to the right, what they count behind them.
local function column(rows, field, word)
  local width = 0
  for _, row in ipairs(rows) do
    width = math.max(width, #tostring(row[field]))
  end
  return function(row)
    local text = ("%" .. width .. "d %s"):format(row[field], word)
    return row[field] == 1 and text .. "  " or text .. "s "
  end
end

-- The lines of the table, one a row.
---@param rows copydesk.SpeakerRow[]
---@return string[]
function M.lines(rows)
  local quotations = column(rows, "quotations", "quotation")
  local words, mentions = column(rows, "words", "word"), column(rows, "mentions", "mention")
  return vim.tbl_map(function(row)
    local share = ("%5s"):format(percent(row.share, 1))
    return vim.trim(table.concat({ quotations(row), words(row), share .. " ", mentions(row) }, " "))
  end, rows)
end

return M
