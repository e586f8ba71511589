-- Drives a second, real Neovim as a user would: types keys, runs commands, reads the screen. Reads
-- nothing of the user's: own XDG folders and HOME in a temporary folder, no configuration. Every
-- call waits at most TIMEOUT and then fails with a message, so a hanging child never hangs a test.
--
--   local Child = require("helpers.child")
--   local child = Child.new({ columns = 80, lines = 24 })  -- this project on the runtimepath
--   child:edit("draft.md", { "line 1", "line 2" })    -- writes child.folder/draft.md, opens it
--   child:type("Go“It works,” she said.<Esc>")        -- as nvim_input(); returns when read
--   child:cmd("Copydesk claims")                      -- an Ex command; errors fail the test
--   child.api.nvim_win_get_cursor(0)                  -- any API function
--   child:lua("local a, b = ... return a + b", 1, 2)  -- Lua in the child
--   child:wait(function() return child:lua("return #vim.fn.getqflist()") == 3 end, "3 claims")
--   child:wait_screen("Biden ×2")                     -- until the screen holds this text
--   local screen = child:screen()                     -- screen.rows[1], tostring(screen)
--   screen:find("Zelenskiy")                          -- row, column from 1 (cells), or nil
--   screen:attributes("Zelenskiy")                    -- { foreground = 0x…, bold = true, … }
--   child:group("CopydeskPerson")                     -- the same fields of a highlight group
--   child:messages()                                  -- text of :messages
--   child:stop()                                      -- in after_each()
--
-- Specs use before_each/after_each with Child.new() and child:stop(). No sleeps: wait for a
-- condition.
local Child = {}
Child.__index = Child

local TIMEOUT = 10000
local ROOT = vim.fn.fnamemodify(debug.getinfo(1, "S").source:sub(2), ":p:h:h:h:h")

---@type table<integer, table> every child that runs, by channel
local running = {}
---@type table<integer, table> answers that have arrived, by call
local answers = {}
local last_call = 0

--- Called by the child over RPC: the answer to one call.
function Child.deliver(call, ok, ...)
  answers[call] = { ok = ok, n = select("#", ...), ... }
end

---@param options? { columns?: integer, lines?: integer, args?: string[], plugin?: boolean,
---  before?: string, env?: table<string, string> }
--- `args` are added to the command line; `before` is an Ex command that runs before the plugin is
--- loaded; `plugin = false` leaves the project off the runtimepath.
function Child.new(options)
  options = options or {}
  local self = setmetatable({}, Child)
  self.folder = vim.fn.resolve(vim.fn.tempname())
  for _, name in ipairs({ "config", "data", "state", "cache" }) do
    vim.fn.mkdir(self.folder .. "/xdg/" .. name, "p")
  end
  local command = { vim.v.progpath, "--clean", "-n", "-i", "NONE", "--headless", "--embed" }
  local function before(ex) vim.list_extend(command, { "--cmd", ex }) end
  before(("set columns=%d lines=%d"):format(options.columns or 80, options.lines or 24))
  before("set shortmess+=I nomore laststatus=0 noruler noshowcmd")
  if options.plugin ~= false then
    local root = vim.fn.fnameescape(ROOT)
    before("set runtimepath^=" .. root .. " runtimepath+=" .. root .. "/after")
  end
  if options.before then before(options.before) end
  vim.list_extend(command, options.args or {})
  local xdg = self.folder .. "/xdg/"
  local env = vim.tbl_extend("force", {
    HOME = self.folder,
    XDG_CONFIG_HOME = xdg .. "config",
    XDG_DATA_HOME = xdg .. "data",
    XDG_STATE_HOME = xdg .. "state",
    XDG_CACHE_HOME = xdg .. "cache",
    GIT_CONFIG_NOSYSTEM = "1",
    GIT_CEILING_DIRECTORIES = vim.fn.fnamemodify(self.folder, ":h"),
    LC_ALL = "C.UTF-8",
    NVIM = "",
    NVIM_LOG_FILE = self.folder .. "/nvim.log",
  }, options.env or {})
  self.stderr = {}
  self.channel = vim.fn.jobstart(command, {
    rpc = true,
    cwd = self.folder,
    env = env,
    on_stderr = function(_, data) vim.list_extend(self.stderr, data) end,
    on_exit = function(_, code)
      self.exit_code = code
      running[self.channel] = nil
    end,
  })
  assert(self.channel > 0, "Neovim does not start")
  running[self.channel] = self
  self.api = setmetatable({}, {
    __index = function(_, name)
      return function(...) return self:call(name, ...) end
    end,
  })
  -- Requests are answered before the start has come to its end, when colours are still set up.
  self:wait(function() return self:call("nvim_eval", "v:vim_did_enter") == 1 end, "Neovim starts")
  -- The first such call makes Neovim number its attributes anew: what is drawn already shows wrong
  -- ones.
  self:lua("pcall(vim.api.nvim__inspect_cell, 1, 0, 0)")
  return self
