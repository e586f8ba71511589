-- A newsroom's own rules: the worked example of the help, run as a user would.
local Child = require("helpers.child")
local draft = require("helpers.draft")

local ROOT = vim.fn.fnamemodify(debug.getinfo(1, "S").source:sub(2), ":p:h:h:h")

-- The indented block of the help behind a line with this text, up to its "<".
local function example(behind)
  local lines, found = vim.fn.readfile(ROOT .. "/doc/copydesk.txt"), {}
  local first
  for index, line in ipairs(lines) do
    first = first or (line:find(behind, 1, true) and index + 1)
  end
  assert(first, behind)
  for index = first, #lines do
    if lines[index]:find("^<") or lines[index]:find("^%S") then break end
    found[#found + 1] = (lines[index]:gsub("^    ", ""))
  end
  while found[1] == "" do table.remove(found, 1) end
  return found
end

local LINES = {
  "Mayor Oksana Lin opened the Orla Fair on Tuesday, and Robert Hale watched her.",
  "",
  example("Say that your paper writes of its own interviews")[1],
  "",
  "He stood there in conversation with this other man. Hale harrumphed that it was safe.",
}

describe("rules of a newsroom", function()
  local child, folder
  before_each(function()
    folder = vim.fn.tempname()
    vim.fn.mkdir(folder .. "/queries/prose", "p")
    vim.fn.mkdir(folder .. "/lexicon/en", "p")
  end)
  after_each(function() child:stop() end)

  local function open(more)
    child = Child.new({ before = "set runtimepath+=" .. folder })
    draft.open(child, vim.list_extend(vim.deepcopy(LINES), more or {}))
    return child:lua([[
      local doc = require("copydesk.buffer").get():current()
      return vim.tbl_map(function(quotation)
        return (quotation.row + 1) .. " " .. (quotation.speaker_name or "nobody")
      end, doc:quotations())
    ]])
  end

  it("are needed for the help's example", function()
    assert.are.same({ "3 nobody" }, open())
  end)

  it("are added as the help says", function()
    local query = example("into ~/.config/nvim/queries/prose/attribution.scm")
    assert.are.equal("; extends", query[1])
    vim.fn.writefile(query, folder .. "/queries/prose/attribution.scm")
    local words = example("~/.config/nvim/lexicon/en/speech.txt >")
    vim.fn.writefile(words, folder .. "/lexicon/en/speech.txt")
    assert.are.same({ "3 Oksana Lin", "5 Robert Hale" }, open())
    assert.are.equal("", child:messages())
  end)

  it("leave the plugin's at work when they are wrong, and are told of with their place", function()
    local query = { "; extends", "", '((word) @cue (#equals? @cue "told") (#set! frame "says"))' }
    vim.fn.writefile(query, folder .. "/queries/prose/attribution.scm")
    assert.are.same({ "3 nobody", "6 Oksana Lin" }, open({ "“Yes,” Lin said." }))
    local shown = "attribution.scm:3:15: unknown predicate: #equals?"
    assert.is_truthy(child:messages():gsub("\n", ""):find(shown, 1, true))
  end)
end)
