-- What the plugin costs in a real Neovim: nvim --clean -l tests/bench/editor.lua CORE_BENCH
-- DRAFT... Reads drafts, made longer by CORE_BENCH (build/bench/core); prints one figure a line.
-- What Neovim itself needs is measured in a second run without the plugin.
local root = vim.fn.fnamemodify(vim.fn.fnamemodify(arg[0], ":p"), ":h:h:h")
package.path = root .. "/tests/lua/?.lua;" .. package.path
local Child = require("helpers.child")

local core_bench = arg[1]
local drafts = { unpack(arg, 2) }

local function report(name, format, ...)
  io.write(("%-58s " .. format .. "\n"):format(name, ...))
  io.flush()
end

local function percentile(values, share)
  table.sort(values)
  return values[math.max(1, math.ceil(#values * share))]
end

local function text_of(bytes)
  local command = { core_bench, "--text", tostring(bytes), unpack(drafts) }
  local run = vim.system(command, { text = true }):wait()
  assert(run.code == 0, run.stderr)
  return run.stdout
end

local function write_draft(child, bytes)
  local path = child.folder .. "/draft.txt"
  local file = assert(io.open(path, "w"))
  file:write(text_of(bytes))
  file:close()
  return path
end

-- Runs in the child before the file is opened: its on_bytes comes before the plugin's.
local PROBE = [[
  _G.probe = { turns = {}, longest = 0 }
  local function cputime() return os.clock() * 1e9 end
  -- Of the main thread alone, where the system tells it.
  local function main_time()
    local file = io.open("/proc/self/schedstat")
    if not file then return vim.uv.hrtime() end
    local time = file:read("*n")
    file:close()
    return time
  end
  vim.api.nvim_create_autocmd("BufReadPost", { callback = function(event)
    vim.api.nvim_buf_attach(event.buf, false, { on_bytes = function()
      probe.edited = probe.edited or cputime()
    end })
  end })
  -- The end of the redraw that follows an edit: by then every mark is set and drawn.
  function probe.start()
    vim.api.nvim_set_decoration_provider(vim.api.nvim_create_namespace("probe"), {
      on_start = function() end,
      on_end = function()
        if probe.edited then
          table.insert(probe.turns, cputime() - probe.edited)
          probe.edited = nil
        end
      end,
    })
  end
  -- The longest that the main thread worked without the main loop coming round.
  function probe.watch()
    local last = main_time()
    probe.timer = vim.uv.new_timer()
    probe.longest = 0
    probe.timer:start(0, 1, function()
      local now = main_time()
      probe.longest = math.max(probe.longest, now - last)
      last = now
    end)
  end
]]

local function new_child(with_plugin)
  local child = Child.new({ columns = 100, lines = 40, plugin = with_plugin })
  child:lua(PROBE)
  return child
end

-- Until the plugin has read the draft, or at once without it.
local function wait_read(child, with_plugin)
  if not with_plugin then return end
  child:wait(function()
    return child:lua([[
      local record = require("copydesk.buffer").get(0)
      return record ~= nil and record:current() ~= nil
    ]])
  end, "the draft is read", 120000)
end

-- Letters typed in insert mode at places spread over a draft: nanoseconds from on_bytes to the end
-- of the redraw, one a letter.
local function type_letters(bytes, with_plugin)
  local child = new_child(with_plugin)
  child:cmd("edit " .. write_draft(child, bytes))
  wait_read(child, with_plugin)
  child:lua("probe.start()")
  local rows = child.api.nvim_buf_line_count(0)
  for round = 1, 50 do
    child.api.nvim_win_set_cursor(0, { (round * 7919) % rows + 1, 0 })
    child:type("A")
    for letter in ("and more"):gmatch(".") do child:type(letter) end
    child:type("<Esc>")
  end
  local turns = child:lua("return probe.turns")
  child:stop()
  return turns
end

local function measure_typing(bytes, name)
  local bare, with = type_letters(bytes, false), type_letters(bytes, true)
  local median, p99 = percentile(with, 0.5), percentile(with, 0.99)
  report(name, "median %.3f ms, p99 %.3f ms (%d letters)", median / 1e6, p99 / 1e6, #with)
  local bare_median, bare_p99 = percentile(bare, 0.5), percentile(bare, 0.99)
  report("  without it", "median %.3f ms, p99 %.3f ms", bare_median / 1e6, bare_p99 / 1e6)
  report("  the plugin's share", "median %.3f ms, p99 %.3f ms (bars 0.2 and 1)",
    (median - bare_median) / 1e6, (p99 - bare_p99) / 1e6)
end

-- Opening a draft: the longest turn of the main loop until it is read, and how long that takes.
local function measure_opening(bytes, name)
  local longest, total = {}, 0
  for _, with_plugin in ipairs({ false, true }) do
    local child = new_child(with_plugin)
    local path = write_draft(child, bytes)
    child:lua("probe.watch()")
    local start = vim.uv.hrtime()
    child:cmd("edit " .. path)
    wait_read(child, with_plugin)
    child:screen()
    total = vim.uv.hrtime() - start
    longest[with_plugin] = child:lua("return probe.longest")
    child:stop()
  end
  report(name, "%.0f ms of wall clock; longest turn %.1f ms, %.1f without it (bar: 5 ms more)",
    total / 1e6, longest[true] / 1e6, longest[false] / 1e6)
end

-- One command that changes every line: seconds with and without the plugin.
local function measure_command(bytes, command, name)
  local took = {}
  for _, with_plugin in ipairs({ false, true }) do
    local child = new_child(with_plugin)
    child:cmd("edit " .. write_draft(child, bytes))
    wait_read(child, with_plugin)
    took[with_plugin] = child:lua(
      [[
        local start = os.clock()
        vim.cmd(...)
        return (os.clock() - start) * 1e9
      ]],
      command
    )
    wait_read(child, with_plugin)
    child:stop()
  end
  report(name, "%.0f ms, %.0f without the plugin", took[true] / 1e6, took[false] / 1e6)
end

local function measure_loading()
  local loads, attaches = {}, {}
  for _ = 1, 15 do
    local child = Child.new({ plugin = false })
    loads[#loads + 1] = child:lua(
      [[
        vim.opt.runtimepath:prepend((...))
        local start = os.clock()
        vim.cmd("runtime plugin/copydesk.lua")
        return (os.clock() - start) * 1e9
      ]],
      root
    )
    local path = write_draft(child, 3568)
    attaches[#attaches + 1] = child:lua(
      [[
        vim.cmd("noautocmd edit " .. ...)
        local start = os.clock()
        require("copydesk").attach(0)
        return (os.clock() - start) * 1e9
      ]],
      path
    )
    child:stop()
  end
  report("plugin loaded, no draft", "%.2f ms (bar 1)", percentile(loads, 0.5) / 1e6)
  report("first attach, a sample-sized draft", "%.1f ms (bar 10)", percentile(attaches, 0.5) / 1e6)
end

local ok, problem = pcall(function()
  measure_loading()
  measure_typing(3568, "a typed letter in a sample-sized draft, on_bytes to drawn")
  measure_typing(1000000, "a typed letter in a 1 MB draft, on_bytes to drawn")
  measure_opening(1000000, "a 1 MB draft opened and read")
  measure_opening(10000000, "a 10 MB draft opened and read")
  measure_command(1000000, "%substitute/e/E/", ":%s on every line of a 1 MB draft")
end)
Child.stop_all()
if not ok then
  io.stderr:write(tostring(problem), "\n")
  os.exit(1)
end