end

--- Calls an API function in the child and returns its result; a Lua error there fails here. The
--- name "" is Lua code with its arguments.
function Child:call(name, ...)
  last_call = last_call + 1
  local call = last_call
  assert(running[self.channel], "the child has ended, exit code " .. tostring(self.exit_code))
  local code = [[
    local call, name, count = ...
    local results = vim.F.pack_len(pcall(function(...)
      if name ~= "" then return vim.api[name](...) end
      return assert(loadstring((...)))(select(2, ...))
    end, unpack({ select(4, ...) }, 1, count)))
    vim.rpcnotify(1, "nvim_exec_lua", "require('helpers.child').deliver(...)",
      { call, unpack(results, 1, results.n) })
  ]]
  vim.rpcnotify(self.channel, "nvim_exec_lua", code, { call, name, select("#", ...), ... })
  local arrived = vim.wait(TIMEOUT, function()
    return answers[call] ~= nil or running[self.channel] == nil
  end, 5)
  local answer = answers[call]
  answers[call] = nil
  if not answer then
    local state = arrived and "it ended, exit code " .. tostring(self.exit_code) or self:state()
    error(("no answer to %s: %s\n%s"):format(name, state, table.concat(self.stderr, "\n")), 0)
  end
  if not answer.ok then error(("%s: %s"):format(name, tostring(answer[1])), 2) end
  return unpack(answer, 1, answer.n)
end

--- What the child is doing, when it does not answer: asked by a function that is always answered,
--- unless the child is in a loop.
function Child:state()
  local ok, mode = pcall(vim.rpcrequest, self.channel, "nvim_get_mode")
  if not ok then return tostring(mode) end
  return ("mode %q, blocking %s"):format(mode.mode, tostring(mode.blocking))
end

--- Types keys ("<Esc>" notation) and returns when all are read, or when the child waits for more of
--- them.
function Child:type(...)
  for _, keys in ipairs({ ... }) do
    local rest = keys
    while #rest > 0 do -- takes what fits into the input buffer
      local written = vim.rpcrequest(self.channel, "nvim_input", rest)
      rest = rest:sub(written + 1)
      if #rest > 0 then vim.wait(1) end
    end
    self:settle()
  end
end

--- Returns when the child has read all that was typed, or waits for more of it.
function Child:settle()
  last_call = last_call + 1
  local call = last_call
  local code = [[
    vim.rpcnotify(1, "nvim_exec_lua", "require('helpers.child').deliver(...)", { ..., true })
  ]]
  vim.rpcnotify(self.channel, "nvim_exec_lua", code, { call })
  local blocked = 0
  local settled = vim.wait(TIMEOUT, function()
    if answers[call] or not running[self.channel] then return true end
    -- A pending key ("f", a register, a prompt) blocks requests: seen for a while, it is the state.
    blocked = vim.rpcrequest(self.channel, "nvim_get_mode").blocking and blocked + 1 or 0
    return blocked > 20
  end, 2)
  answers[call] = nil
  if not settled then error("the child does not come to rest: " .. self:state(), 0) end
end

--- Runs an Ex command.
function Child:cmd(command) self:call("nvim_command", command) end

--- Runs Lua code in the child with `...` and returns its result.
function Child:lua(code, ...) return self:call("", code, ...) end

