-- :Copydesk SUBCOMMAND: one table of subcommands gives their running and their completion.
local M = {}

---@class copydesk.Subcommand
---@field run fun(words: string[], args: table)
---@field complete? fun(words: string[], lead: string): string[] words: those typed before the lead
---@field takes_none? boolean no arguments

local function fail(text)
  vim.api.nvim_echo({ { "Copydesk: " .. text, "ErrorMsg" } }, true, {})
end

-- The current buffer; in one of our lists the draft that it is of.
local function current_buf()
  local list = vim.bo.buftype == "quickfix" and require("copydesk.lists").shown()
  return list and list.buf or vim.api.nvim_get_current_buf()
end

local function record_or_fail()
  local record = require("copydesk.buffer").get(current_buf())
  if not record then
    fail("this is not read as a draft; `:Copydesk enable` does it")
  end
  return record
end

-- `status` as it is typed → as it is kept.
local STATUSES = {
  verified = "verified",
  corrected = "corrected",
  querying = "querying",
  disputed = "disputed",
  unverifiable = "unverifiable",
  cut = "cut",
  ["not-a-claim"] = "not_claim",
  unchecked = "unchecked",
}
local NEEDS_SOURCE = { verified = true, corrected = true }

local function speaker_names()
  local record = require("copydesk.buffer").get()
  local doc = record and record:current()
  if not doc then
    return {}
  end
  local names = vim.tbl_map(function(entity)
    return entity.name
  end, doc:entities(1))
  table.insert(names, "unattributed")
  return names
end

local function mark(status, source)
  if not record_or_fail() then
    return
  end
  if vim.bo.buftype == "quickfix" then
    require("copydesk.listkeys").mark(status, source)
    return
  end
  local ledger = require("copydesk.ledger")
  if not NEEDS_SOURCE[status] or source ~= "" then
    ledger.mark_at_cursor(status, { source = source })
    return
  end
  local record, claim = ledger.claim_at_cursor()
  if not claim then
    fail("no claim here")
    return
  end
  ledger.ask_source(function(given)
    local mark_options = { status = status, sources = { { reference = given } } }
    if not record.closed and ledger.mark(record, claim, mark_options) then
      ledger.tell(record, status)
    end
  end)
end

local PLACES = { "quotation", "speaker", "claim", "entity" }

local function jump(direction)
  return {
    run = function(words, args)
      local what = words[1] or "quotation"
      if not vim.list_contains(PLACES, what) then
        fail(("%q is none of %s"):format(what, table.concat(PLACES, ", ")))
        return
      end
      local count = args.range > 0 and args.line2 or 1
      require("copydesk.navigate").jump(what, direction * math.max(count, 1))
    end,
    complete = function(words)
      return #words == 0 and PLACES or {}
    end,
  }
end

local function list(kind, complete, filters)
  return {
    takes_none = filters and #filters == 0,
    run = function(words)
      if filters and words[1] and not vim.list_contains(filters, words[1]) then
        fail(("%q is none of %s"):format(words[1], table.concat(filters, ", ")))
        return
      end
      local record = record_or_fail()
      if record then
        require("copydesk.lists").open(kind, table.concat(words, " "), record)
      end
    end,
    complete = complete,
  }
end

local function correct(kind, complete)
  return {
    run = function(words, args)
      local value = table.concat(words, " ")
      require("copydesk.names").correct(kind, value, { in_full = args.bang })
    end,
    complete = complete,
  }
end

local function switch(on)
  return {
    takes_none = true,
    run = function(_, args)
      local copydesk = require("copydesk")
      local target, buf = on, current_buf()
      if target == nil then
        target = not copydesk.is_enabled({ bufnr = buf })
      end
      copydesk.enable(target, { all = args.bang, bufnr = buf })
    end,
  }
end

local CLAIM_FILTERS = { "all", "must" }

