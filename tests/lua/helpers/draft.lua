-- A small draft that several specs use, and what a spec asks of a child that has one open.
local M = {}

M.lines = {
  "Mayor Ana Ruiz opened the new bridge over the Orla on Tuesday.",
  "“The bridge cost $12 million,” Ruiz said at the ceremony.",
  "Council member Tom Okafor disagreed.",
  "“It cost far more than that,” Okafor said. “We will ask for the books,” Okafor said.",
  "About 4,000 people crossed the bridge on its first day, police said.",
  "“It is a proud day for the town,” Ruiz said.",
}

-- Opens the draft (or other lines) in a child.
function M.open(child, lines, name)
  return child:edit(name or "draft.md", lines or M.lines)
end

-- Waits until the current buffer's reading is what the core makes of its text when it reads it
-- afresh; fails if that never happens.
function M.wait_equal(child, what)
  local state
  local ok = pcall(child.wait, child, function()
    state = M.state(child)
    return state == true
  end)
  if not ok then error(("%s: it has %s"):format(what or "not equal", tostring(state)), 2) end
end

-- true, or what is wrong.
function M.state(child)
  return child:lua([[
    local record = require("copydesk.buffer").get()
    local doc = record and record:current()
    if not doc then return false end
    local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
    lines[#lines + 1] = ""
    local text = table.concat(lines, "\n")
    if doc:len() ~= #text or doc:text(0, #text) ~= text then return "another text" end
    local fresh = require("copydesk.core").open(text, require("copydesk.engine").rules())
    local equal = fresh:digest() == doc:digest()
    fresh:close()
    return equal or "another reading"
  ]])
end

function M.cursor(child)
  return child.api.nvim_win_get_cursor(0)
end

return M
