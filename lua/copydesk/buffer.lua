-- One record a draft: made by attach(), ended by detach(). It owns the core's document and keeps it
-- equal to the buffer's text. Reads edits through on_bytes; makes `doc`, `version` and the event
-- "changed".
--
-- The core sees the lines joined by "\n", with a final "\n", whatever 'fileformat' and 'endofline'
-- say. on_bytes only widens one range of rows (a few additions); the text is fetched when somebody
-- needs the reading: before drawing, or when the main loop comes round. Whole rows are replaced, so
-- a wrong column in an event after an undo does no harm, and a wrong row shows in the length and is
-- read afresh.
local engine = require("copydesk.engine")

local M = {}

-- Texts longer than this are read by the worker: about what the core reads in five milliseconds.
M.SYNC_BYTES = 16 * 1024

---@class copydesk.Buffer
---@field buf integer
---@field doc copydesk.Document? nil while the text is first read, or read afresh, in the background
---@field version integer grows whenever the reading may have changed
---@field reader copydesk.Reader? the reading in the background, if there is one
---@field closed boolean
---@field first integer? rows that were edited since: first one,
---@field last_old integer? last one as it was (inclusive),
---@field last_new integer? last one as it is (inclusive)
---@field scheduled boolean
---@field cache table<string, any> what others made of this version
---@field cache_version integer
---@field hues table<string, integer> name → number of the hue
---@field jumped integer? entity whose quotation was jumped to last
---@field ledger table? see ledger.lua
local Buffer = {}
Buffer.__index = Buffer

---@type table<integer, copydesk.Buffer>
local records = {}

---@type table<string, function[]>
local listeners = { adopted = {}, changed = {}, detached = {} }

-- Calls `listener` whenever a reading has changed (with the rows that may look otherwise; nil:
-- all), a document was taken over that nobody has seen yet, or a draft was let go.
---@param event "adopted"|"changed"|"detached"
---@param listener fun(record: copydesk.Buffer, from?: integer, to?: integer)
function M.on(event, listener)
  table.insert(listeners[event], listener)
end

local function tell(event, record, ...)
  for _, listener in ipairs(listeners[event]) do
    listener(record, ...)
  end
end

---@param buf? integer 0 or nil: the current one
---@return copydesk.Buffer?
function M.get(buf)
  if not buf or buf == 0 then
    buf = vim.api.nvim_get_current_buf()
  end
  return records[buf]
end

---@return copydesk.Buffer[]
function M.all()
  return vim.tbl_values(records)
end

