-- The keys in the list of claims: one a status. They are maps of the quickfix buffer, which other
-- lists use too, so each acts only while our list is shown, and else does what the key does without
-- us. Reads the entry under the cursor; makes marks.
local config = require("copydesk.config")
local ledger = require("copydesk.ledger")
local buffer = require("copydesk.buffer")
local entries = require("copydesk.entries")

local M = {}

-- Entries of the lines that are selected, or of the cursor's line.
---@return copydesk.MarkedClaim[] claims, copydesk.List? list
local function chosen()
  local lists = require("copydesk.lists")
  local list = lists.shown()
  if not list then
    return {}
  end
  local first, last = vim.fn.line("v"), vim.fn.line(".")
  if not vim.api.nvim_get_mode().mode:match("^[vV\22]") then
    first = last
  end
  if first > last then
    first, last = last, first
  end
  -- Positions are those of the text now.
  lists.refresh(list)
  local items = entries.kept[list.id]
  local claims = {}
  for index = first, math.min(last, #items) do
    claims[#claims + 1] = items[index].user_data
  end
  return claims, list
end

local function leave_visual()
  if vim.api.nvim_get_mode().mode:match("^[vV\22]") then
    vim.cmd("normal! \27")
  end
end

local function mark_all(list, claims, mark)
  local record = buffer.get(list.buf)
  if not record then
    return
  end
  local lists = require("copydesk.lists")
  local place = lists.place(list, claims[#claims])
  local marked = false
  for _, claim in ipairs(claims) do
    if not ledger.mark(record, claim, vim.deepcopy(mark)) then
      break
    end
    marked = true
  end
  lists.refresh_all(list.buf, "claims")
  if marked then
    lists.go_on(list, place)
    ledger.tell(record, mark.status)
  end
end

local NEEDS_SOURCE = { verified = true, corrected = true }

-- Marks the entry under the cursor, or the selected ones; asks for a source where one is needed.
---@param status string
---@param source? string
function M.mark(status, source)
  local claims, list = chosen()
  leave_visual()
  if not list or #claims == 0 then
    return
  end
  local function mark(reference)
    local sources = reference and reference ~= "" and { { reference = reference } } or nil
    mark_all(list, claims, { status = status, sources = sources })
  end
  if NEEDS_SOURCE[status] and (not source or source == "") then
    ledger.ask_source(mark)
  else
    mark(source)
  end
end

local function marks_as(status)
  return function()
    M.mark(status)
  end
end

---@type table<string, fun()>
M.actions = {
  verify = marks_as("verified"),
  query = marks_as("querying"),
  dispute = marks_as("disputed"),
  unverifiable = marks_as("unverifiable"),
  cut = marks_as("cut"),
  not_claim = marks_as("not_claim"),
  undo = function()
    local list = require("copydesk.lists").shown()
    local record = list and buffer.get(list.buf)
    if record and ledger.undo(record) then
      require("copydesk.lists").refresh_all(list.buf, "claims")
    end
  end,
}

local ORDER = { "verify", "query", "dispute", "unverifiable", "cut", "not_claim", "undo" }

-- The keys in one line, which in 80 columns does not ask for a key to go on.
local function help()
  local chunks = {}
  for _, name in ipairs(ORDER) do
    local key = config.get("list_keys." .. name)
    if key then
      vim.list_extend(chunks, {
        { #chunks > 0 and " " or "" },
        { key, "Title" },
        { " " .. name:gsub("_", " ") },
      })
    end
  end
  vim.api.nvim_echo(chunks, false, {})
end

local function is_ours()
  local list = require("copydesk.lists").shown()
  return list ~= nil and list.kind == "claims"
end

-- What the key did before: somebody's own map, or Neovim's command.
local function pass_on(before, key)
  if before.callback and before.expr ~= 1 then
    return before.callback()
  end
  local count = vim.v.count > 0 and tostring(vim.v.count) or ""
  local keys = before.rhs and before.expr ~= 1 and before.rhs or key
  local flags = before.rhs and before.noremap == 0 and "mi" or "ni"
  vim.api.nvim_feedkeys(count .. vim.keycode(keys), flags, false)
end

local function map(buf, modes, key, action, description)
  for _, mode in ipairs(modes) do
    local before = vim.api.nvim_buf_call(buf, function()
      return vim.fn.maparg(key, mode, false, true)
    end)
    vim.keymap.set(mode, key, function()
      if is_ours() then
        action()
      else
        pass_on(before, key)
      end
    end, { buffer = buf, nowait = true, desc = "Copydesk: " .. description })
  end
end

-- Sets the keys in the quickfix buffer, once.
---@param buf integer
function M.set(buf)
  if vim.b[buf].copydesk_keys then
    return
  end
  vim.b[buf].copydesk_keys = true
  for _, name in ipairs(ORDER) do
    local key = config.get("list_keys." .. name)
    if key then
      local modes = name == "undo" and { "n" } or { "n", "x" }
      map(buf, modes, key, M.actions[name], (name:gsub("_", " ")))
    end
  end
  map(buf, { "n" }, "g?", help, "keys of this list")
end

return M