--- Waits until `condition()` is truthy and returns its value; fails with `what` after `timeout`
--- milliseconds (TIMEOUT).
function Child:wait(condition, what, timeout)
  -- Not inside one vim.wait(): the condition asks the child, which waits for an answer by itself.
  local deadline = vim.uv.hrtime() + (timeout or TIMEOUT) * 1e6
  repeat
    local value = condition()
    if value then return value end
    vim.wait(10)
  until vim.uv.hrtime() > deadline
  local shown, screen = pcall(self.screen, self)
  local message = ("never happened: %s\n%s"):format(what or "the condition", tostring(screen))
  error(message, shown and 2 or 0)
end

--- Waits until the screen holds `text`; returns the screen.
function Child:wait_screen(text)
  return self:wait(function()
    local screen = self:screen()
    return screen:find(text) and screen
  end, ("the screen shows %q"):format(text))
end

--- Waits until the screen no longer holds `text`; returns the screen.
function Child:wait_no_screen(text)
  return self:wait(function()
    local screen = self:screen()
    return not screen:find(text) and screen
  end, ("the screen no longer shows %q"):format(text))
end

--- Writes `lines` to child.folder/name (or creates nothing if nil) and opens it. Returns its path.
function Child:edit(name, lines)
  local path = self.folder .. "/" .. name
  if lines then
    vim.fn.mkdir(vim.fn.fnamemodify(path, ":h"), "p")
    vim.fn.writefile(lines, path)
  end
  self:cmd("edit " .. vim.fn.fnameescape(path))
  return path
end

--- Lines of the current buffer.
function Child:lines() return self:call("nvim_buf_get_lines", 0, 0, -1, true) end

--- Text of :messages.
function Child:messages() return self:call("nvim_exec2", "messages", { output = true }).output end

--- Colours and styles of a highlight group with its links followed, named as in
--- screen:attributes().
function Child:group(name)
  return self:lua(
    [[
      local group = vim.api.nvim_get_hl(0, { name = ..., link = false })
      local result = { foreground = group.fg, background = group.bg, special = group.sp }
      for key, value in pairs(group) do
        if value == true and key ~= "default" then result[key] = true end
      end
      return result
    ]],
    name
  )
end

---@class Screen
---@field rows string[]  text of each row, without spaces at its end
---@field cells { [1]: string, [2]: table }[][]  text ("" right of a wide sign) and attributes
local Screen = {}
Screen.__index = Screen
Screen.__tostring = function(self) return table.concat(self.rows, "\n") end

--- The screen as drawn now.
function Child:screen()
  self:cmd("redraw")
  local cells = self:lua([[
    local cells = {}
    for row = 1, vim.o.lines do
      cells[row] = {}
      for column = 1, vim.o.columns do
        local seen, cell = pcall(vim.api.nvim__inspect_cell, 1, row - 1, column - 1)
        cells[row][column] = { seen and cell[1] or "", seen and cell[2] or vim.empty_dict() }
      end
    end
    return cells
  ]])
  local screen = setmetatable({ cells = cells, rows = {} }, Screen)
  for row, line in ipairs(cells) do
    local text = {}
    for column, cell in ipairs(line) do text[column] = cell[1] end
    screen.rows[row] = table.concat(text):gsub("%s+$", "")
  end
  return screen
end

--- Row and column (display cells) where `text` begins, both from 1, or nil.
function Screen:find(text)
  for row, line in ipairs(self.rows) do
    local at = line:find(text, 1, true)
    if at then
      local bytes, column = 0, 1
      while bytes < at - 1 do
        bytes, column = bytes + #self.cells[row][column][1], column + 1
      end
      while self.cells[row][column][1] == "" do column = column + 1 end
      return row, column
    end
  end
end

--- Attributes of the first cell of `text`; fails if the screen does not hold it.
function Screen:attributes(text)
  local row, column = self:find(text)
  if not row then error(("the screen does not show %q:\n%s"):format(text, tostring(self)), 2) end
  return self.cells[row][column][2]
end

--- Ends the child, at once.
function Child:stop()
  if running[self.channel] then
    vim.fn.jobstop(self.channel)
    vim.fn.jobwait({ self.channel }, 2000)
    running[self.channel] = nil
  end
  vim.fn.delete(self.folder, "rf")
end

function Child.stop_all()
  for _, child in pairs(vim.deepcopy(vim.tbl_keys(running))) do running[child]:stop() end
end

return Child
