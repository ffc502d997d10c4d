-- For Neovim 0.11 or newer: save this as ~/.config/nvim/lsp/coursebuild.lua, and put
-- vim.lsp.enable("coursebuild") into init.lua.
return {
  cmd = { "coursebuild", "lsp" },
  filetypes = { "markdown", "toml" },
  root_markers = { "coursebuild.toml", ".git" },
}