---@type table<string, copydesk.Subcommand>
M.subcommands = {
  enable = switch(true),
  disable = switch(false),
  toggle = switch(nil),
  quotes = list("quotes", speaker_names),
  speakers = list("speakers", nil, {}),
  entities = list("entities", function(words)
    return #words == 0 and { "PERSON", "ORG", "GPE", "LOC", "NORP", "OTHER" } or {}
  end),
  claims = list("claims", function(words)
    return #words == 0 and CLAIM_FILTERS or {}
  end, CLAIM_FILTERS),
  next = jump(1),
  prev = jump(-1),
  speaker = {
    run = function(words, args)
      if args.bang then
        require("copydesk.speakers").unset()
      else
        require("copydesk.speakers").set(table.concat(words, " "))
      end
    end,
    complete = function(words)
      return require("copydesk.speakers").complete(words)
    end,
  },
  fold = {
    run = function()
      if require("copydesk.fold").toggle() == nil then
        record_or_fail()
      end
    end,
  },
  same = correct("same", function(words)
    return require("copydesk.names").complete(words)
  end),
  notname = correct("not_name"),
  type = correct("type", function(words)
    return #words == 0 and require("copydesk.names").TYPES or {}
  end),
  who = {
    takes_none = true,
    run = function()
      require("copydesk.who").show()
    end,
  },
  mark = {
    run = function(words)
      local status = STATUSES[words[1] or ""]
      if not status then
        local names = vim.tbl_keys(STATUSES)
        table.sort(names)
        fail("mark STATUS [SOURCE]: the status is one of " .. table.concat(names, ", "))
        return
      end
      mark(status, table.concat(words, " ", 2))
    end,
    complete = function(words)
      return #words == 0 and vim.tbl_keys(STATUSES) or {}
    end,
  },
  verify = {
    run = function(words)
      mark("verified", table.concat(words, " "))
    end,
  },
  undo = {
    takes_none = true,
    run = function()
      local record = record_or_fail()
      if record and require("copydesk.ledger").undo(record) then
        require("copydesk.lists").refresh_all(record.buf)
      end
    end,
  },
  health = {
    takes_none = true,
    run = function()
      vim.cmd("checkhealth copydesk")
    end,
  },
}

-- Runs `:Copydesk …`.
---@param args table as nvim_create_user_command() gives it
function M.run(args)
  local words = vim.split(args.args, "%s+", { trimempty = true })
  local name = table.remove(words, 1)
  local before_bang = name and name:match("^(.+)!$") -- `:Copydesk disable!`, likely typed
  if before_bang then
    name, args = before_bang, vim.tbl_extend("force", args, { bang = true })
  end
  local subcommand = name and M.subcommands[name]
  if subcommand and subcommand.takes_none and words[1] then
    fail(("%s takes no argument"):format(name))
    return
  elseif subcommand then
    subcommand.run(words, args)
    return
  end
  local names = vim.tbl_keys(M.subcommands)
  table.sort(names)
  local problem = name and ("no subcommand %q; "):format(name) or ""
  fail(problem .. "there are " .. table.concat(names, ", "))
end

-- Runs a subcommand without arguments, for the <Plug> maps.
---@param name string
function M.call(name)
  M.run({ args = name, bang = false, range = 0, line2 = 0 })
end

-- Completion of `:Copydesk …`.
---@param lead string
---@param line string
---@param position integer bytes
---@return string[]
function M.complete(lead, line, position)
  local typed = line:sub(1, position):match("Copydesk!?%s+(.*)$") or ""
  local words = vim.split(typed, "%s+", { trimempty = true })
  if lead ~= "" then
    words[#words] = nil
  end
  local candidates
  local name = table.remove(words, 1)
  if not name then
    candidates = vim.tbl_keys(M.subcommands)
  else
    local subcommand = M.subcommands[name]
    candidates = subcommand and subcommand.complete and subcommand.complete(words, lead) or {}
  end
  local found = vim.tbl_filter(function(candidate)
    return vim.startswith(candidate:lower(), lead:lower())
  end, candidates)
  table.sort(found)
  return found
end

return M
