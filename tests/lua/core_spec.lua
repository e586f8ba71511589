-- The C module as Lua sees it: documents, what was read, workers, ledgers; and that nothing that is
-- given to it wrongly does more than raise an error.
local root = vim.fn.fnamemodify(debug.getinfo(1, "S").source:sub(2), ":p:h:h:h")
local module = root .. "/lua/copydesk/core.so"
local core = assert(package.loadlib(module, "luaopen_copydesk_core"))()

local DRAFT = table.concat({
  "Mayor Nora Quist opened the bridge in 2019. “It cost us €12 million,” she said.",
  "",
  '"We paid too much," Omar Lind said.',
  "",
}, "\n")

-- The text that a span covers, found by rows and columns.
local function words(text, span)
  local lines = vim.split(text, "\n")
  if span.row == span.end_row then
    return lines[span.row + 1]:sub(span.col + 1, span.end_col)
  end
  local part = { lines[span.row + 1]:sub(span.col + 1) }
  for row = span.row + 1, span.end_row - 1 do
    part[#part + 1] = lines[row + 1]
  end
  part[#part + 1] = lines[span.end_row + 1]:sub(1, span.end_col)
  return table.concat(part, "\n")
end

describe("a document", function()
  it("gives places as rows, columns and bytes that agree", function()
    local doc = core.open(DRAFT)
    for _, what in ipairs({ "sentences", "mentions", "quotations", "claims" }) do
      local spans = doc[what](doc)
      assert.is_true(#spans > 0, what)
      for _, span in ipairs(spans) do
        local by_bytes = DRAFT:sub(span.start_byte + 1, span.end_byte)
        assert.are.equal(by_bytes, words(DRAFT, span))
        assert.are.equal(by_bytes, doc:text(span.start_byte, span.end_byte))
        assert.are.same({ span.row, span.col }, { doc:position(span.start_byte) })
        assert.are.equal(span.end_byte, doc:offset(span.end_row, span.end_col))
      end
    end
    assert.are.equal(#DRAFT, doc:len())
    assert.are.equal(4, doc:row_count())
    assert.are.equal(0, doc:unread())
    assert.is_nil(doc:message())
  end)

  it("gives speakers by number and name", function()
    local doc = core.open(DRAFT)
    local quotations = doc:quotations()
    assert.are.equal("Nora Quist", quotations[1].speaker_name)
    assert.are.equal("Omar Lind", quotations[2].speaker_name)
    assert.are.equal("direct", quotations[1].type)
    assert.is_true(quotations[1].speech)
    assert.are.equal("“It cost us €12 million,”", words(DRAFT, quotations[1].content[1]))
    assert.are.equal("said", words(DRAFT, quotations[1].cue))
    local entity = doc:entity(quotations[1].speaker)
    assert.are.equal("Nora Quist", entity.name)
    assert.are.equal(1, entity.quotation_count)
    assert.are.same({ 0, 6 }, { entity.row, entity.col })
    assert.is_nil(doc:entity(100000))
    assert.are.equal(2, doc:counts().quotations)
  end)

  it("limits what it gives to rows", function()
    local doc = core.open(DRAFT)
    assert.are.equal("Omar Lind", doc:quotations(2, 3)[1].speaker_name)
    assert.are.equal(1, #doc:quotations(2, 3))
    assert.are.equal(1, #doc:quotations(0, 0))
    assert.are.equal(2, #doc:quotations(0, 1e9))
    assert.are.same({}, doc:quotations(1e9, 1e9))
    assert.are.same({}, doc:quotations(3, 1))
  end)

  it("gives entities in order, those with quotations on request", function()
    local doc = core.open(DRAFT)
    local all = doc:entities()
    for i = 2, #all do
      assert.is_true(all[i].row > all[i - 1].row or all[i].col >= all[i - 1].col)
    end
    local names = vim.tbl_map(function(entity) return entity.name end, doc:entities(1))
    assert.are.same({ "Nora Quist", "Omar Lind" }, names)
  end)

  it("tells what lies under a place", function()
    local doc = core.open(DRAFT)
    local row, col = doc:position((DRAFT:find("million")))
    local here = doc:at(row, col)
    assert.are.equal("Nora Quist", here.quotation.speaker_name)
    assert.is_truthy(here.claim)
    assert.are.equal("Nora Quist", words(DRAFT, doc:at(0, 7).mention))
    assert.are.same({}, doc:at(1, 0))
    assert.are.same({}, doc:at(100, 100))
  end)

  it("tells which rows an edit touches", function()
    local doc = core.open(DRAFT)
    local start = DRAFT:find("Omar", 1, true) - 1
    local first, last = doc:edit(start, 4, "Otto")
    assert.is_true(first <= 2 and last >= 2 and first <= last)
    assert.are.equal("Otto Lind", doc:quotations(2, 2)[1].speaker_name)
    -- A host may put the same text in place of itself: nothing happens.
    assert.are.same({ 0, 0 }, { doc:edit(0, doc:len(), doc:text()) })
  end)

  for _, path in ipairs(vim.fn.glob(root .. "/tests/drafts/*.*", true, true)) do
    local name = vim.fs.basename(path)
    if not name:match("%.expected$") then
      it("reads " .. name .. " after edits as if it were new", function()
        local text = io.open(path):read("*a")
        local doc = core.open(text)
        local seed = 1
        local function random(limit)
          seed = (seed * 1103515245 + 12345) % 2147483648
          return math.floor(seed / 65536) % limit
        end
        for i = 1, 300 do
          local start = random(#text + 1)
          local len = math.min(random(40), #text - start)
          local from = random(#text + 1)
          local new = i % 3 == 0 and "" or text:sub(from + 1, from + random(60))
          doc:edit(start, len, new)
          text = text:sub(1, start) .. new .. text:sub(start + len + 1)
          if i % 50 == 0 then
            assert.are.equal(text, doc:text(0, doc:len()))
            assert.are.equal(core.open(text):digest(), doc:digest())
          end
        end
      end)
    end
  end

  it("raises an error for what makes no sense, and goes on", function()
    local doc = core.open(DRAFT)
    local wrong = {
      function() doc:edit(-1, 0, "") end,
      function() doc:edit(1e6, 0, "") end,
      function() doc:edit(0, 1e6, "") end,
      function() doc:edit(0, 0) end,
      function() doc:text(5, 1) end,
      function() doc:text(0, 1e6) end,
      function() doc:at("x", 0) end,
      function() doc:mentions({}) end,
      function() doc:set_wrap("sideways") end,
      function() doc.len() end,
      function() doc.len({}) end,
      function() doc.edit(core.worker(), 0, 0, "") end,
      function() core.open() end,
      function() core.open(DRAFT, {}) end,
      function() core.rules("x") end,
      function() core.rules({ "/no/such/folder" }) end,
      function() core.ledger() end,
      function() getmetatable(doc).__gc = nil end,
    }
    for i, call in ipairs(wrong) do
      assert.is_false(pcall(call), "call " .. i)
    end
    assert.are.equal(#DRAFT, doc:len())
    doc:close()
    doc:close()
    assert.has_error(function() doc:len() end, "copydesk: the document is closed")
  end)

  it("reads bytes of any kind", function()
    local texts = { "", "\n", "\0\0", "\xff\xfe“\xc3" }
    for _, piece in ipairs({ "\n", "“", '"', "x", "\0", "He said. " }) do
      texts[#texts + 1] = piece:rep(20000)
    end
    for _, text in ipairs(texts) do
      local doc = core.open(text)
      assert.are.equal(text, doc:text())
      doc:edit(0, math.min(3, #text), "“\0")
      doc:mentions()
      doc:quotations()
      doc:claims()
      doc:close()
    end
  end)

  it("holds the rules that it was opened with", function()
    local doc
    do
      local rules = core.rules()
      assert.are.same({}, rules:messages())
      doc = core.open(DRAFT, rules)
    end
    collectgarbage()
    collectgarbage()
    doc:edit(0, 0, "“Yes,” said Omar Lind. ")
    assert.are.equal(3, doc:counts().quotations)
  end)
end)

describe("a worker", function()
  local function wait(worker)
    local doc, problem
    assert(vim.wait(20000, function()
      doc, problem = worker:take()
      return doc ~= nil or problem ~= nil
    end, 1))
    return doc, problem
  end

  it("wakes the event loop when its document is read", function()
    local worker = core.worker()
    worker:feed(DRAFT:sub(1, 50))
    worker:feed(DRAFT:sub(51))
    local woken = false
    local poll = assert(vim.uv.new_poll(worker:fd()))
    poll:start("r", function()
      woken = true
      poll:stop()
      poll:close()
    end)
    assert.is_true(worker:start())
    assert.is_true(vim.wait(20000, function() return woken end, 1))
    local doc = assert(worker:take())
    assert.are.equal(core.open(DRAFT):digest(), doc:digest())
    assert.are.same({ nil, "the document was taken before" }, { worker:take() })
    worker:close()
    assert.are.equal(#DRAFT, doc:len())
  end)

  it("says why it does not do what it is told", function()
    local worker = core.worker()
    local doc, problem = worker:take()
    assert.is_nil(doc)
    assert.are.equal("the worker was not started", problem)
    worker:start()
    local started, reason = worker:start()
    assert.is_nil(started)
    assert.are.equal("the worker was started before", reason)
    assert.has_error(function() worker:feed("x") end)
    assert.are.equal(0, wait(worker):len())
    worker:close()
    worker:close()
    assert.has_error(function() worker:fd() end, "copydesk: the worker is closed")
  end)

  it("may be dropped while it reads", function()
    local text = DRAFT:rep(300)
    for _ = 1, 20 do
      local worker = core.worker()
      worker:feed(text)
      worker:start()
    end
    collectgarbage()
    collectgarbage()
    local worker = core.worker()
    worker:feed(text)
    worker:start()
    assert.are.equal(#text, wait(worker):len())
  end)

  it("does not hinder Neovim from leaving while it reads", function()
    local script = ([[
      local core = assert(package.loadlib(%q, "luaopen_copydesk_core"))()
      for _ = 1, 3 do
        local worker = core.worker()
        worker:feed((%q):rep(20000))
        worker:start()
        _G.kept = _G.kept or {}
        table.insert(_G.kept, worker)
      end
      vim.cmd("qa!")
    ]]):format(module, DRAFT)
    local path = vim.fn.tempname() .. ".lua"
    local file = assert(io.open(path, "w"))
    file:write(script)
    file:close()
    for _ = 1, 3 do
      local command = { vim.v.progpath, "--clean", "--headless", "-l", path }
      local result = vim.system(command, { timeout = 20000 }):wait()
      assert.are.same({ 0, 0 }, { result.code, result.signal })
    end
    os.remove(path)
  end)
end)

describe("a ledger", function()
  local folder, path
  before_each(function()
    folder = vim.fn.tempname()
    vim.fn.mkdir(folder, "p")
    path = folder .. "/draft.md.ledger.jsonl"
  end)
  after_each(function() vim.fn.delete(folder, "rf") end)

  it("gives each claim its mark", function()
    local doc, ledger = core.open(DRAFT), core.ledger(path)
    local claim = ledger:apply(doc)[1]
    assert.are.equal("unchecked", claim.status)
    assert.is_true(claim.unverified)
    assert.is_nil(vim.uv.fs_stat(path))
    local id = assert(ledger:mark(doc, claim.start_byte, claim.end_byte, {
      status = "verified",
      who = "Ada",
      note = "called",
      sources = { { kind = "interview", reference = "a clerk", confidential = true } },
    }))
    claim = ledger:apply(doc)[1]
    assert.are.equal("verified", claim.status)
    assert.is_false(claim.unverified)
    assert.are.same({ id, "Ada", "called" }, { claim.mark, claim.who, claim.note })
    assert.are.equal("confidential source 1", claim.sources[1].reference)
    assert.are.equal("a clerk", ledger:apply(doc, { reveal = true })[1].sources[1].reference)
    assert.are.equal("confidential source 1", ledger:events()[1].sources[1].reference)
    assert.are.equal("a clerk", ledger:events({ reveal = true })[1].sources[1].reference)
    -- A second ledger of the same file knows it too; its undo is seen after a look.
    local other = core.ledger(path)
    assert.are.equal("verified", other:apply(doc)[1].status)
    assert.is_nil(other:undo({ who = "Ben" }))
    assert.are.equal(id, assert(other:undo({ who = "Ada" })).mark)
    assert.are.equal("verified", ledger:apply(doc)[1].status)
    assert.is_true(ledger:refresh())
    assert.is_false(ledger:refresh())
    assert.are.equal("unchecked", ledger:apply(doc)[1].status)
  end)

  it("lists marks that have lost their words last", function()
    local doc, ledger = core.open(DRAFT), core.ledger(path)
    local claim = ledger:apply(doc)[1]
    ledger:mark(doc, claim.start_byte, claim.end_byte, { status = "disputed", who = "Ada" })
    doc:edit(claim.start_byte, claim.end_byte - claim.start_byte, "It rained in 1907.")
    local claims = ledger:apply(doc)
    local last = claims[#claims]
    assert.is_true(last.orphan and last.unverified)
    assert.are.equal(1, last.line)
    assert.is_truthy(last.words:find("2019", 1, true))
    assert.are.same({}, last.candidates)
    assert.are.equal("unchecked", claims[1].status)
    -- One key attaches it again.
    ledger:mark(doc, claims[1].start_byte, claims[1].end_byte, { mark = last.mark, who = "Ada" })
    assert.are.equal("disputed", ledger:apply(doc)[1].status)
  end)

  it("keeps what the user says about names", function()
    local text = "“Yes,” said Louise Lind.\n\n“No,” Birdie said.\n"
    local doc, ledger = core.open(text), core.ledger(path)
    local correction = { kind = "same", name = "Birdie", other = "Louise Lind", who = "Ada" }
    assert(ledger:correct(correction))
    assert(ledger:correct({ kind = "type", name = "Arlen", type = "ORG", who = "Ada" }))
    local kept = core.ledger(path):corrections()
    assert.are.equal(2, #kept)
    doc:correct(kept)
    assert.are.equal("Louise Lind", doc:quotations()[2].speaker_name)
    assert(ledger:undo({ who = "Ada" }))
    assert(ledger:undo({ who = "Ada" }))
    assert.are.same({}, ledger:corrections())
    doc:correct({})
    assert.are.equal(core.open(text):digest(), doc:digest())
    assert.has_error(function() doc:correct({ { kind = "same", name = "x" } }) end)
    assert.has_error(function() ledger:correct({ kind = "type", name = "x", type = "DOG" }) end)
  end)

  it("says who disagrees", function()
    local doc = core.open(DRAFT)
    local ada, ben = core.ledger(path), core.ledger(path)
    local claim = doc:claims()[1]
    ada:mark(doc, claim.start_byte, claim.end_byte, { status = "verified", who = "Ada" })
    ben:refresh()
    ada:mark(doc, claim.start_byte, claim.end_byte, { status = "cut", who = "Ada" })
    ben:mark(doc, claim.start_byte, claim.end_byte, { status = "disputed", who = "Ben" })
    claim = ben:apply(doc)[1]
    assert.are.equal("conflict", claim.status)
    local sides = vim.tbl_map(function(side)
      return side.who .. " " .. side.status
    end, claim.conflict)
    table.sort(sides)
    assert.are.same({ "Ada cut", "Ben disputed" }, sides)
  end)

  it("tells of what it cannot read or write", function()
    local doc = core.open(DRAFT)
    vim.fn.mkdir(path)
    local ok, problem = pcall(core.ledger, path)
    assert.is_false(ok)
    assert.is_truthy(problem:find("is a folder", 1, true))
    local ledger = core.ledger(folder .. "/none/x.ledger.jsonl")
    local id
    id, problem = ledger:mark(doc, 0, 20, { status = "cut", who = "Ada" })
    assert.is_nil(id)
    assert.is_truthy(problem:find("No such file", 1, true))
    vim.fn.delete(path, "rf")
    vim.fn.writefile({ "garbage", "{" }, path)
    ledger = core.ledger(path)
    assert.are.equal(2, #ledger:messages())
    for i, call in ipairs({
      function() ledger:mark(doc, 0, 20, { status = "splendid" }) end,
      function() ledger:mark(doc, 0, 20, { status = 7 }) end,
      function() ledger:mark(doc, 0, 20, { status = "cut", sources = { "x" } }) end,
      function() ledger:mark(doc, 0, 20) end,
      function() ledger:apply() end,
      function() ledger:apply(ledger) end,
    }) do
      assert.is_false(pcall(call), "call " .. i)
    end
    assert.are.equal(0, #ledger:events())
    ledger:close()
    assert.has_error(function() ledger:events() end, "copydesk: the ledger is closed")
  end)
end)
