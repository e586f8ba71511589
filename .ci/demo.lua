-- What `make demo` starts Neovim with: the project on 'runtimepath', every part of it switched on.
-- Reads nothing of the user's configuration.
local root = vim.fn.fnamemodify(debug.getinfo(1, "S").source:sub(2), ":p:h:h")
vim.opt.runtimepath:prepend(root)
vim.g.maplocalleader = ","
vim.o.termguicolors = true
vim.o.linebreak = true
vim.o.breakindent = true
vim.o.number = false
vim.o.laststatus = 2
vim.o.statusline = " %t %m%=%{get(b:,'copydesk_status','')} "
vim.o.swapfile = false
vim.opt.fillchars:append({ lastline = " " })
vim.api.nvim_create_autocmd("FileType", { pattern = "qf", command = "setlocal nowrap" })
require("copydesk").setup({ keys = true })
pcall(vim.cmd.helptags, root .. "/doc")

vim.api.nvim_create_autocmd("VimEnter", {
  callback = function()
    local keys = ']" quotation   ]@ same speaker   ]! claim   :Copydesk claims   :q'
    vim.schedule(function() vim.api.nvim_echo({ { keys, "MoreMsg" } }, false, {}) end)
  end,
})
