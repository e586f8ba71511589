-- Prints the screen of a Neovim that shows a draft and its claims:
-- nvim --clean -l .ci/screen.lua text|svg COLUMNS LINES dark|light DRAFT
-- Reads the cells that Neovim has drawn, with their colours; makes text or an SVG picture.
local root = vim.fn.fnamemodify(vim.fn.fnamemodify(arg[0], ":p"), ":h:h")
package.path = root .. "/tests/lua/?.lua;" .. package.path
local Child = require("helpers.child")
local form, columns, lines, background, draft = unpack(arg)

-- A cell as DejaVu Sans Mono at 16 pixels has it.
local WIDTH, HEIGHT, BASELINE, MARGIN = 9.6328, 20, 15, 12

local function escape(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"))
end

local function colour(number) return ("#%06x"):format(number) end

-- Neighbouring cells with equal attributes are one run.
local function runs_of(cells)
  local runs = {}
  for column, cell in ipairs(cells) do
    local last = runs[#runs]
    if last and vim.deep_equal(last.attributes, cell[2]) then
      last.text, last.width = last.text .. cell[1], last.width + 1
    else
      runs[#runs + 1] = { column = column - 1, width = 1, text = cell[1], attributes = cell[2] }
    end
  end
  return runs
end

-- The line under a run, straight or waved.
local function underline(run, x, y, foreground)
  local a = run.attributes
  local stroke = colour(a.special or foreground)
  local width = run.width * WIDTH
  if a.underline or a.underdotted or a.underdashed then
    local dashes = a.underline and "" or ' stroke-dasharray="2,2"'
    return ('<path d="M%.1f,%.1fh%.1f" stroke="%s"%s/>'):format(x, y + 17.5, width, stroke, dashes)
  elseif a.undercurl then
    local wave = ("q1.2,-2 2.4,0 q1.2,2 2.4,0 "):rep(math.floor(width / 4.8))
    return ('<path d="M%.1f,%.1f %s" stroke="%s" fill="none"/>'):format(x, y + 17.5, wave, stroke)
  end
end

local function svg_of(screen, normal)
  local rows = #screen.rows
  while screen.rows[rows] == "" do
    rows = rows - 1
  end
  local width = columns * WIDTH + 2 * MARGIN
  local height = rows * HEIGHT + 2 * MARGIN
  local out = {
    '<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" font-size="16"',
    ('font-family="DejaVu Sans Mono" width="%.0f" height="%d">'):format(width, height),
    ('<rect width="100%%" height="100%%" rx="8" fill="%s"/>'):format(colour(normal.background)),
  }
  for row, cells in ipairs(vim.list_slice(screen.cells, 1, rows)) do
    local y = MARGIN + (row - 1) * HEIGHT
    for _, run in ipairs(runs_of(cells)) do
      local a = run.attributes
      local x = MARGIN + run.column * WIDTH
      local front = a.foreground or normal.foreground
      local back = a.background
      if a.reverse then
        front, back = back or normal.background, front
      end
      if back then
        -- Half a pixel more, so that no seam shows between two runs.
        out[#out + 1] = ('<rect x="%.2f" y="%d" width="%.2f" height="%d" fill="%s"/>'):format(
          x, y, run.width * WIDTH + 0.5, HEIGHT, colour(back))
      end
      if run.text:find("%S") then
        out[#out + 1] = ('<text x="%.2f" y="%d" fill="%s"%s%s textLength="%.2f">%s</text>'):format(
          x, y + BASELINE, colour(front), a.bold and ' font-weight="bold"' or "",
          a.italic and ' font-style="italic"' or "", run.width * WIDTH, escape(run.text))
      end
      out[#out + 1] = underline(run, x, y, front)
    end
  end
  out[#out + 1] = "</svg>"
  return table.concat(out, "\n")
end

local function show()
  local child = Child.new({
    columns = tonumber(columns),
    lines = tonumber(lines),
    plugin = false,
    before = "luafile " .. vim.fn.fnameescape(root .. "/.ci/demo.lua"),
  })
  child:cmd("set background=" .. background)
  child:cmd("edit " .. vim.fn.fnameescape(draft))
  child:wait(function() return child:lua("return vim.b.copydesk_status") end, "the draft is read")
  if form == "svg" then
    child:cmd("Copydesk claims")
    child:cmd("resize 8 | wincmd p")
  end
  child:cmd("normal! gg")
  child:type(']"')
  local screen = child:screen()
  if form == "svg" then
    local normal = child:group("Normal")
    normal.background = normal.background or (background == "dark" and 0x14161b or 0xe0e2ea)
    normal.foreground = normal.foreground or (background == "dark" and 0xe0e2ea or 0x14161b)
    io.write(svg_of(screen, normal), "\n")
    return
  end
  io.write(tostring(screen), "\n")
  child:cmd("Copydesk claims")
  local list = child:lua([[
    local list = vim.fn.getqflist({ items = 0, title = 0 })
    local out = { list.title }
    for _, item in ipairs(list.items) do
      local name = vim.fs.basename(vim.api.nvim_buf_get_name(item.bufnr))
      local place = ("%s:%d:%d:"):format(name, item.lnum, item.col)
      out[#out + 1] = place .. " " .. item.type .. " " .. item.text
    end
    return out
  ]])
  io.write("\n", table.concat(list, "\n"), "\n")
end

local ok, problem = pcall(show)
Child.stop_all()
if not ok then
  io.stderr:write(tostring(problem), "\n")
  os.exit(1)
end
