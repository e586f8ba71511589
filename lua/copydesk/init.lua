-- The facade: everything that a user's configuration may call. Requires nothing until it is used.
local M = {}

local function buffer()
  return require("copydesk.buffer")
end

local function resolve(options)
  local buf = options and options.bufnr or 0
  return buf == 0 and vim.api.nvim_get_current_buf() or buf
end

---@param buf integer
---@return boolean
local function is_draft(buf)
  if vim.bo[buf].buftype ~= "" or not vim.api.nvim_buf_is_loaded(buf) then
    return false
  end
  local wanted = vim.b[buf].copydesk
  if wanted ~= nil then
    return wanted ~= false and wanted ~= 0
  end
  local filetypes = require("copydesk.config").get("filetypes")
  return M.all ~= false and vim.list_contains(filetypes, vim.bo[buf].filetype)
end

-- Attaches to a buffer if it is a draft and nobody objects: b:copydesk, on_attach.
---@param buf integer
---@return boolean attached
function M.attach_if_wanted(buf)
  if not is_draft(buf) then
    return false
  end
  return M.attach(buf)
end

-- Begins to read a buffer, whatever its filetype.
---@param buf? integer
---@return boolean attached false if on_attach refused or the core is not there
function M.attach(buf)
  buf = resolve({ bufnr = buf })
  if buffer().get(buf) then
    return true
  end
  local on_attach = require("copydesk.config").get("on_attach")
  if on_attach and on_attach(buf) == false then
    return false
  end
  require("copydesk.render").start()
  require("copydesk.status").start()
  require("copydesk.names").start()
  require("copydesk.checks").start()
  local record = buffer().attach(buf)
  if record then
    require("copydesk.ledger").start()
    require("copydesk.keys").set(buf)
  end
  return record ~= nil
end

-- Optional: sets options (|copydesk-options|). Wrong ones are told and left at their defaults.
---@param options? table
function M.setup(options)
  local config = require("copydesk.config")
  local problems = config.set(options)
  if #problems > 0 then
    vim.notify("copydesk: " .. table.concat(problems, "\ncopydesk: "), vim.log.levels.WARN)
  end
  local group = vim.api.nvim_create_augroup("copydesk.setup", {})
  vim.api.nvim_create_autocmd("FileType", {
    group = group,
    pattern = "*",
    desc = "Copydesk: attach to the filetypes of setup()",
    callback = function(event)
      M.attach_if_wanted(event.buf)
    end,
  })
  for _, record in ipairs(buffer().all()) do -- those that were open before
    require("copydesk.keys").set(record.buf)
    record:changed()
  end
  for _, buf in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buf) and vim.bo[buf].filetype ~= "" then
      M.attach_if_wanted(buf)
    end
  end
end

-- Switches the reading of a buffer on or off; of all drafts, present and future, with `all`.
---@param on? boolean default true
---@param options? {bufnr?: integer, all?: boolean}
---@return boolean done
function M.enable(on, options)
  on = on ~= false
  if options and options.all then
    M.all = on
    for _, buf in ipairs(vim.api.nvim_list_bufs()) do
      vim.b[buf].copydesk = nil
      if on then
        M.attach_if_wanted(buf)
      else
        buffer().detach(buf)
      end
    end
    return true
  end
  local buf = resolve(options)
  vim.b[buf].copydesk = on
  if on then
    return M.attach(buf)
  end
  buffer().detach(buf)
  return true
end

---@param options? {bufnr?: integer}
---@return boolean
function M.is_enabled(options)
  return buffer().get(resolve(options)) ~= nil
end

-- Moves the cursor to another quotation, to one of the same speaker, to an unverified claim, or to
-- another mention of who or what is meant at the cursor.
---@param what "quotation"|"speaker"|"claim"|"entity"
---@param count? integer negative: backwards; default 1
---@return boolean moved
function M.jump(what, count)
  return require("copydesk.navigate").jump(what, count or 1)
end

-- Marks the claim under the cursor.
---@param status copydesk.Status|"not_claim"
---@param options? {source?: string, note?: string}
function M.mark(status, options)
  return require("copydesk.ledger").mark_at_cursor(status, options)
end

-- Corrects the name under the cursor, wherever it stands in the draft: it is the "same" as another
-- name, "not_name", or of a "type".
---@param kind copydesk.CorrectionKind
---@param value? string the other name; the type
---@param options? {in_full?: boolean} in_full: not that name, but the fullest one of who is meant
---@return boolean done
function M.correct(kind, value, options)
  return require("copydesk.names").correct(kind, value, options)
end

-- Says whose the quotation under the cursor is.
---@param name string a name in the draft; "-": nobody
---@return boolean done
function M.speaker(name)
  return require("copydesk.speakers").set(name)
end

-- Folds all but the paragraphs with quotations in the current window, or puts its folds back.
---@return boolean? folded nil: this is no draft
function M.fold()
  return require("copydesk.fold").toggle()
end

-- Shows who or what is meant at the cursor.
---@param options? {float?: boolean} float = false: only returns it
---@return copydesk.Who? who nil: no name here
function M.who(options)
  return require("copydesk.who").show(options)
end

-- Takes back the last mark or correction made in the current draft.
function M.undo()
  return require("copydesk.ledger").undo()
end

-- Opens a list: "claims", "quotes", "speakers" or "entities".
---@param kind string
---@param filter? string part of a speaker's name, or an entity type
function M.list(kind, filter)
  return require("copydesk.lists").open(kind, filter)
end

-- The number of quotations, claims and so on of a draft, as in b:copydesk_status_dict.
---@param options? {bufnr?: integer}
---@return table?
function M.status(options)
  local record = buffer().get(resolve(options))
  return record and require("copydesk.status").of(record)
end

return M
