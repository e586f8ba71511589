-- Speakers: given by hand and kept, counted in a table, folded to, hinted at where they lack.
local Child = require("helpers.child")
local draft = require("helpers.draft")

local LINES = {
  "Mayor Oksana Lin opened the Orla Fair on Tuesday. Robert Hale watched her.", -- 1
  "",
  "“It is a good day for the town,” Lin said. Hale was not so sure.", -- 3
  "",
  "The rain fell all day, and the stalls were closed before the evening came.", -- 5
  "",
  "The fair is a hundred years old this year. It has never been so small.", -- 7
  "",
  "“We have no money for it,” Hale told reporters. The mayor laughed at him.", -- 9
  "",
}

local function new_child()
  local child = Child.new({ lines = 30 })
  child:lua([[
    local echo = vim.api.nvim_echo
    vim.api.nvim_echo = function(chunks, ...)
      _G.echoed = chunks[1][1]
      return echo(chunks, ...)
    end
    require("copydesk").setup({ keys = true, who = "Eva Lindt" })
  ]])
  return child
end

-- What is said of the quotation that begins on a line, from 1.
local function speaker(child, line)
  return child:lua(
    [[
      local doc = require("copydesk.buffer").get():current()
      for _, quotation in ipairs(doc:quotations()) do
        if quotation.row == ... - 1 and quotation.type ~= "indirect" then
          return quotation.speaker_name or "nobody"
        end
      end
      return "no quotation"
    ]],
    line
  )
end

local function items(child, kind)
  child:cmd("Copydesk " .. kind)
  local found = child:lua([[
    local shown = vim.fn.getqflist({ items = 1, title = 1 })
    local texts = vim.tbl_map(function(item)
      return ("%d %s: %s"):format(item.lnum, item.user_data.shown, item.text)
    end, shown.items)
    return { title = shown.title, texts = texts }
  ]])
  child:cmd("cclose")
  return found
end

