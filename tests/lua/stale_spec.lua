-- A verified claim that is edited afterwards, as a fact-checker sees it in the list.
local Child = require("helpers.child")
local draft = require("helpers.draft")

local LINES = {
  "The council approved a budget of $4 million on Monday.",
  "",
  "The town lost 1,200 jobs last year.",
  "",
  "Unemployment rose to 9 percent in May.",
}

describe("a verified claim", function()
  local child
  before_each(function()
    child = Child.new({ lines = 30 })
    draft.open(child, LINES)
    child:lua("require('copydesk').setup({ who = 'Eva Lindt' })")
    child:cmd("Copydesk claims")
    child:cmd("call search('1,200')")
    child:type("V")
    child:type("labour office<CR>")
    child:cmd("cclose")
  end)
  after_each(function() child:stop() end)

  -- The entry of line 3 in the list as it is now.
  local function entry()
    child:cmd("Copydesk claims")
    return child:lua([[
      for _, item in ipairs(vim.fn.getqflist()) do
        if item.lnum == 3 then
          local record = item.user_data
          return {
            type = item.type, text = item.text, status = record.status, stale = record.stale,
            was = record.was, difference = record.difference,
          }
        end
      end
    ]])
  end

  it("is not listed", function() assert.are.same(vim.NIL, entry() or vim.NIL) end)

  it("comes back as an error that tells what changed, and goes with undo", function()
    child:cmd([[3s/1,200/1,300/]])
    local item = entry()
    assert.are.equal("E", item.type)
    assert.are.equal("stale", item.status)
    assert.is_true(item.stale)
    assert.are.equal("“1,200” → “1,300”", item.difference)
    assert.are.equal("The town lost 1,200 jobs last year", (item.was:gsub("%.$", "")))
    assert.is_truthy(item.text:find("stale (“1,200” → “1,300”)", 1, true), item.text)
    child:cmd("cclose")
    child:cmd("undo")
    assert.are.same(vim.NIL, entry() or vim.NIL)
  end)

  it("stays verified when only commas, spaces or a letter slip", function()
    child:cmd([[3s/jobs last/jobs,  last/]])
    assert.are.same(vim.NIL, entry() or vim.NIL)
  end)
end)
