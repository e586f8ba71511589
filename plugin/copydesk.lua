-- Makes :Copydesk, the <Plug> maps and the autocommands that attach to drafts.
-- Reads nothing and requires nothing until one of them is used.
if vim.g.loaded_copydesk then
  return
end
vim.g.loaded_copydesk = true

if vim.fn.has("nvim-0.10") == 0 then
  local message = "copydesk.nvim needs Neovim 0.10 or later; it stays off"
  vim.api.nvim_echo({ { message, "WarningMsg" } }, true, {})
  return
end

vim.api.nvim_create_user_command("Copydesk", function(args)
  require("copydesk.command").run(args)
end, {
  nargs = "*",
  bang = true,
  range = true,
  desc = "Read a draft: quotations, speakers, claims",
  complete = function(...)
    return require("copydesk.command").complete(...)
  end,
})

local motions = {
  ["next-quotation"] = { "quotation", 1 },
  ["prev-quotation"] = { "quotation", -1 },
  ["next-speaker"] = { "speaker", 1 },
  ["prev-speaker"] = { "speaker", -1 },
  ["next-claim"] = { "claim", 1 },
  ["prev-claim"] = { "claim", -1 },
  ["next-entity"] = { "entity", 1 },
  ["prev-entity"] = { "entity", -1 },
}
for name, motion in pairs(motions) do
  vim.keymap.set({ "n", "x", "o" }, "<Plug>(copydesk-" .. name .. ")", function()
    require("copydesk.navigate").jump(motion[1], motion[2] * vim.v.count1)
  end, { desc = "Copydesk: " .. name:gsub("-", " ") })
end
local objects = { "inner-quotation", "a-quotation", "inner-attribution", "an-attribution" }
for _, name in ipairs(objects) do
  vim.keymap.set({ "x", "o" }, "<Plug>(copydesk-" .. name .. ")", function()
    require("copydesk.textobject").select(name)
  end, { desc = "Copydesk: " .. name:gsub("-", " ") })
end
for _, action in ipairs({ "verify", "undo", "claims", "quotes", "who" }) do
  vim.keymap.set("n", "<Plug>(copydesk-" .. action .. ")", function()
    require("copydesk.command").call(action)
  end, { desc = "Copydesk: " .. action })
end

-- Filetypes beyond these two are added by setup().
local filetypes = { "text", "markdown" }
vim.api.nvim_create_autocmd("FileType", {
  group = vim.api.nvim_create_augroup("copydesk", {}),
  pattern = filetypes,
  desc = "Copydesk: attach to drafts",
  callback = function(event)
    require("copydesk").attach_if_wanted(event.buf)
  end,
})

-- Loaded late, by a plugin manager or :packadd: drafts that are open already have had their event.
if vim.v.vim_did_enter == 1 then
  for _, buf in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buf) and vim.list_contains(filetypes, vim.bo[buf].filetype) then
      require("copydesk").attach_if_wanted(buf)
    end
  end
end
