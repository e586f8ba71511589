-- :Copydesk, its completion and its errors; status; health; options.
local Child = require("helpers.child")
local draft = require("helpers.draft")

describe(":Copydesk", function()
  local child
  before_each(function() child = Child.new() end)
  after_each(function() child:stop() end)

  local function completion(line)
    return child:lua([[return table.concat(vim.fn.getcompletion(..., "cmdline"), "\n")]], line)
  end

  it("completes subcommands and their arguments", function()
    draft.open(child)
    assert.are.equal("claims", completion("Copydesk cl"))
    assert.are.equal("next", completion("Copydesk ne"))
    assert.are.equal("claim\nentity\nquotation\nspeaker", completion("Copydesk next "))
    assert.are.equal("Tom Okafor", completion("Copydesk quotes To"))
    assert.are.equal("verified", completion("Copydesk mark ver"))
    assert.are.equal("", completion("Copydesk undo "))
  end)

  it("says what is wrong", function()
    draft.open(child)
    for command, message in pairs({
      ["Copydesk"] = "there are claims",
      ["Copydesk nonsense"] = 'no subcommand "nonsense"',
      ["Copydesk next year"] = "none of quotation, speaker, claim, entity",
      ["Copydesk mark maybe"] = "the status is one of",
      ["Copydesk claims soon"] = '"soon" is none of all, must',
      ["Copydesk undo it"] = "undo takes no argument",
      ["Copydesk speakers Ruiz"] = "speakers takes no argument",
    }) do
      child:cmd("messages clear")
      child:cmd(command)
      assert.is_truthy(child:messages():find(message, 1, true), command)
    end
    child:cmd("messages clear")
    child:cmd("enew")
    child:cmd("Copydesk claims")
    assert.is_truthy(child:messages():find("not read as a draft", 1, true))
  end)

  it("takes a bang behind the subcommand too", function()
    draft.open(child)
    child:cmd("Copydesk disable!")
    draft.open(child, nil, "other.md")
    assert.is_false(child:lua("return require('copydesk').is_enabled()"))
    child:cmd("Copydesk! enable")
    assert.is_true(child:lua("return require('copydesk').is_enabled()"))
  end)

  it("switches in a list the draft that the list is of", function()
    draft.open(child)
    child:cmd("Copydesk claims")
    child:cmd("Copydesk disable")
    assert.is_false(child:lua("return require('copydesk').is_enabled()"))
    child:cmd("wincmd p")
    assert.is_false(child:lua("return require('copydesk').is_enabled()"))
    child:cmd("wincmd p")
    child:cmd("Copydesk toggle")
    assert.is_false(child:lua("return require('copydesk').is_enabled()"))
    child:cmd("wincmd p")
    assert.is_true(child:lua("return require('copydesk').is_enabled()"))
  end)

  it("moves by a count", function()
    draft.open(child)
    child:cmd("2Copydesk next quotation")
    assert.are.equal(4, draft.cursor(child)[1])
    child:cmd("Copydesk prev")
    assert.are.equal(2, draft.cursor(child)[1])
  end)
end)

describe("b:copydesk_status", function()
  local child
  before_each(function() child = Child.new() end)
  after_each(function() child:stop() end)

  it("counts, and CopydeskUpdate tells when it changes", function()
    child:cmd("let g:updates = 0 | autocmd User CopydeskUpdate let g:updates += 1")
    draft.open(child)
    local function status() return child:lua("return vim.b.copydesk_status") or "" end
    local expected = "^4 quotations, %d+ of %d+ claims unverified$"
    child:wait(function() return status():find(expected) end, "four")
    child:type("Go“More,” Ruiz said.<Esc>")
    child:wait(function() return status():find("^5 quotations") end, "five")
    assert.is_true(child:lua("return vim.g.updates") >= 2)
    assert.are.equal(5, child:lua("return vim.b.copydesk_status_dict.quotations"))
    child:cmd("Copydesk disable")
    assert.are.equal("", status())
  end)
end)

