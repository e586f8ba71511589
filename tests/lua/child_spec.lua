-- The child driver itself: what the other specs rely on.
local Child = require("helpers.child")

describe("the child Neovim", function()
  local child
  before_each(function() child = Child.new({ columns = 40, lines = 8 }) end)
  after_each(function() child:stop() end)

  it("reads typed keys before it answers", function()
    child:type("ihello <Esc>yyp")
    assert.are.same({ "hello ", "hello " }, child:lines())
  end)

  it("tells when it waits for another key, and goes on", function()
    child:type("ia-b<Esc>0f")
    child:type("-")
    assert.are.same({ 1, 1 }, child.api.nvim_win_get_cursor(0))
  end)

  it("types long text whole", function()
    local text = ("word "):rep(2000)
    child:type("i" .. text .. "<Esc>")
    assert.are.equal(text, child:lines()[1])
  end)

  it("fails a test when the child raises an error", function()
    assert.has_error(function() child:cmd("NoSuchCommand") end)
    assert.has_error(function() child:lua("error('no')") end)
  end)

  it("shows text and attributes of the screen", function()
    child:lua([[
      vim.api.nvim_set_hl(0, "Tested", { fg = 0xff0000, bold = true })
      vim.api.nvim_buf_set_lines(0, 0, -1, true, { "日本 “Biden” said" })
      local ns = vim.api.nvim_create_namespace("tested")
      vim.api.nvim_buf_set_extmark(0, ns, 0, 7, { end_col = 18, hl_group = "Tested" })
    ]])
    local screen = child:screen()
    assert.are.equal("日本 “Biden” said", screen.rows[1])
    assert.are.same({ 1, 7 }, { screen:find("Biden") })
    assert.are.same({ foreground = 0xff0000, bold = true }, screen:attributes("Biden"))
    assert.are.same(child:group("Tested"), screen:attributes("“Biden"))
    assert.are.same({}, screen:attributes("日本"))
    assert.is_nil(screen:find("Zelenskiy"))
  end)

  it("keeps out of the user's files", function()
    assert.are.equal(child.folder .. "/xdg/state/nvim", child:lua("return vim.fn.stdpath('state')"))
  end)
end)
