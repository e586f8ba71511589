-- Names: corrected at the cursor, kept in the ledger, walked through; and who somebody is.
local Child = require("helpers.child")
local draft = require("helpers.draft")

local LINES = {
  "Mayor Oksana Lin opened the Orla Fair on Tuesday. Lin thanked the guests.", -- 1
  "",
  "“It is a good day,” Lin said.", -- 3
  "",
  "Councillor Mei Lin stayed at home. The rain was too strong, she said.", -- 5
  "",
  "Robert Hale of Northgate Trust spoke of money.", -- 7
  "",
  "“We have none,” Bobby Hale told reporters.", -- 9
  "",
  "“We asked in June,” Bobby Hale said. Northgate Trust paid in May.", -- 11
}

-- Says what is echoed, since messages are on a grid that cannot be inspected.
local RECORD_ECHO = [[
  local echo = vim.api.nvim_echo
  vim.api.nvim_echo = function(chunks, ...)
    _G.echoed = chunks[1][1]
    return echo(chunks, ...)
  end
  require("copydesk").setup({ keys = true, who = "Eva Lindt" })
]]

local function new_child()
  local child = Child.new()
  child:lua(RECORD_ECHO)
  return child
end

describe("names", function()
  local child
  before_each(function()
    child = new_child()
    draft.open(child, LINES)
  end)
  after_each(function() child:stop() end)

  local function last_echo() return child:lua("return _G.echoed or ''") end

  -- Puts the cursor on the first `words` of a line, from 1.
  local function go_to(line, words)
    local at = assert(LINES[line]:find(words, 1, true), words)
    child.api.nvim_win_set_cursor(0, { line, at - 1 })
  end

  -- Who is meant there: name and type.
  local function meant(line, words)
    go_to(line, words)
    return child:lua([[
      local cursor = vim.api.nvim_win_get_cursor(0)
      local doc = require("copydesk.buffer").get():current()
      local mention = doc:at(cursor[1] - 1, cursor[2]).mention
      if not mention then return "nobody" end
      return doc:name(mention.entity) .. " " .. mention.type
    ]])
  end

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

  it("are the same as others, also after the draft was opened again", function()
    assert.are.equal("Bobby Hale PERSON", meant(9, "Bobby"))
    child:type(":Copydesk same robert hale<CR>")
    assert.are.equal("“Bobby Hale” is Robert Hale; `:Copydesk undo` takes that back", last_echo())
    assert.are.equal("Robert Hale PERSON", meant(9, "Bobby"))
    assert.are.equal("Robert Hale PERSON", meant(11, "Bobby"))
    reopen()
    assert.are.equal("Robert Hale PERSON", meant(11, "Bobby"))
    child:wait_screen("Hale")
    child:type(":Copydesk undo<CR>")
    assert.are.equal("Bobby Hale PERSON", meant(9, "Bobby"))
    reopen()
    assert.are.equal("Bobby Hale PERSON", meant(9, "Bobby"))
  end)

  it("move to a namesake, and their quotations with them", function()
    meant(3, "Lin")
    child:type(":Copydesk same Mei Lin<CR>")
    assert.are.equal("Mei Lin PERSON", meant(1, "Lin thanked"))
    assert.are.equal("Oksana Lin PERSON", meant(1, "Oksana Lin"))
    child:type("3G")
    child:cmd("Copydesk quotes mei")
    assert.are.equal("Mei Lin", child:lua("return vim.fn.getqflist()[1].user_data.shown"))
  end)

  it("are corrected while the draft is typed", function()
    meant(9, "Bobby")
    child:type(":Copydesk same Robert Hale<CR>")
    child:type("Go", "<CR>Bobby Hale left. Robert Hale stayed.<Esc>")
    local row = #child:lines()
    child.api.nvim_win_set_cursor(0, { row, 0 })
    local entity = [[
      local cursor = vim.api.nvim_win_get_cursor(0)
      local doc = require("copydesk.buffer").get():current()
      return doc:name(doc:at(cursor[1] - 1, cursor[2]).mention.entity)
    ]]
    assert.are.equal("Robert Hale", child:lua(entity))
    -- Without Robert in the draft, Bobby is somebody of his own.
    child:cmd("%s/Robert/Rupert/")
    assert.are.equal("Bobby Hale", child:lua(entity))
    child:type("u")
    child.api.nvim_win_set_cursor(0, { row, 0 })
    assert.are.equal("Robert Hale", child:lua(entity))
  end)

  it("are no names when the user says so", function()
    assert.are_not.equal("nobody", meant(9, "Bobby"))
    child:type(":Copydesk notname<CR>")
    assert.are.equal("nobody", meant(9, "Bobby"))
    assert.are.equal("nobody", meant(11, "Bobby"))
    reopen()
    assert.are.equal("nobody", meant(11, "Bobby"))
    child:type(":Copydesk notname<CR>")
    assert.are.equal("No name here", last_echo())
    child:type(":Copydesk undo<CR>")
    assert.are.equal("Bobby Hale PERSON", meant(9, "Bobby"))
  end)

  it("have the type that the user gives them, and its colour", function()
    for _, type in ipairs({ "GPE", "PERSON" }) do
      meant(7, "Northgate")
      child:type((":Copydesk type %s<CR>"):format(type:lower()))
      assert.are.equal("Northgate Trust " .. type, meant(7, "Northgate"))
      assert.are.equal("Northgate Trust " .. type, meant(11, "Northgate"))
    end
    local groups = {
      PERSON = "CopydeskPerson",
      ORG = "CopydeskOrganisation",
      FAC = "CopydeskPlace",
      NORP = "CopydeskGroup",
      LAW = "CopydeskThing",
    }
    for index, name in ipairs(vim.tbl_values(groups)) do
      child:cmd(("highlight %s gui=NONE guifg=#0000%02x"):format(name, index))
    end
    for type, group in pairs(groups) do
      meant(7, "Northgate")
      child:cmd("Copydesk type " .. type)
      assert.are.same(child:group(group), child:screen():attributes("Northgate"), type)
    end
    child:cmd("Copydesk type PERSON")
    child:type(":Copydesk type shop<CR>")
    assert.is_truthy(last_echo():find("none of PERSON", 1, true))
    reopen()
    assert.are.equal("Northgate Trust PERSON", meant(11, "Northgate"))
  end)

  it("are kept as events of their own", function()
    local path = child.api.nvim_buf_get_name(0)
    meant(9, "Bobby")
    child:type(":Copydesk same Robert Hale<CR>")
    local events = vim.tbl_map(vim.json.decode, vim.fn.readfile(path .. ".ledger.jsonl"))
    assert.are.equal(1, #events)
    assert.are.equal("Eva Lindt", events[1].who)
    local correction = { kind = "same", name = "Bobby Hale", other = "Robert Hale" }
    assert.are.same(correction, events[1].correction)
    assert.is_nil(events[1].anchor)
  end)

  it("are refused with a reason", function()
    meant(9, "Bobby")
    child:type(":Copydesk same Nobody Here<CR>")
    assert.are.equal("Nobody is called “Nobody Here” in this draft", last_echo())
    child:type(":Copydesk same bobby hale<CR>")
    assert.are.equal("“Bobby Hale” is that name itself", last_echo())
    meant(5, "she")
    child:type(":Copydesk notname<CR>")
    assert.are.equal("“she” is no name", last_echo())
    meant(5, "rain")
    child:type(":Copydesk type ORG<CR>")
    assert.are.equal("No name here", last_echo())
    local path = child.api.nvim_buf_get_name(0)
    assert.is_nil(vim.uv.fs_stat(path .. ".ledger.jsonl"))
  end)

  it("are corrected in full from a short form or a pronoun", function()
    meant(3, "Lin")
    child:type(":Copydesk! same Mei Lin<CR>")
    assert.are.equal("“Oksana Lin” is Mei Lin; `:Copydesk undo` takes that back", last_echo())
    assert.are.equal("Mei Lin PERSON", meant(1, "Oksana Lin"))
    assert.are.equal("Mei Lin PERSON", meant(3, "Lin"))
    meant(5, "she")
    child:type(":Copydesk! type ORG<CR>")
    assert.is_truthy(last_echo():find("“Mei Lin” is a name of type ORG", 1, true))
    assert.are.equal("Mei Lin ORG", meant(5, "Mei Lin"))
  end)

  it("are the same on the command line", function()
    local path = child.api.nvim_buf_get_name(0)
    meant(9, "Bobby")
    child:type(":Copydesk same Robert Hale<CR>")
    local root = vim.fn.fnamemodify(debug.getinfo(1, "S").source:sub(2), ":p:h:h:h")
    local command = { root .. "/build/copydesk", "quotes", path, "--speaker=Robert" }
    local result = vim.system(command):wait()
    assert.are.equal(0, result.code)
    assert.is_truthy(result.stdout:find(":9:1: Robert Hale", 1, true))
    assert.is_truthy(result.stdout:find(":11:1: Robert Hale", 1, true))
  end)

  it("complete, with all their words", function()
    local function complete(line)
      return child:lua("return vim.fn.getcompletion(..., 'cmdline')", line)
    end
    assert.are.same({ "Robert Hale" }, complete("Copydesk same rob"))
    assert.are.same({ "Hale" }, complete("Copydesk same Robert H"))
    assert.are.same({ "PERSON", "PRODUCT" }, complete("Copydesk type P"))
    assert.are.same({ "entity" }, complete("Copydesk next e"))
  end)

  it("are the same in a list that is open", function()
    meant(9, "Bobby")
    child:cmd("Copydesk speakers")
    local function speakers()
      return child:lua([[
        return vim.tbl_map(function(item) return item.user_data.shown .. ": " .. item.text end,
          vim.fn.getqflist())
      ]])
    end
    local function has(pattern) return table.concat(speakers(), "\n"):find(pattern) ~= nil end
    assert.is_true(has("Bobby Hale: 2 quotations +7 words +%d+ %% +2 mentions"))
    child:cmd("wincmd p")
    meant(9, "Bobby")
    child:type(":Copydesk same Robert Hale<CR>")
    local all = table.concat(speakers(), "\n")
    assert.is_nil(all:find("Bobby", 1, true))
    assert.is_true(has("Robert Hale: %d quotations +7 words +%d+ %% +3 mentions"))
    child:cmd("Copydesk undo")
    assert.is_truthy(table.concat(speakers(), "\n"):find("Bobby", 1, true))
    child:type(":Copydesk same Robert Hale<CR>")
    child:cmd("Copydesk entities robert")
    local text = child:lua("return vim.fn.getqflist()[1].text")
    assert.is_truthy(text:find("^PERSON, 3 mentions, %d quotations$"))
  end)

  it("are corrected from Lua", function()
    meant(9, "Bobby")
    local done = child:lua("return require('copydesk').correct('same', 'Robert Hale')")
    assert.is_true(done)
    assert.are.equal("Robert Hale PERSON", meant(11, "Bobby"))
    assert.is_false(child:lua("return require('copydesk').correct('type', 'x')"))
  end)

  it("hold in a long draft that is read in the background", function()
    local long = vim.deepcopy(LINES)
    for index = 1, 400 do
      local line = ("The council met again for session %d of the year."):format(index)
      vim.list_extend(long, { "", line })
    end
    local path = draft.open(child, long, "long.md")
    local function ready()
      return child:lua("return require('copydesk.buffer').get().doc ~= nil")
    end
    child:wait(ready, "the draft is read")
    meant(9, "Bobby")
    child:type(":Copydesk same Robert Hale<CR>")
    child:cmd("write | silent %yank | silent $put")
    child:wait(ready, "what was pasted is read")
    assert.are.equal("Robert Hale PERSON", meant(11, "Bobby"))
    child:cmd("bwipeout!")
    child:cmd("edit " .. path)
    child:wait(ready, "the draft is read again")
    assert.are.equal("Robert Hale PERSON", meant(11, "Bobby"))
  end)

  it("are read by another ledger when the draft gets another name", function()
    meant(9, "Bobby")
    child:type(":Copydesk same Robert Hale<CR>")
    child:cmd("saveas " .. child.folder .. "/other.md")
    assert.are.equal("Robert Hale PERSON", meant(9, "Bobby"))
    vim.fn.writefile({}, child.folder .. "/third.md.ledger.jsonl")
    child:cmd("saveas " .. child.folder .. "/third.md")
    assert.are.equal("Bobby Hale PERSON", meant(9, "Bobby"))
    child:cmd("edit " .. child.folder .. "/draft.md")
    assert.are.equal("Robert Hale PERSON", meant(9, "Bobby"))
  end)

  it("are corrected for everybody who has the draft open", function()
    local path = child.api.nvim_buf_get_name(0)
    meant(9, "Bobby")
    child:type(":Copydesk notname<CR>")
    local second = new_child()
    second:cmd("edit " .. path)
    second:cmd("Copydesk undo")
    second:stop()
    child:cmd("doautocmd FocusGained")
    assert.are.equal("Bobby Hale PERSON", meant(9, "Bobby"))
  end)
end)

describe("a jump to a mention", function()
  local child
  before_each(function()
    child = new_child()
    draft.open(child, LINES)
  end)
  after_each(function() child:stop() end)

  local function at(line, words)
    assert.are.same({ line, LINES[line]:find(words, 1, true) - 1 }, draft.cursor(child))
  end
  local function last_echo() return child:lua("return _G.echoed or ''") end

  it("takes a count, wraps, and says where it is", function()
    child:type("7G]e")
    at(7, "Robert")
    assert.are.equal("Robert Hale: mention 1 of 1 (wrapped)", last_echo())
    child:type("9G")
    child:cmd("Copydesk quotes bobby | cclose")
    child:type("9GfB]e") -- from “Bobby Hale” to the next one
    at(11, "Bobby")
    assert.are.equal("Bobby Hale: mention 2 of 2", last_echo())
    child:type("]e")
    at(9, "Bobby")
    assert.are.equal("Bobby Hale: mention 1 of 2 (wrapped)", last_echo())
    child:type("[e")
    at(11, "Bobby")
    child:type("4[e")
    at(11, "Bobby")
    child:cmd("set nowrapscan")
    child:type("]e")
    at(11, "Bobby")
    assert.is_truthy(last_echo():find("wrapscan", 1, true))
  end)

  it("goes to short forms and pronouns, and says as what", function()
    child:type("gg0w]e")
    at(1, "Lin thanked")
    assert.is_truthy(last_echo():find("^Oksana Lin: mention 2 of %d+, as “Lin”$"))
  end)

  it("is in the jumplist, opens folds, and is a motion", function()
    child:type("9G0fB")
    child:cmd("10,11fold")
    child:type("]e")
    at(11, "Bobby")
    assert.are.equal(-1, child:lua("return vim.fn.foldclosed(11)"))
    child:type("<C-o>")
    assert.are.equal(9, draft.cursor(child)[1])
    child:type("d]e")
    local left = "“We have none,” Bobby Hale said. Northgate Trust paid in May."
    assert.are.equal(left, child:lines()[9])
  end)

  it("says so where nobody is named", function()
    child:type("2G]e")
    assert.are.equal("No name here", last_echo())
    assert.are.same({ 2, 0 }, draft.cursor(child))
  end)

  it("leaves a key that does something already alone", function()
    child:stop()
    child = Child.new({ before = "nnoremap ]e G" })
    child:lua("require('copydesk').setup({ keys = true })")
    draft.open(child, LINES)
    assert.are.equal("G", child:lua("return vim.fn.maparg(']e', 'n')"))
    assert.is_truthy(child:lua("return vim.fn.maparg('[e', 'n')"):find("prev%-entity"))
    child:lua([[vim.keymap.set("n", "gz", "<Plug>(copydesk-next-entity)")]])
    child:type("9G0fBgz")
    at(11, "Bobby")
  end)
end)

describe("who is this", function()
  local child
  before_each(function()
    child = new_child()
    draft.open(child, LINES)
  end)
  after_each(function() child:stop() end)

  local function float()
    return child:lua([[
      for _, win in ipairs(vim.api.nvim_list_wins()) do
        if vim.api.nvim_win_get_config(win).relative ~= "" then
          return vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(win), 0, -1, false)
        end
      end
    ]])
  end

  it("tells names, titles, numbers and the last words", function()
    child:type("9G0fB:Copydesk same Robert Hale<CR>")
    child:type("11G0:Copydesk who<CR>") -- from inside his words
    local lines = float()
    assert.are.equal("Robert Hale (PERSON, he)", lines[1])
    assert.are.equal("Line 7: Robert Hale", lines[2])
    assert.are.equal("Named: Robert Hale, Bobby Hale ×2", lines[3])
    assert.is_truthy(lines[4]:find("^3 mentions, %d quotations %(7 words in marks%)$"))
    assert.are.equal("Last quotation, line 11: “We asked in June,”", lines[5])
    assert.are.equal("Corrected by hand: “Bobby Hale” is Robert Hale", lines[6])
    assert.are.equal(6, #lines)
  end)

  it("shows titles, and goes when the cursor moves", function()
    child:type("gg0w,", "<LocalLeader>w")
    child:cmd("Copydesk who")
    local lines = table.concat(float(), "\n")
    assert.is_truthy(lines:find("Line 1: Mayor Oksana Lin", 1, true))
    assert.is_truthy(lines:find("Titles: Mayor", 1, true))
    child:type("j")
    child:wait(function() return float() == nil end, "the window goes")
  end)

  it("begins with the full name, and keeps to one person", function()
    draft.open(child, {
      "Lin won the vote in Orla.",
      "",
      "Mayor Oksana Lin spoke. She left at noon.",
      "",
      "“Yes,” Lin said.",
      "",
      "“No,” Tom Okafor said.",
    }, "other.md")
    child:type("5GfL:Copydesk who<CR>")
    assert.are.same({
      "Oksana Lin (PERSON, she)",
      "Line 3: Mayor Oksana Lin",
      "Named: Lin ×2, Oksana Lin",
      "Titles: Mayor",
      "Also meant by: she",
      "4 mentions, 1 quotation (1 word in marks)",
      "Last quotation, line 5: “Yes,”",
    }, float())
  end)

  it("is a record for scripts", function()
    child:type("9G0fB")
    local who = child:lua("return require('copydesk').who({ float = false })")
    assert.are.equal("Bobby Hale", who.entity.name)
    assert.are.equal(8, who.first.row)
    assert.are.same({ { text = "Bobby Hale", count = 2 } }, who.names)
    assert.is_nil(float())
    child:type("2G:Copydesk who<CR>")
    assert.are.equal("No name here", child:lua("return _G.echoed"))
    assert.is_nil(float())
  end)

  it("shows nothing of sources", function()
    child:type("9G0fB:Copydesk verify Deep Hope<CR>")
    child:type(":Copydesk who<CR>")
    assert.is_nil(table.concat(float(), "\n"):find("Deep", 1, true))
  end)
end)
