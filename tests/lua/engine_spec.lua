-- A core that is missing, broken or of another version, and an editor that is too old.
local Child = require("helpers.child")

local ROOT = vim.fn.fnamemodify(debug.getinfo(1, "S").source:sub(2), ":p:h:h:h")

-- A copy of the plugin without its core.
local function copy_of_plugin()
  local folder = vim.fn.tempname()
  vim.fn.mkdir(folder .. "/lua/copydesk", "p")
  vim.uv.fs_symlink(ROOT .. "/plugin", folder .. "/plugin")
  for name in vim.fs.dir(ROOT .. "/lua/copydesk") do
    if name:find("%.lua$") then
      vim.uv.fs_copyfile(ROOT .. "/lua/copydesk/" .. name, folder .. "/lua/copydesk/" .. name)
    end
  end
  return folder
end

describe("without a usable core", function()
  local child, folder
  before_each(function() folder = copy_of_plugin() end)
  after_each(function()
    child:stop()
    vim.fn.delete(folder, "rf")
  end)

  local function start()
    child = Child.new({ plugin = false, before = "set runtimepath^=" .. folder })
    child:edit("a.md", { "“One,” Ana Ruiz said." })
    child:edit("b.md", { "“Two,” Ana Ruiz said." })
    child:type("Amore<Esc>")
    local ok = pcall(child.cmd, child, "Copydesk claims")
    local messages = child:messages()
    assert.is_true(ok)
    assert.is_nil(messages:find("stack traceback", 1, true), messages)
    assert.are.same({ "“Two,” Ana Ruiz said.more" }, child:lines())
    local _, count = messages:gsub("copydesk: the core", "")
    assert.are.equal(1, count, messages)
    child:cmd("checkhealth copydesk")
    assert.is_truthy(table.concat(child:lines(), "\n"):find("ERROR"))
    return messages
  end

  it("says once that it is not built, and how to", function()
    assert.is_truthy(start():find("the core is not built: run `make` in", 1, true))
  end)

  it("says once that it cannot be loaded", function()
    vim.fn.writefile({ "not a library" }, folder .. "/lua/copydesk/core.so")
    assert.is_truthy(start():find("the core cannot be loaded", 1, true))
  end)

  it("says once that it is of another version", function()
    vim.fn.writefile({ "return { version = '0.0.1' }" }, folder .. "/lua/copydesk/core.lua")
    assert.is_truthy(start():find("the core is version 0.0.1, the plugin 0.1.0", 1, true))
  end)
end)

describe("the plugin", function()
  it("says so in an editor that is too old, and stays off", function()
    local child = Child.new({
      before = [[lua local has = vim.fn.has; vim.fn.has = function(feature)
        return feature == "nvim-0.10" and 0 or has(feature) end]],
    })
    assert.is_truthy(child:messages():find("needs Neovim 0.10 or later", 1, true))
    child:edit("a.md", { "“One,” Ana Ruiz said." })
    assert.are.equal(0, child:lua("return vim.fn.exists(':Copydesk')"))
    child:stop()
  end)

  it("requires nothing before it is used", function()
    local child = Child.new()
    child:edit("code.c", { "int x;" })
    assert.are.same({}, child:lua([[
      local names = {}
      for name in pairs(package.loaded) do
        if name:find("^copydesk") then names[#names + 1] = name end
      end
      return names
    ]]))
    child:stop()
  end)

  it("attaches to drafts that were open before it was loaded", function()
    local child = Child.new({ plugin = false })
    child:edit("a.md", { "“One,” Ana Ruiz said." })
    child:cmd("set runtimepath^=" .. ROOT .. " | runtime plugin/copydesk.lua")
    child:wait_screen("said.  Ruiz")
    child:stop()
  end)

  it("reads a newsroom's rules from 'runtimepath', and tells of bad ones", function()
    local child = Child.new()
    local folder = child.folder .. "/newsroom"
    vim.fn.mkdir(folder .. "/queries/prose", "p")
    vim.fn.writefile({ "; extends", "(nonsense" }, folder .. "/queries/prose/claims.scm")
    child:cmd("set runtimepath+=" .. folder)
    child:edit("a.md", { "“One,” Ana Ruiz said." })
    child:wait_screen("said.  Ruiz")
    assert.is_truthy(child:messages():find("claims.scm:2", 1, true), child:messages())
    child:stop()
  end)
end)
