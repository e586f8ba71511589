-- The Lua module is loaded into a process that has other versions of our libraries: nothing of it
-- may be seen there, and nothing but Lua and the C library may be taken from there.
local root = vim.fn.fnamemodify(debug.getinfo(1, "S").source:sub(2), ":p:h:h:h")
local module = root .. "/lua/copydesk/core.so"

local function symbols(option)
  local output = vim.fn.system({ "nm", "-D", option, module })
  assert(vim.v.shell_error == 0, output)
  return vim.split(vim.trim(output), "\n")
end

describe("the Lua module", function()
  if vim.uv.os_uname().sysname ~= "Linux" then return end

  it("defines luaopen_ functions and nothing else", function()
    local lines = symbols("--defined-only")
    local defined = vim.tbl_map(function(line) return line:match("%S+$") end, lines)
    assert.are.same({ "luaopen_copydesk_core" }, defined)
  end)

  it("takes only Lua's functions and the C library's from the editor", function()
    local foreign = vim.tbl_filter(function(line)
      local kind, name = line:match("(%a) (%S+)$")
      return kind ~= "w" and not (name:match("^luaL?_") or name:match("@GLIBC_"))
    end, symbols("--undefined-only"))
    assert.are.same({}, foreign)
  end)

  it("is bound at once, never unloaded, and its stack does not run", function()
    local output = vim.fn.system({ "readelf", "-dlW", module })
    assert.are.equal(0, vim.v.shell_error)
    assert.is_truthy(output:find("NODELETE"))
    assert.is_truthy(output:find("NOW"))
    assert.is_truthy(output:find("GNU_RELRO"))
    assert.is_nil(output:match("GNU_STACK[^\n]*RWE"))
  end)
end)
