-- Reads a long draft in the background: its text goes to the core's worker thread in slices, one a
-- turn of the main loop, so that no turn is held up. What is typed meanwhile is recorded by the
-- buffer's record and given to the finished document. Reads the buffer; makes its record's
-- document.
local engine = require("copydesk.engine")

local M = {}

local SLICE_BYTES = 512 * 1024 -- copied in about one millisecond
local SLICE_ROWS = 4096
local PREVIEW_BYTES = 12 * 1024 -- of the visible part, read at once
local PREVIEW_PAUSE = 50 -- milliseconds at least between two: a macro may redraw each line

---@class copydesk.Reader
---@field record copydesk.Buffer
---@field worker copydesk.Worker?
---@field timer uv.uv_timer_t
---@field poll uv.uv_poll_t?
---@field row integer next row to hand over
---@field col integer and the next column of it
---@field preview table? {doc, first, last, tick, made}: of the visible rows
local Reader = {}
Reader.__index = Reader

-- The next slice of the text: whole rows, or a piece of a row that is longer than a slice. nil: the
-- end.
local function next_slice(self)
  local buf = self.record.buf
  local line_count = vim.api.nvim_buf_line_count(buf)
  if self.row >= line_count then
    return nil
  end
  local start = vim.api.nvim_buf_get_offset(buf, self.row)
  local last = math.min(self.row + SLICE_ROWS, line_count)
  while last > self.row + 1 and vim.api.nvim_buf_get_offset(buf, last) - start > SLICE_BYTES do
    last = self.row + math.floor((last - self.row) / 2)
  end
  if last > self.row + 1 or vim.api.nvim_buf_get_offset(buf, last) - start <= SLICE_BYTES then
    local text = self.record:text(self.row, last - 1)
    self.row = last
    return text
  end
  -- One huge row.
  local len = vim.api.nvim_buf_get_offset(buf, last) - start
  local stop = math.min(self.col + SLICE_BYTES, len)
  local ok, text = pcall(vim.api.nvim_buf_get_text, buf, self.row, self.col, self.row, stop, {})
  if not ok then -- the row ends one byte earlier: its end is what the offset counted
    text = vim.api.nvim_buf_get_text(buf, self.row, self.col, self.row, -1, {})
    stop = len
  end
  self.col = stop
  if stop < len then
    return text[1]
  end
  self.row, self.col = last, 0
  return text[1] .. "\n"
end

-- The worker has finished: its document is the record's, with what was typed since.
local function finish(self)
  if self.stopped then
    return
  end
  local doc, problem = self.worker:take()
  if not doc and not problem then
    return
  end
  self:stop()
  if doc then
    self.record:adopt(doc)
  else
    self.record.reader = nil
    vim.notify_once("copydesk: this draft cannot be read: " .. problem, vim.log.levels.WARN)
  end
end

local function begin(self)
  if self.worker then
    self.worker:close()
  end
  self.worker = engine.core().worker(engine.rules())
  self.row, self.col = 0, 0
  self.record.first = nil
end

local step
local function next_turn(self)
  self.timer:start(1, 0, vim.schedule_wrap(function()
    step(self)
  end))
end

-- One turn: hands over a slice. An edit before all is handed over begins anew, since what the
-- worker has and what it lacks would be of two texts.
function step(self)
  if self.stopped then
    return
  end
  if self.record.first then
    begin(self)
  end
  local slice = next_slice(self)
  if slice then
    self.worker:feed(slice)
    next_turn(self)
    return
  end
  local ok, problem = self.worker:start()
  if not ok then
    self:stop()
    self.record.reader = nil
    local message = "copydesk: this draft cannot be read: " .. tostring(problem)
    vim.notify_once(message, vim.log.levels.WARN)
    return
  end
  self.poll = vim.uv.new_poll(self.worker:fd())
  self.poll:start("r", vim.schedule_wrap(function()
    finish(self)
  end))
end

-- Begins to read the record's buffer.
---@param record copydesk.Buffer
---@return copydesk.Reader
function M.start(record)
  local self = setmetatable({ record = record, timer = assert(vim.uv.new_timer()) }, Reader)
  begin(self)
  next_turn(self)
  return self
end

-- The rows around those on the screen, read at once while the rest is still being read.
---@param first integer row
---@param last integer row, inclusive
---@return copydesk.Document? doc, integer? first_row the row of the buffer that is its row 0
function Reader:visible(first, last)
  local buf = self.record.buf
  local tick = vim.api.nvim_buf_get_changedtick(buf)
  local preview = self.preview
  if preview and preview.tick == tick and preview.first <= first and preview.last >= last then
    return preview.doc, preview.first
  end
  local now = vim.uv.now()
  if preview and now - preview.made < PREVIEW_PAUSE then
    return nil
  end
  self:drop_preview()
  local wanted = last
  last = math.min(last, vim.api.nvim_buf_line_count(buf) - 1)
  local start = vim.api.nvim_buf_get_offset(buf, first)
  while last > first and vim.api.nvim_buf_get_offset(buf, last + 1) - start > PREVIEW_BYTES do
    last = first + math.floor((last - first) / 2)
  end
  local text
  if vim.api.nvim_buf_get_offset(buf, last + 1) - start > PREVIEW_BYTES then
    text = vim.api.nvim_buf_get_text(buf, first, 0, first, PREVIEW_BYTES, {})[1]
  else
    text = self.record:text(first, last)
  end
  local ok, doc = pcall(engine.core().open, text, engine.rules())
  if not ok then
    return nil
  end
  require("copydesk.names").correct_part(self.record, doc)
  self.preview = { doc = doc, first = first, last = wanted, tick = tick, made = vim.uv.now() }
  return doc, first
end

function Reader:drop_preview()
  if self.preview then
    self.preview.doc:close()
    self.preview = nil
  end
end

function Reader:stop()
  if self.stopped then
    return
  end
  self.stopped = true
  self:drop_preview()
  self.timer:stop()
  self.timer:close()
  if self.poll then
    self.poll:stop()
    self.poll:close()
  end
  if self.worker then
    self.worker:close()
  end
end

return M