-- Rows first..last (inclusive) as the core sees them.
---@return string
function Buffer:text(first, last)
  local lines = vim.api.nvim_buf_get_lines(self.buf, first, last + 1, false)
  lines[#lines + 1] = ""
  return table.concat(lines, "\n")
end

-- Bytes of the buffer as the core sees it. Neovim leaves the last line's end out if it would not be
-- written.
---@return integer
function Buffer:byte_count()
  local bytes = vim.api.nvim_buf_get_offset(self.buf, vim.api.nvim_buf_line_count(self.buf))
  local bo = vim.bo[self.buf]
  if not bo.endofline and (bo.binary or not bo.fixendofline) then
    bytes = bytes + 1
  end
  return bytes
end

-- The draft is read, or read afresh; for long ones in the background.
function Buffer:read()
  self.first = nil
  if self.reader then
    self.reader:stop()
    self.reader = nil
  end
  if self:byte_count() > M.SYNC_BYTES then
    if self.doc then
      self.doc:close()
      self.doc = nil
    end
    self.reader = require("copydesk.reader").start(self)
    self:changed()
    return
  end
  local core = engine.core()
  local text = self:text(0, vim.api.nvim_buf_line_count(self.buf) - 1)
  local ok, doc = pcall(core.open, text, engine.rules())
  if ok and doc then
    self:adopt(doc)
  else
    vim.notify_once("copydesk: this draft cannot be read: " .. tostring(doc), vim.log.levels.WARN)
  end
end

-- Takes over a document that was read from the buffer's text, as it was before the edits recorded
-- since.
---@param doc copydesk.Document
function Buffer:adopt(doc)
  if self.doc then
    self.doc:close()
  end
  self.doc, self.reader = doc, nil
  local wrap = vim.b[self.buf].copydesk_wrap
  if wrap ~= nil then
    local ok, problem = pcall(doc.set_wrap, doc, wrap)
    if not ok then
      vim.notify_once("copydesk: b:copydesk_wrap: " .. problem, vim.log.levels.WARN)
    end
  end
  tell("adopted", self)
  if not self:flush() then
    self:changed()
  end
end

-- Gives the core what was typed since; cheap if nothing was.
---@return boolean whether the reading changed
function Buffer:flush()
  if not self.first or not self.doc or self.closed then
    return false
  end
  local first, last_old, last_new = self.first, self.last_old, self.last_new
  self.first = nil
  local line_count = vim.api.nvim_buf_line_count(self.buf)
  local start = self.doc:offset(first, 0)
  local old_len = self.doc:offset(last_old + 1, 0) - start
  last_new = math.min(last_new, line_count - 1)
  local new_len = 0
  if last_new >= first then
    new_len = vim.api.nvim_buf_get_offset(self.buf, last_new + 1)
      - vim.api.nvim_buf_get_offset(self.buf, first)
  end
  if math.max(old_len, new_len) > M.SYNC_BYTES then
    self:read()
    return true
  end
  local text = last_new >= first and self:text(first, last_new) or ""
  local ok, from, to = pcall(self.doc.edit, self.doc, start, old_len, text)
  if not ok or self.doc:len() ~= self:byte_count() then
    self:read()
    return true
  end
  self:changed(from, to)
  return true
end

---@param from integer? rows that may look otherwise, both inclusive; nil: all
---@param to integer?
function Buffer:changed(from, to)
  self.version = self.version + 1
  tell("changed", self, from, to)
end

-- What `make` returns, kept until the reading changes.
---@generic T
---@param name string
---@param make fun(): T
---@return T
function Buffer:cached(name, make)
  if self.cache_version ~= self.version then
    self.cache, self.cache_version = {}, self.version
  end
  local value = self.cache[name]
  if value == nil then
    value = make()
    self.cache[name] = value
  end
  return value
end

-- The same, kept for one document: while a draft is read there are several of its parts.
---@generic T
---@param name string
---@param doc copydesk.Document
---@param make fun(): T
---@return T
function Buffer:cached_for(doc, name, make)
  local by_doc = self:cached(name, function()
    return {}
  end)
  by_doc[doc] = by_doc[doc] or make()
  return by_doc[doc]
end

-- The document with everything typed so far; nil while it is still being read.
---@return copydesk.Document?
function Buffer:current()
  self:flush()
  return self.doc
end

-- Calls `action` with the document: now, or when it has been read.
---@param action fun(doc: copydesk.Document)
function Buffer:when_read(action)
  local doc = self:current()
  if doc then
    return action(doc)
  end
  self.waiting = self.waiting or {}
  table.insert(self.waiting, action)
end

-- One edit: rows start..old_end became start..new_end (inclusive). Two edits are joined into the
-- smallest range that covers both: rows behind the first range keep their distance from its end.
local function widen(self, start, old_end, new_end)
  if not self.first then
    self.first, self.last_old, self.last_new = start, old_end, new_end
    return
  end
  local last_new = self.last_new
  local cover = last_new > old_end and last_new or old_end
  if start < self.first then
    self.first = start
  end
  self.last_old = self.last_old + cover - last_new
  self.last_new = cover + new_end - old_end
end

local function watch(self)
  return vim.api.nvim_buf_attach(self.buf, false, {
    on_bytes = function(_, _, _, start_row, _, _, old_rows, _, _, new_rows)
      if self.closed then
        return true
      end
      widen(self, start_row, start_row + old_rows, start_row + new_rows)
      if not self.scheduled then
        self.scheduled = true
        vim.schedule(self.on_idle)
      end
    end,
    on_reload = function()
      if self.closed then
        return true
      end
      self:read()
    end,
    on_detach = function()
      if self.closed then
        return
      end
      -- `:edit!` unloads the buffer and reads the file again: the draft is taken up again then.
      M.detach(self.buf)
      vim.schedule(function()
        local loaded = vim.api.nvim_buf_is_valid(self.buf) and vim.api.nvim_buf_is_loaded(self.buf)
        if loaded and not records[self.buf] then
          require("copydesk").attach_if_wanted(self.buf)
        end
      end)
    end,
  })
end

-- Begins to read a buffer. The facade has checked that it is wanted.
---@param buf integer
---@return copydesk.Buffer? record nil if the core cannot be loaded or the buffer is not loaded
function M.attach(buf)
  if records[buf] then
    return records[buf]
  end
  if not vim.api.nvim_buf_is_loaded(buf) or not engine.core_or_tell() then
    return nil
  end
  local self = setmetatable({
    buf = buf,
    version = 0,
    closed = false,
    scheduled = false,
    cache = {},
    cache_version = 0,
    hues = {},
  }, Buffer)
  self.on_idle = function()
    self.scheduled = false
    if not self.closed and vim.api.nvim_buf_is_loaded(buf) then
      self:flush()
    end
  end
  records[buf] = self
  if not watch(self) then
    records[buf] = nil
    return nil
  end
  self:read()
  return self
end

-- Ends a record: its marks, its document, its worker.
---@param buf integer
function M.detach(buf)
  local self = records[buf]
  if not self then
    return
  end
  self.closed = true
  records[buf] = nil
  if self.reader then
    self.reader:stop()
    self.reader = nil
  end
  tell("detached", self)
  if self.doc then
    self.doc:close()
    self.doc = nil
  end
end

M.on("changed", function(self)
  local waiting = self.doc and self.waiting
  if not waiting then
    return
  end
  self.waiting = nil
  vim.schedule(function()
    for _, action in ipairs(waiting) do
      if not self.closed then
        self:when_read(action)
      end
    end
  end)
end)

return M
