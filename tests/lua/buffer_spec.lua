-- Whatever happens to a buffer, the reading is that of its text.
local Child = require("helpers.child")
local draft = require("helpers.draft")

describe("the reading follows the text", function()
  local child
  before_each(function() child = Child.new() end)
  after_each(function() child:stop() end)

  local function is_read() return child:lua("return require('copydesk').is_enabled()") end

  it("while words are typed, deleted, undone and redone", function()
    draft.open(child)
    child:type("Go“It is late,” Ruiz said.<Esc>")
    draft.wait_equal(child)
    child:type("ggdwx3Jyyp", "u")
    draft.wait_equal(child)
    child:type("5u")
    draft.wait_equal(child)
    child:type("4<C-r>")
    draft.wait_equal(child)
    child:type("ggdG")
    draft.wait_equal(child)
    child:type("u")
    draft.wait_equal(child)
    assert.are.equal(5, #child:lines())
  end)

  it("through :earlier and branches of the undo tree", function()
    draft.open(child)
    child:type("ggccone<Esc>", "u", "jccTwo said.<Esc>", "ggdd", "g-g-g-", "g+")
    child:cmd("earlier 10")
    draft.wait_equal(child)
    child:cmd("later 10")
    draft.wait_equal(child)
  end)

  it("through commands that change many lines", function()
    draft.open(child)
    for _, command in ipairs({
      "%s/bridge/viaduct/g", "g/Okafor/normal A — again", "%!fmt -w 40", "g/^/m0", "v/said/d",
      "%join", "undo", "undo", "sort", "2,3copy 0", "1,2move $", "%normal! ~", "retab",
      "read !printf 'x\\ny\\n'",
    }) do
      child:cmd("silent! " .. command)
      draft.wait_equal(child, "equal after :" .. command)
    end
  end)

  it("through a macro over many lines", function()
    local lines = {}
    for index = 1, 3000 do lines[index] = ("Line %d, Ruiz said."):format(index) end
    draft.open(child, lines)
    child:type("ggqqA — “Yes.”<Esc>jq", "2999@q")
    child:wait(function() return child:lines()[3000]:find("Yes") end, "the macro has run")
    draft.wait_equal(child)
    child:type("u")
    draft.wait_equal(child)
  end)

  it("after :edit! and a change on the disk", function()
    local path = draft.open(child)
    child:type("ggdd")
    child:cmd("edit!")
    draft.wait_equal(child)
    assert.are.equal(#draft.lines, #child:lines())
    child:type("Gox<Esc>")
    draft.wait_equal(child)
    child:cmd("write")
    vim.fn.writefile({ "“Only this,” Ruiz said." }, path)
    child:lua("vim.o.autoread = true; vim.uv.fs_utime(..., 1, 1)", path)
    child:cmd("checktime")
    child:wait(function() return #child:lines() == 1 end, "the file is read again")
    draft.wait_equal(child)
  end)

  it("after :saveas and :file", function()
    draft.open(child)
    child:cmd("saveas other.md")
    child:type("ggdd")
    draft.wait_equal(child)
    child:cmd("file third.md")
    child:type("p")
    draft.wait_equal(child)
  end)

  it("while a substitution is previewed, done and given up", function()
    draft.open(child)
    child:cmd("set inccommand=nosplit")
    child:type(":%s/Ruiz/Lindt and a lot more/g")
    child:type("<Esc>")
    draft.wait_equal(child)
    child:cmd("set inccommand=split")
    child:type(":%s/Ruiz/Lindt\\r/g")
    child:type("<CR>")
    draft.wait_equal(child)
    assert.are.equal("", child:messages():match("E%d+:.*") or "")
  end)

  it("with paragraphs as b:copydesk_wrap says", function()
    draft.open(child, { "Ana Ruiz opened the bridge and", "“It works,” she said." })
    local function sentences()
      return child:lua("return #require('copydesk.buffer').get():current():sentences()")
    end
    child:cmd("let b:copydesk_wrap = 'hard' | edit")
    local joined = sentences()
    child:cmd("let b:copydesk_wrap = 'soft' | edit")
    assert.is_true(sentences() > joined)
    child:cmd("let b:copydesk_wrap = 'nonsense' | edit")
    assert.is_truthy(child:messages():find("b:copydesk_wrap", 1, true))
  end)

  it("in a hidden buffer, and when it is shown again", function()
    draft.open(child)
    child:lua([[
      _G.hidden = vim.api.nvim_get_current_buf()
      vim.o.hidden = true
      vim.cmd("enew")
      vim.api.nvim_buf_set_lines(_G.hidden, 0, 1, false, { "“New,” Okafor said.", "" })
    ]])
    child:cmd("buffer " .. child:lua("return _G.hidden"))
    draft.wait_equal(child)
  end)

  it("in two windows on one buffer", function()
    draft.open(child)
    child:cmd("split")
    child:type("ggO“First,” Ruiz said.<Esc>")
    child:cmd("wincmd j")
    child:type("Gdd")
    draft.wait_equal(child)
    child:cmd("close")
    child:type("Aand more<Esc>")
    draft.wait_equal(child)
  end)

  it("in an empty buffer, an unnamed one, and one emptied", function()
    child:cmd("enew")
    child:cmd("setfiletype text")
    assert.is_true(is_read())
    draft.wait_equal(child)
    child:type("i“Hello,” Ana Ruiz said.<Esc>")
    draft.wait_equal(child)
    child:type("ggdG")
    draft.wait_equal(child)
    child:type("u")
    draft.wait_equal(child)
  end)

  it("whatever 'fileformat', 'endofline' and 'bomb' say", function()
    local path = child.folder .. "/dos.md"
    vim.fn.writefile({ "\239\187\191“A,” Ruiz said.\r", "“B,” Ruiz said.\r", "" }, path, "b")
    child:edit("dos.md")
    assert.are.equal("dos", child:lua("return vim.bo.fileformat"))
    child:type("Go“C,” Ruiz said.<Esc>")
    draft.wait_equal(child)
    child:cmd("set fileformat=unix binary noendofline")
    child:type("x")
    draft.wait_equal(child)
    child:cmd("set nobinary nofixendofline")
    child:type("ggdd")
    draft.wait_equal(child)
    child:type("ggdG")
    draft.wait_equal(child)
  end)

  it("by what was typed alone, whatever the last line's end", function()
    draft.open(child)
    local function reads_afresh(keys)
      child:lua([[
        local record = require("copydesk.buffer").get()
        _G.afresh = 0
        record.read = function(self)
          _G.afresh = _G.afresh + 1
          return getmetatable(self).__index.read(self)
        end
      ]])
      child:type(keys)
      draft.wait_equal(child)
      return child:lua("return _G.afresh")
    end
    assert.are.equal(0, reads_afresh("Go“More,” Ruiz said.<Esc>ggdduGx3u"))
    child:cmd("set nofixendofline noendofline")
    assert.are.equal(0, reads_afresh("Go“More,” Ruiz said.<Esc>ggdduGx"))
  end)

  it("with NUL, invalid UTF-8 and mixed line ends", function()
    local path = child.folder .. "/bad.md"
    vim.fn.writefile({ "“A\n\255\254,” Ruiz said.\r", "plain", "\240\159 “B" }, path, "b")
    child:edit("bad.md")
    child:type("Gox\22\0y<Esc>", "ggxxx")
    draft.wait_equal(child)
  end)

  it("in a file that cannot be written", function()
    local path = draft.open(child)
    child:cmd("bwipeout")
    vim.uv.fs_chmod(path, 292) -- r--r--r--
    child:edit("draft.md")
    child:cmd("set noreadonly")
    child:type("ggdd")
    draft.wait_equal(child)
    child:cmd("view!")
    draft.wait_equal(child)
  end)

  it("after thousands of random edits", function()
    draft.open(child)
    child:lua([[
      math.randomseed(7)
      local words = {
        "“", "”", " said Ruiz. ", "\"", "Tom Okafor ", "$3 million ", "\n", "\n\n", "he said", "’",
      }
      function _G.edit_at_random()
        local count = vim.api.nvim_buf_line_count(0)
        local row = math.random(0, count - 1)
        local line = vim.api.nvim_buf_get_lines(0, row, row + 1, false)[1]
        local col = math.random(0, #line)
        local stop = math.min(col + math.random(0, 12), #line)
        if math.random(4) == 1 and count > 3 then
          vim.api.nvim_buf_set_lines(0, row, row + math.random(1, 2), false, {})
        elseif math.random(8) == 1 then
          vim.cmd("silent! undo")
        elseif math.random(12) == 1 then
          vim.cmd("silent! redo")
        else
          local text = vim.split(words[math.random(#words)], "\n")
          vim.api.nvim_buf_set_text(0, row, col, row, stop, text)
        end
      end
    ]])
    for round = 1, 40 do
      child:lua("for _ = 1, 50 do _G.edit_at_random() end")
      draft.wait_equal(child, "round " .. round)
    end
  end)
end)

describe("a long draft", function()
  local child
  before_each(function() child = Child.new() end)
  after_each(function() child:stop() end)

  local function long_lines(count)
    local lines = {}
    for index = 1, count do
      local line = "“Point %d costs $%d million,” Ana Ruiz said on Tuesday."
      lines[index] = line:format(index, index)
    end
    return lines
  end

  it("is read in the background, what is seen first", function()
    draft.open(child, long_lines(4000))
    child:wait_screen("Ruiz")
    draft.wait_equal(child)
    child:type("Go“The end,” Okafor said.<Esc>")
    draft.wait_equal(child)
  end)

  it("takes edits that are made while it is read", function()
    draft.open(child, long_lines(8000))
    child:type("ggdd", "Goone<Esc>", "4000Gdd", "ggO“Two,” Ruiz said.<Esc>")
    draft.wait_equal(child)
  end)

  it("may be one line of megabytes", function()
    draft.open(child, { ("“Yes,” Ruiz said. "):rep(100000) })
    child:type("iA <Esc>")
    draft.wait_equal(child)
  end)

  it("may be wiped out while it is read", function()
    draft.open(child, long_lines(8000))
    child:cmd("bwipeout!")
    draft.open(child, nil, "other.md")
    child:type("i“Here,” Ruiz said.<Esc>")
    draft.wait_equal(child)
    assert.are.equal("", child:messages())
  end)
end)

describe("a buffer is a draft", function()
  local child
  before_each(function() child = Child.new() end)
  after_each(function() child:stop() end)

  local function is_read() return child:lua("return require('copydesk').is_enabled()") end

  it("if it is text or markdown", function()
    draft.open(child)
    assert.is_true(is_read())
    draft.open(child, { "x" }, "plain.txt")
    assert.is_true(is_read())
    draft.open(child, { "int x;" }, "code.c")
    assert.is_false(is_read())
  end)

  it("unless b:copydesk or on_attach says no", function()
    child:lua([[
      require("copydesk").setup({ on_attach = function(buf) return buf ~= _G.refused end })
    ]])
    draft.open(child)
    child:lua("_G.refused = vim.api.nvim_get_current_buf() + 1")
    draft.open(child, { "x" }, "second.md")
    assert.is_false(is_read())
    draft.open(child, { "x" }, "third.md")
    assert.is_true(is_read())
    child:lua("vim.b.copydesk = false")
    child:cmd("edit!")
    assert.is_false(is_read())
  end)

  it("of any filetype if it is asked for, also after :edit!", function()
    draft.open(child, draft.lines, "draft.c")
    child:cmd("Copydesk enable")
    draft.wait_equal(child)
    child:cmd("edit!")
    child:wait(is_read, "it is taken up again")
    child:type("ggdd")
    draft.wait_equal(child)
  end)

  it("if setup() lists its filetype, also when already open", function()
    draft.open(child, { "x" }, "letter.mail")
    child:cmd("set filetype=mail")
    assert.is_false(is_read())
    child:lua("require('copydesk').setup({ filetypes = { 'mail' } })")
    assert.is_true(is_read())
    draft.open(child, { "x" }, "draft.md")
    assert.is_false(is_read())
  end)

  it("as long as nobody disables it", function()
    draft.open(child)
    child:cmd("Copydesk disable")
    assert.is_false(is_read())
    child:cmd("edit!")
    assert.is_false(is_read())
    child:cmd("Copydesk toggle")
    assert.is_true(is_read())
    draft.wait_equal(child)
    child:cmd("Copydesk! disable")
    draft.open(child, { "x" }, "second.md")
    assert.is_false(is_read())
    child:cmd("Copydesk! enable")
    assert.is_true(is_read())
  end)

  it("with keys only as long as it is one", function()
    child:lua("require('copydesk').setup({ keys = true })")
    draft.open(child)
    local function has_key() return child:lua([[return vim.fn.maparg(']"', "n") ~= ""]]) end
    assert.is_true(has_key())
    child:cmd("Copydesk disable")
    assert.is_false(has_key())
  end)
end)
