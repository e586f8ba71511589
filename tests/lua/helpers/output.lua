-- An output handler for busted: silent about what passes, one block for each failure, and at the
-- end the line that .ci/run adds up.
return function()
  local busted = require("busted")
  local handler = require("busted.outputHandlers.base")()
  local version = tostring(vim.version())

  local function show(kind, entry)
    local message = type(entry.message) == "string" and entry.message or vim.inspect(entry.message)
    local trace = entry.trace or {}
    local source = ""
    if trace.short_src then source = ("%s:%s: "):format(trace.short_src, trace.currentline or 0) end
    io.write(("%s: %s\n%s%s\n\n"):format(kind, entry.name, source, message))
  end

  function handler.suiteEnd()
    for _, entry in ipairs(handler.failures) do show("FAILED", entry) end
    for _, entry in ipairs(handler.errors) do show("ERROR", entry) end
    for _, entry in ipairs(handler.pendings) do show("SKIPPED", entry) end
    io.write(("Lua specs in Neovim %s: %d passed, %d failed\n"):format(
      version, handler.successesCount, handler.failuresCount + handler.errorsCount))
    io.flush()
    return nil, true
  end

  busted.subscribe({ "suite", "end" }, handler.suiteEnd)
  return handler
end