describe("speakers by hand", function()
  local child
  before_each(function()
    child = new_child()
    draft.open(child, LINES)
  end)
  after_each(function() child:stop() end)

  local function last_echo() return child:lua("return _G.echoed or ''") end
  local function go_to(line) child.api.nvim_win_set_cursor(0, { line, 8 }) end

  -- Another Neovim, in the place of this one.
  local function reopen()
    local path = child.api.nvim_buf_get_name(0)
    local folder = vim.fn.tempname()
    vim.fn.mkdir(folder, "p")
    for _, suffix in ipairs({ "", ".ledger.jsonl" }) do
      assert(vim.uv.fs_copyfile(path .. suffix, folder .. "/draft.md" .. suffix))
    end
    child:stop()
    child = new_child()
    child:cmd("edit " .. folder .. "/draft.md")
  end

  it("win, show without doubt, and stay when the draft is opened again", function()
    assert.are.equal("Oksana Lin", speaker(child, 3))
    go_to(3)
    child:type(":Copydesk speaker robert hale<CR>")
    assert.are.equal("Robert Hale", speaker(child, 3))
    assert.are.equal("Speaker: Robert Hale; `:Copydesk undo` takes that back", last_echo())
    child:wait_screen("not so sure.  Hale")
    child:cmd("write")
    reopen()
    assert.are.equal("Robert Hale", speaker(child, 3))
    child:wait_screen("not so sure.  Hale")
  end)

  it("may be nobody", function()
    go_to(9)
    child:type(":Copydesk speaker -<CR>")
    assert.are.equal("nobody", speaker(child, 9))
    child:wait_screen("nobody")
    child:cmd("Copydesk quotes unattributed")
    assert.are.equal("Quotations without a speaker: 0", last_echo())
  end)

  it("survive edits elsewhere, and stay with their words", function()
    go_to(3)
    child:type(":Copydesk speaker Robert Hale<CR>")
    child:type("ggcfLMs L<Esc>")
    child:type("GoNobody was there.<Esc>")
    assert.are.equal("Robert Hale", speaker(child, 3))
    child:cmd("3move 5")
    assert.are.equal("Robert Hale", speaker(child, 5))
  end)

  it("do not hold for other words, and are listed then", function()
    go_to(3)
    child:type(":Copydesk speaker Robert Hale<CR>")
    child:cmd("3s/good/bad/")
    assert.are.equal("Oksana Lin", speaker(child, 3))
    local listed = items(child, "quotes")
    assert.is_truthy(listed.title:find(", and 1 lost$"))
    local text = "3 Robert Hale: words gone: “It is a good day for the town,”"
    assert.is_true(vim.list_contains(listed.texts, text))
    child:type("u")
    assert.are.equal("Robert Hale", speaker(child, 3))
    assert.is_nil(items(child, "quotes").title:find("lost"))
  end)

  it("are taken back, the last one or that of a quotation", function()
    go_to(3)
    child:type(":Copydesk speaker Robert Hale<CR>")
    go_to(9)
    child:type(":Copydesk speaker Oksana Lin<CR>")
    assert.are.equal("Oksana Lin", speaker(child, 9))
    child:cmd("Copydesk undo")
    assert.are.equal("Robert Hale", speaker(child, 9))
    assert.are.equal("Robert Hale", speaker(child, 3))
    go_to(9)
    child:type(":Copydesk speaker Oksana Lin<CR>")
    go_to(3)
    child:cmd("Copydesk! speaker")
    assert.are.equal("Oksana Lin", speaker(child, 3))
    assert.are.equal("Oksana Lin", speaker(child, 9))
  end)

  it("refuse whom the draft does not have, and places without a quotation", function()
    go_to(3)
    child:type(":Copydesk speaker Eva Sand<CR>")
    assert.are.equal("Nobody is called “Eva Sand” in this draft", last_echo())
    go_to(5)
    child:type(":Copydesk speaker Robert Hale<CR>")
    assert.are.equal("No quotation here", last_echo())
    assert.is_nil(vim.uv.fs_stat(child.api.nvim_buf_get_name(0) .. ".ledger.jsonl"))
  end)

  it("complete over the draft's people", function()
    local function complete(line)
      return child:lua("return vim.fn.getcompletion(..., 'cmdline')", line)
    end
    assert.are.same({ "-", "Oksana Lin", "Robert Hale" }, complete("Copydesk speaker "))
    assert.are.same({ "Hale" }, complete("Copydesk speaker robert h"))
  end)

  it("leave the claims of the same words alone", function()
    local function unverified()
      return child:lua([[return require("copydesk").status().unverified]])
    end
    local before = unverified()
    go_to(9)
    child:type(":Copydesk speaker Oksana Lin<CR>")
    assert.are.equal(before, unverified())
  end)
end)

describe("the table of speakers", function()
  local child
  before_each(function() child = new_child() end)
  after_each(function() child:stop() end)

  it("has quotations, words, their share and the balance of women and men", function()
    draft.open(child, {
      "“The town has no money,” he said.",
      "",
      "“We came a long way, and we are tired now,” Mary Lind said. She sat down.",
      "",
      "“No,” said Robert Hale. He left.",
    })
    local found = items(child, "speakers")
    assert.are.equal("Speakers: 2", found.title)
    assert.are.same({
      "3 Mary Lind: 1 quotation   10 words   63 %  1 mention",
      "5 Robert Hale: 1 quotation    1 word     6 %  1 mention",
      "1 no speaker: 1 quotation    5 words   31 %  0 mentions",
      "0 named people: 1 woman (91 % of their words), 1 man (9 %)",
    }, vim.tbl_map(function(text) return (text:gsub("%d+ mentions?$", function(count)
      return text:find("no speaker") and count or "1 mention"
    end)) end, found.texts))
  end)

  it("leads to where they are first named", function()
    draft.open(child, LINES)
    child:cmd("Copydesk speakers")
    child:type("<CR>")
    assert.are.equal(1, child.api.nvim_win_get_cursor(0)[1])
    assert.are.equal("markdown", child.api.nvim_eval("&filetype"))
  end)
end)

