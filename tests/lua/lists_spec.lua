-- The lists and the marks made in them, as a fact-checker works with them.
local Child = require("helpers.child")
local draft = require("helpers.draft")

local function open(child, lines, name)
  local path = draft.open(child, lines, name)
  child:lua("require('copydesk').setup({ who = 'Eva Lindt' })")
  return path
end

local function list(child)
  return child:lua([[
    local list = vim.fn.getqflist({ title = 1, items = 1, idx = 0, id = 0, size = 1, context = 1 })
    for _, item in ipairs(list.items) do
      item.words = table.concat(vim.api.nvim_buf_get_text(
        item.bufnr, item.lnum - 1, item.col - 1, item.end_lnum - 1, item.end_col - 1, {}), "\n")
      item.user_data = { status = item.user_data.status, priority = item.user_data.priority }
    end
    return list
  ]])
end

local function ledger_lines(path)
  local ledger = path .. ".ledger.jsonl"
  return vim.fn.filereadable(ledger) == 1 and vim.fn.readfile(ledger) or {}
end

describe("the list of claims", function()
  local child, path
  before_each(function()
    child = Child.new({ lines = 30 })
    child:lua([[
      local echo = vim.api.nvim_echo
      vim.api.nvim_echo = function(chunks, ...)
        _G.echoed = ""
        for _, chunk in ipairs(chunks) do
          _G.echoed = _G.echoed .. chunk[1]
        end
        return echo(chunks, ...)
      end
    ]])
    path = open(child)
    child:cmd("Copydesk claims")
  end)
  after_each(function() child:stop() end)

  local function has_said(text)
    local echoed = child:lua("return _G.echoed or ''")
    assert.is_truthy(echoed:find(text, 1, true), echoed)
  end

  it("has the claims, worst first, each at its words", function()
    local claims = list(child)
    assert.are.equal(("Claims: %d of %d unverified"):format(claims.size, claims.size), claims.title)
    assert.is_true(claims.size >= 4)
    local last = 9
    for _, item in ipairs(claims.items) do
      assert.are.equal(({ "N", "I", "W" })[item.user_data.priority], item.type)
      assert.is_true(item.user_data.priority <= last)
      last = item.user_data.priority
      assert.is_truthy(item.text:find(vim.trim(item.words), 1, true))
    end
    assert.are.equal("quickfix", child:lua("return vim.bo.buftype"))
    assert.is_truthy(child:screen():find("|must"))
  end)

  it("goes to the words of an entry", function()
    local first = list(child).items[1]
    child:type("<CR>")
    assert.are.same({ first.lnum, first.col - 1 }, draft.cursor(child))
  end)

  it("verifies with a source in one key, and takes it back in another", function()
    local before = list(child)
    child:type("V")
    child:type("town accounts, page 3<CR>")
    local after = list(child)
    assert.are.equal(before.size - 1, after.size)
    local title = ("Claims: %d of %d unverified"):format(before.size - 1, before.size)
    assert.are.equal(title, after.title)
    assert.are.equal(before.items[2].text, after.items[1].text)
    local event = vim.json.decode(ledger_lines(path)[1])
    assert.are.equal("Eva Lindt", event.who)
    assert.are.equal("verified", event.status)
    assert.are.equal("town accounts, page 3", event.sources[1].reference)
    child:type("u")
    assert.are.equal(before.title, list(child).title)
    assert.are.equal(before.items[1].text, list(child).items[1].text)
    assert.are.equal(2, #ledger_lines(path))
  end)

  it("marks nothing verified without a source", function()
    local before = list(child)
    child:type("V", "<CR>")
    child:type("V", "<Esc>")
    assert.are.equal(before.title, list(child).title)
    assert.are.same({}, ledger_lines(path))
  end)

  it("has one key for each other status", function()
    local size = list(child).size
    for key, status in pairs({ Q = "querying", D = "disputed", U = "unverifiable" }) do
      child:type("gg" .. key)
      local found = false
      for _, item in ipairs(list(child).items) do
        if item.user_data.status == status then
          found = true
          assert.are.equal(status == "disputed", item.type == "E")
        end
      end
      assert.is_true(found, status)
      assert.are.equal(size, list(child).size)
      child:type("u")
    end
    child:type("ggX")
    assert.are.equal(size - 1, list(child).size)
    assert.are.equal(("Claims: %d of %d unverified"):format(size - 1, size - 1), list(child).title)
    child:type("u")
    assert.are.equal(size, list(child).size)
  end)

  it("says what was done and goes on to the next entry if the marked one moved", function()
    local before = list(child).items
    child:type("2GD")
    assert.are.equal(before[2].lnum, list(child).items[1].lnum)
    assert.are.equal(3, draft.cursor(child)[1])
    has_said("Marked disputed; ")
    child:type("Q")
    assert.are.equal(3, draft.cursor(child)[1])
    child:type("u")
    has_said("Taken back; ")
    assert.are.equal("unchecked", list(child).items[3].user_data.status)
  end)

  it("tells its keys in one line", function()
    child:type("g?")
    has_said("V verify Q query D dispute U unverifiable C cut X not claim u undo")
    assert.is_true(#child:lua("return _G.echoed") < 80 - 11) -- what fits with 'showcmd'
  end)

  it("marks all selected entries at once", function()
    local size = list(child).size
    child:type("ggvjQ")
    local querying = 0
    for _, item in ipairs(list(child).items) do
      querying = querying + (item.user_data.status == "querying" and 1 or 0)
    end
    assert.are.equal(2, querying)
    assert.are.equal(size, list(child).size)
  end)

  it("keeps its positions right while one types", function()
    local before = list(child)
    child:cmd("wincmd p")
    child:type("ggONew first line.<CR>And a second one.<Esc>")
    child:type(":3s/Mayor/The Mayor/<CR>")
    child:cmd("wincmd p")
    local after = list(child)
    assert.are.equal(before.id, after.id)
    for _, item in ipairs(after.items) do
      assert.is_truthy(item.text:find(vim.trim(item.words), 1, true), item.text)
    end
    child:cmd("wincmd p")
    child:type("ggdd")
    child:cmd("write")
    for _, item in ipairs(list(child).items) do
      assert.is_truthy(item.text:find(vim.trim(item.words), 1, true), item.text)
    end
  end)

  it("keeps the current entry and the view when it is refreshed", function()
    child:type("G")
    local cursor = draft.cursor(child)
    child:type("<CR>")
    local text = list(child).items[list(child).idx].text
    child:type("ggO“It cost $90,” Ruiz said.<Esc>")
    child:cmd("wincmd p")
    assert.are.equal(text, list(child).items[list(child).idx].text)
    assert.is_true(math.abs(draft.cursor(child)[1] - cursor[1]) <= 1)
  end)

  it("is refreshed behind another list without touching that", function()
    child:cmd("cexpr ['draft.md:1: one', 'draft.md:2: two'] | wincmd p")
    child:type("ggOA line above.<CR>And another.<Esc>")
    child:cmd("write")
    assert.are.equal(2, child:lua("return #vim.fn.getqflist()"))
    child:cmd("colder")
    for _, item in ipairs(list(child).items) do
      assert.is_truthy(item.text:find(vim.trim(item.words), 1, true), item.text)
    end
  end)

  it("takes commands as the draft does", function()
    local size = list(child).size
    child:type(":Copydesk verify the town accounts<CR>")
    assert.are.equal(size - 1, list(child).size)
    child:cmd("Copydesk undo")
    assert.are.equal(size, list(child).size)
    child:cmd("Copydesk claims must")
    assert.is_true(list(child).size < size)
  end)

  it("keeps its scrolling when the draft is saved", function()
    local lines = {}
    for index = 1, 40 do
      lines[index] = ("The town paid $%d million for bridge %d in 2019."):format(index, index)
    end
    draft.open(child, lines, "long.md")
    child:cmd("Copydesk claims")
    child:type("20Gzt")
    local function topline() return child:lua("return vim.fn.line([[w0]])") end
    local before = topline()
    assert.are.equal(20, before)
    child:cmd("wincmd p")
    child:type("ggOA line above.<Esc>")
    child:cmd("write | wincmd p")
    assert.are.equal(before, topline())
    assert.are.equal(20, draft.cursor(child)[1])
  end)

  it("is one list, however often it is asked for", function()
    local id = list(child).id
    child:cmd("wincmd p")
    child:cmd("Copydesk claims")
    child:cmd("wincmd p")
    child:cmd("Copydesk quotes")
    child:cmd("wincmd p")
    child:cmd("Copydesk claims")
    assert.are.equal(id, list(child).id)
    assert.are.equal(2, child:lua("return vim.fn.getqflist({ nr = '$' }).nr"))
  end)

  it("lists a claim again when its words are edited, and the mark that has lost them", function()
    local size = list(child).size
    child:type("ggV", "a source<CR>")
    assert.are.equal(size - 1, list(child).size)
    child:cmd("wincmd p")
    child:cmd("%s/Mayor Ana Ruiz opened/Governor Eva Lindt closed/e")
    child:cmd("%s/12 million/15 million/e")
    child:cmd("%s/4,000/9,000/e")
    child:cmd("wincmd p")
    local function problems()
      return vim.tbl_filter(function(item) return item.type == "E" end, list(child).items)
    end
    assert.are.equal(1, #problems())
    assert.is_truthy(problems()[1].text:find("stale (“4,000” → “9,000”): About 9,000", 1, true))
    assert.are.equal(size, list(child).size)
    child:cmd("wincmd p")
    child:cmd("%s/^About 9,000.*/The new bell of the church rang for an hour in 1907./")
    child:cmd("wincmd p")
    assert.are.equal(1, #problems())
    assert.is_truthy(problems()[1].text:find("words gone: About 4,000", 1, true))
    assert.are.equal(size + 1, list(child).size)
    -- It cannot be verified, but let go, and taken back.
    child:type("ggQ")
    has_said("no mark was made: its words are gone; X lets it go")
    child:type("X")
    assert.are.equal(size, list(child).size)
    assert.are_not.equal("E", list(child).items[1].type)
    child:type("u")
    assert.are.equal(size + 1, list(child).size)
    child:cmd("wincmd p")
    child:cmd("undo | undo | undo | undo")
    child:cmd("wincmd p")
    assert.are.equal(size - 1, list(child).size)
  end)

  it("leaves its keys to other lists", function()
    child:cmd("cexpr ['draft.md:1: one', 'draft.md:2: two']")
    child:cmd("copen")
    child:type("ggVy")
    assert.are.equal("V", child:lua("return vim.fn.getregtype('\"')"))
    child:cmd("colder")
    local before = list(child)
    child:type("ggQ")
    assert.are_not.same(before.items, list(child).items)
  end)

  it("shows only those that must be checked, or all", function()
    local size = list(child).size
    child:type("ggV", "a source<CR>")
    child:cmd("wincmd p")
    child:cmd("Copydesk claims all")
    assert.are.equal(size, list(child).size)
    child:cmd("wincmd p")
    child:cmd("Copydesk claims must")
    for _, item in ipairs(list(child).items) do assert.are.equal(3, item.user_data.priority) end
  end)

  it("finds the marks again in another session, and when words were typed around them", function()
    child:type("ggV", "a source<CR>")
    local title = list(child).title
    child:cmd("wincmd p")
    child:type("ggOA line above.<CR><Esc>")
    child:cmd("write")
    child:cmd("wincmd p")
    local unverified = tonumber(list(child).title:match("(%d+) of"))
    local folder = child.folder
    local second = Child.new({ lines = 30 })
    second:cmd("edit " .. path)
    second:cmd("Copydesk claims")
    assert.are.equal(unverified, tonumber(list(second).title:match("(%d+) of")))
    assert.is_true(#title > 0 and #folder > 0)
    second:stop()
  end)
end)

describe("the other lists", function()
  local child
  before_each(function()
    child = Child.new({ lines = 30 })
    open(child)
  end)
  after_each(function() child:stop() end)

  it("show quotations, all or one speaker's", function()
    child:cmd("Copydesk quotes okafor")
    local quotes = list(child)
    assert.is_truthy(quotes.title:find("^Quotations of Tom Okafor: "))
    local seen = {}
    for _, item in ipairs(quotes.items) do seen[#seen + 1] = item.lnum end
    assert.is_true(vim.list_contains(seen, 4))
    assert.is_false(vim.list_contains(seen, 2))
    assert.is_truthy(child:screen():find("Tom Okafor| “It cost"))
  end)

  it("show speakers with how much they say", function()
    child:cmd("Copydesk speakers")
    child:wait_screen("Tom Okafor")
    local found
    for _, item in ipairs(list(child).items) do
      found = found or item.text:match("^%d+ quotations? +%d+ words? +%d+ %%")
    end
    assert.is_truthy(found)
  end)

  it("show names, all or of one type", function()
    child:cmd("Copydesk entities PERSON")
    for _, item in ipairs(list(child).items) do assert.is_truthy(item.text:find("^PERSON")) end
    assert.is_true(list(child).size >= 2)
  end)

  it("say when they would be empty", function()
    draft.open(child, { "nothing" }, "empty.md")
    child:cmd("Copydesk quotes")
    assert.are.equal("", child:lua("return vim.bo.buftype"))
    assert.are.equal(0, child:lua("return #vim.fn.getqflist()"))
  end)
end)
