-- "Who is this": what the draft tells of somebody, in a floating window. Reads the entity under
-- the cursor with its mentions and quotations; makes a record, and lines of text.
local buffer = require("copydesk.buffer")
local names = require("copydesk.names")

local M = {}

local NAMESPACE = vim.api.nvim_create_namespace("copydesk.who")
local MOST = 6 -- forms, or titles, that are shown
local WIDTH = 64 -- cells
local QUOTED = 120 -- bytes of the last quotation

---@class copydesk.Who
---@field entity copydesk.Entity
---@field first copydesk.Span where the name first stands in full, with its title
---@field names {text: string, count: integer}[] forms of the name
---@field others {text: string, count: integer}[] roles and pronouns that mean it
---@field titles string[] titles and roles that stand beside the name
---@field last_quotation copydesk.Quotation?
---@field corrections copydesk.Correction[] what was corrected by hand about its names

local function join(one, other)
  local first = one.start_byte <= other.start_byte and one or other
  local last = one.end_byte >= other.end_byte and one or other
  return {
    row = first.row,
    col = first.col,
    start_byte = first.start_byte,
    end_row = last.end_row,
    end_col = last.end_col,
    end_byte = last.end_byte,
  }
end

-- Counts texts in the order in which they first come.
local function counter()
  local items, by_text = {}, {}
  return items, function(text)
    local key = vim.fn.tolower(text)
    if not by_text[key] then
      by_text[key] = { text = text, count = 0 }
      items[#items + 1] = by_text[key]
    end
    by_text[key].count = by_text[key].count + 1
  end
end

-- What the draft tells of an entity.
---@param record copydesk.Buffer
---@param doc copydesk.Document
---@param id integer
---@return copydesk.Who?
function M.of(record, doc, id)
  local entity = doc:entity(id)
  if not entity then
    return nil
  end
  local forms, add_form = counter()
  local others, add_other = counter()
  local titles, add_title = counter()
  local first, full
  for _, mention in ipairs(doc:mentions_of(id)) do
    local text = names.text(doc, mention)
    local whole = mention.title and join(mention, mention.title) or mention
    first = first or whole
    if mention.form == "name" then
      add_form(text)
      if text == entity.name then
        full = full or whole
      end
    else
      add_other((text:gsub("^%u%f[%U]", string.lower))) -- at the start of a sentence
    end
    if mention.title then
      add_title(names.text(doc, mention.title))
    end
  end
  if not first then
    return nil
  end
  local last
  for _, quotation in ipairs(doc:quotations()) do
    if quotation.speech and quotation.speaker == id then
      last = quotation
    end
  end
  local corrections = vim.tbl_filter(function(correction)
    local name = vim.fn.tolower(correction.name)
    for _, list in ipairs({ forms, others }) do
      for _, form in ipairs(list) do
        if vim.fn.tolower(form.text) == name then
          return true
        end
      end
    end
    return false
  end, record.corrections and record.corrections.list or {})
  return {
    entity = entity,
    first = full or first,
    names = forms,
    others = others,
    titles = vim.tbl_map(function(title)
      return title.text
    end, titles),
    last_quotation = last,
    corrections = corrections,
  }
end

local function plural(count, word)
  return ("%d %s%s"):format(count, word, count == 1 and "" or "s")
end

-- "Ana Ruiz, Ruiz ×3, …"
local function enumerate(items)
  local shown = {}
  for index, item in ipairs(items) do
    if index > MOST then
      shown[#shown + 1] = "…"
      break
    end
    local count = item.count and item.count > 1 and (" ×%d"):format(item.count) or ""
    shown[#shown + 1] = (item.text or item) .. count
  end
  return table.concat(shown, ", ")
end

local function describe_correction(correction)
  if correction.kind == "same" then
    return ("“%s” is %s"):format(correction.name, correction.other)
  end
  return ("“%s” is %s"):format(correction.name, correction.type or "not a name")
end

local GENDERS = { male = ", he", female = ", she" }

---@param doc copydesk.Document
---@param who copydesk.Who
---@return string[]
function M.lines(doc, who)
  local entity, lines = who.entity, {}
  local function add(head, text)
    lines[#lines + 1] = head == "" and text or ("%s: %s"):format(head, text)
  end
  add("", ("%s (%s%s)"):format(entity.name, entity.type, GENDERS[entity.gender] or ""))
  add(("Line %d"):format(who.first.row + 1), names.text(doc, who.first))
  if #who.names > 1 or #who.names == 1 and who.names[1].count > 1 then
    add("Named", enumerate(who.names))
  end
  if #who.titles > 0 then
    add("Titles", enumerate(who.titles))
  end
  if #who.others > 0 then
    add("Also meant by", enumerate(who.others))
  end
  local counts = plural(entity.mention_count, "mention")
  counts = counts .. ", " .. plural(entity.quotation_count, "quotation")
  if entity.quoted_words > 0 then
    counts = counts .. (" (%s in marks)"):format(plural(entity.quoted_words, "word"))
  end
  add("", counts)
  local last = who.last_quotation
  if last then
    local text = names.text(doc, last)
    if #text > QUOTED then
      text = text:sub(1, QUOTED + vim.str_utf_start(text, QUOTED + 1)) .. "…"
    end
    add(("Last quotation, line %d"):format(last.row + 1), text)
  end
  for _, correction in ipairs(who.corrections) do
    add("Corrected by hand", describe_correction(correction))
  end
  return lines
end

local function group_of(record, doc, entity)
  local hues = require("copydesk.hues")
  local hue = hues.of(record, doc, entity.id)
  return hue and hues.group(hue) or hues.type_group(entity.type) or "Title"
end

-- Shows who is under the cursor; again: goes into the window.
---@param options? {float?: boolean} float = false: nothing is shown
---@return copydesk.Who?
function M.show(options)
  local record = buffer.get()
  local doc = record and record:current()
  local cursor = vim.api.nvim_win_get_cursor(0)
  local id = doc and names.entity_at(doc, cursor[1] - 1, cursor[2])
  local who = record and doc and id and M.of(record, doc, id)
  if not record or not doc or not who then
    local text = doc and "No name here" or "This buffer is not read as a draft, or not yet"
    vim.api.nvim_echo({ { text, "WarningMsg" } }, false, {})
    return nil
  end
  if options and options.float == false then
    return who
  end
  local buf = vim.lsp.util.open_floating_preview(M.lines(doc, who), "", {
    border = "rounded",
    focus_id = "copydesk.who",
    max_width = WIDTH,
    wrap = true,
  })
  vim.api.nvim_buf_set_extmark(buf, NAMESPACE, 0, 0, {
    end_col = #who.entity.name,
    hl_group = group_of(record, doc, who.entity),
  })
  return who
end

return M
