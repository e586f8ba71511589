-- The preset of keys: buffer-local maps to the <Plug> maps, on request.
-- Reads the option `keys`; a key that the buffer already maps is left alone.
local buffer = require("copydesk.buffer")
local config = require("copydesk.config")

local M = {}

-- A key with `free` is set only where it does nothing else yet; the others go over global maps.
---@type {[1]: string[], [2]: string, [3]: string, free?: boolean}[] modes, key, <Plug> name
M.preset = {
  { { "n", "x", "o" }, ']"', "next-quotation" },
  { { "n", "x", "o" }, '["', "prev-quotation" },
  { { "n", "x", "o" }, "]@", "next-speaker" },
  { { "n", "x", "o" }, "[@", "prev-speaker" },
  { { "n", "x", "o" }, "]!", "next-claim" },
  { { "n", "x", "o" }, "[!", "prev-claim" },
  { { "n", "x", "o" }, "]e", "next-entity", free = true },
  { { "n", "x", "o" }, "[e", "prev-entity", free = true },
  { { "x", "o" }, "iq", "inner-quotation" },
  { { "x", "o" }, "aq", "a-quotation" },
  { { "x", "o" }, "iQ", "inner-attribution" },
  { { "x", "o" }, "aQ", "an-attribution" },
  { { "n" }, "<LocalLeader>v", "verify" },
  { { "n" }, "<LocalLeader>u", "undo" },
  { { "n" }, "<LocalLeader>c", "claims" },
  { { "n" }, "<LocalLeader>q", "quotes" },
  { { "n" }, "<LocalLeader>w", "who" },
}

---@param buf integer
function M.set(buf)
  if not config.get("keys") then
    return
  end
  for _, entry in ipairs(M.preset) do
    for _, mode in ipairs(entry[1]) do
      local existing = vim.api.nvim_buf_call(buf, function()
        return vim.fn.maparg(entry[2], mode, false, true)
      end)
      if existing.buffer ~= 1 and not (entry.free and existing.lhs) then
        vim.keymap.set(mode, entry[2], "<Plug>(copydesk-" .. entry[3] .. ")", {
          buffer = buf,
          remap = true,
          desc = "Copydesk: " .. entry[3]:gsub("-", " "),
        })
      end
    end
  end
end

-- Takes them away from a buffer that is no draft any more.
local function remove(record)
  local buf = record.buf
  if not vim.api.nvim_buf_is_valid(buf) then
    return
  end
  for _, entry in ipairs(M.preset) do
    for _, mode in ipairs(entry[1]) do
      for _, map in ipairs(vim.api.nvim_buf_get_keymap(buf, mode)) do
        if map.rhs == "<Plug>(copydesk-" .. entry[3] .. ")" then
          pcall(vim.keymap.del, mode, map.lhs, { buffer = buf })
        end
      end
    end
  end
end

buffer.on("detached", remove)

return M