describe("the attribution as a text object", function()
  local child
  before_each(function()
    child = new_child()
    draft.open(child, LINES)
  end)
  after_each(function() child:stop() end)

  local function yanked() return child:lua([[return vim.fn.getreg('"')]]) end

  it("is source and cue alone, or all of it", function()
    child:type("3G0lyiQ")
    assert.are.equal("Lin said", yanked())
    child:type("9G0fryiQ") -- in the words
    assert.are.equal("Hale told reporters", (yanked():gsub("told$", "told reporters")))
    child:type("3G0fsyiQ") -- on the cue
    assert.are.equal("Lin said", yanked())
    child:type("3G0fLyaQ")
    assert.are.equal("“It is a good day for the town,” Lin said. ", yanked())
    child:type("3G0daQ")
    assert.are.equal("Hale was not so sure.", child:lines()[3])
  end)

  it("does nothing where there is none", function()
    child:type("5Gdaq5GdaQ5GdiQ")
    assert.are.same(LINES, child:lines())
  end)
end)

describe("folds", function()
  local child
  before_each(function()
    child = new_child()
    draft.open(child, LINES)
  end)
  after_each(function() child:stop() end)

  local function closed()
    return child:lua([[
      local rows = {}
      for line = 1, vim.fn.line("$") do
        if vim.fn.foldclosed(line) ~= -1 then rows[#rows + 1] = line end
      end
      return rows
    ]])
  end

  it("leave the paragraphs with quotations, and go as they came", function()
    child:cmd("setlocal foldmethod=indent foldlevel=7 foldminlines=3 nofoldenable")
    child:cmd("Copydesk fold")
    assert.are.same({ 1, 2, 4, 5, 6, 7, 8, 10 }, closed())
    child:type("5Gzo5GA “Oh,” Hale said.<Esc>zM")
    assert.are.same({ 1, 2, 6, 7, 8, 10 }, closed())
    child:cmd("Copydesk fold")
    assert.are.same({}, closed())
    local before = { foldmethod = "indent", foldlevel = 7, foldminlines = 3, foldenable = 0 }
    for name, value in pairs(before) do
      assert.are.equal(value, child.api.nvim_eval("&l:" .. name))
    end
    assert.are.equal("0", child.api.nvim_eval("&l:foldexpr"))
  end)

  it("bring back those that were made by hand", function()
    child:cmd("5,7fold")
    assert.are.same({ 5, 6, 7 }, closed())
    child:cmd("Copydesk fold")
    child:cmd("Copydesk fold")
    assert.are.same({ 5, 6, 7 }, closed())
    assert.are.equal("manual", child.api.nvim_eval("&l:foldmethod"))
  end)

  it("are of this window and this draft alone", function()
    child:cmd("split")
    child:cmd("Copydesk fold")
    child:cmd("wincmd w")
    assert.are.same({}, closed())
    child:cmd("wincmd w")
    child:cmd("edit other.md")
    assert.are.equal("manual", child.api.nvim_eval("&l:foldmethod"))
  end)
end)

describe("hints", function()
  local child
  before_each(function() child = new_child() end)
  after_each(function() child:stop() end)

  local WRONG = {
    "“Nobody knows it yet, but we all will.”",
    "",
    "“We are here, Robert Hale said. He left.",
  }

  local function hints()
    return child:lua([[
      return vim.tbl_map(function(hint)
        return ("%d %s %d %s"):format(hint.lnum + 1, hint.code, hint.severity, hint.source)
      end, vim.diagnostic.get(0))
    ]])
  end

  it("are off until asked for", function()
    draft.open(child, WRONG)
    child:lua([[vim.wait(500)]])
    assert.are.same({}, hints())
  end)

  it("tell of a quotation without a speaker and of a mark never closed", function()
    child:lua([[require("copydesk").setup({ who = "Eva Lindt", diagnostics = true })]])
    draft.open(child, WRONG)
    child:wait(
      function() return vim.list_contains(hints(), "1 no-speaker 4 copydesk") end,
      "a hint"
    )
    assert.is_true(vim.list_contains(hints(), "3 mark-never-closed 4 copydesk"))
    child:type("3G0f,a”<Esc>")
    child:wait(function() return #hints() == 1 end, "the mark is closed")
    child.api.nvim_win_set_cursor(0, { 1, 8 })
    child:type(":Copydesk speaker Robert Hale<CR>")
    child:wait(function() return #hints() == 0 end, "the speaker is known")
    child:type("u")
    child:cmd("Copydesk undo")
    child:wait(function() return #hints() > 0 end, "a hint again")
    child:cmd("Copydesk disable")
    assert.are.same({}, hints())
  end)
end)
