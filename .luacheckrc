-- What luacheck takes for given.
std = "luajit"
max_line_length = 100
globals = { "vim" }
files["tests/lua/run.lua"] = { globals = { "arg" } }
files["tests/lua/*_spec.lua"] = { std = "+busted" }
files["tests/bench"] = { globals = { "arg" } }