describe("setup()", function()
  local child
  before_each(function() child = Child.new() end)
  after_each(function() child:stop() end)

  it("names a wrong option with its path and goes on", function()
    child:lua([[require("copydesk").setup({
      labels = { position = "left", max_width = "x", postion = "eol" },
      filetypes = { "text", 3 },
      keys = true,
    })]])
    local messages = child:messages()
    for _, message in ipairs({
      'labels.position: expected one of "eol", "inline", "right_align", got "left"',
      "labels.max_width: expected number, got string",
      "labels.postion: no such option; did you mean labels.position?",
      "filetypes[2]: expected string, got number",
    }) do
      assert.is_truthy(messages:find(message, 1, true), message)
    end
    assert.is_nil(messages:find("stack traceback", 1, true))
    draft.open(child)
    child:wait_screen("ceremony.  Ruiz")
    assert.is_true(child:lua([[return vim.fn.maparg(']"', "n") ~= ""]]))
  end)

  it("takes dotted names, and applies to drafts that are open", function()
    draft.open(child)
    child:wait_screen("ceremony.  Ruiz")
    child:lua([[require("copydesk").setup({ ["labels.names"] = "full", keys = true })]])
    child:wait_screen("ceremony.  Ana Ruiz")
    assert.is_true(child:lua([[return vim.fn.maparg(']"', "n") ~= ""]]))
  end)
end)

describe("the help", function()
  it("has the options as the schema has them", function()
    local child = Child.new()
    local lines = child:lua([[return require("copydesk.config").help()]])
    local root = child:lua([[return require("copydesk.engine").root()]])
    child:stop()
    local help = table.concat(vim.fn.readfile(root .. "/doc/copydesk.txt"), "\n")
    local found = help:find(table.concat(lines, "\n"), 1, true)
    assert.is_truthy(found, "run: nvim -l tests/lua/helpers/help.lua")
  end)

  it("has a tag for every subcommand, key, group and option, each once", function()
    local child = Child.new()
    local wanted = child:lua([[
      local tags = {}
      for name in pairs(require("copydesk.command").subcommands) do
        tags[#tags + 1] = ":Copydesk-" .. name
      end
      for _, entry in ipairs(require("copydesk.keys").preset) do
        tags[#tags + 1] = "<Plug>(copydesk-" .. entry[3] .. ")"
      end
      for _, option in ipairs(require("copydesk.config").schema) do
        tags[#tags + 1] = "copydesk-option-" .. option.name
      end
      require("copydesk.hues").define()
      for name in pairs(vim.api.nvim_get_hl(0, {})) do
        if name:find("^Copydesk") and not name:find("^CopydeskSpeaker[2-8]") then
          tags[#tags + 1] = "hl-" .. name
        end
      end
      return tags
    ]])
    local root = child:lua([[return require("copydesk.engine").root()]])
    child:stop()
    local help = table.concat(vim.fn.readfile(root .. "/doc/copydesk.txt"), "\n")
    for _, tag in ipairs(wanted) do
      local _, count = help:gsub(vim.pesc("*" .. tag .. "*"), "")
      assert.are.equal(1, count, "tag " .. tag)
    end
    local folder = vim.fn.tempname()
    vim.fn.mkdir(folder)
    vim.fn.writefile(vim.fn.readfile(root .. "/doc/copydesk.txt"), folder .. "/copydesk.txt")
    vim.cmd("helptags " .. folder) -- fails on a tag that is there twice
  end)
end)

describe(":checkhealth copydesk", function()
  it("tells what works", function()
    local child = Child.new()
    draft.open(child)
    child:cmd("checkhealth copydesk")
    local text = table.concat(child:lines(), "\n")
    assert.is_truthy(text:find("is loaded and reads", 1, true), text)
    assert.is_truthy(text:find("draft.md", 1, true))
    assert.is_truthy(text:find("no marks yet", 1, true))
    assert.is_nil(text:find("ERROR"))
    child:stop()
  end)
end)
