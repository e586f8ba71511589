# Builds copydesk.nvim: the Lua module, the grammar for Neovim's own tree-sitter, the command line; runs
# the tests. `make deps` installs what is missing, `make help` lists the targets.

CC ?= cc
PKG_CONFIG ?= pkg-config
SYSTEM := $(shell uname -s)
BUILD := build

.PHONY: all help deps grammar test test-c test-lua lint bench demo picture clean FORCE
.DELETE_ON_ERROR:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules

all: lua/copydesk/core.so parser/prose.so $(BUILD)/copydesk

help:
	@echo 'make            the Lua module, the grammar, the command line (build/copydesk)'
	@echo 'make demo       opens a draft with everything on; without a terminal prints its screen'
	@echo 'make test       C tests under sanitizers, Lua specs in Neovim 0.10 and a newer one'
	@echo 'make fuzz       hostile bytes into the core (RUNS=5000 inputs); needs clang'
	@echo 'make memcheck   the command line under valgrind'
	@echo 'make lint       formats, static checks, drift between code and help'
	@echo 'make bench      speed and memory; make picture: the pictures of the README'
	@echo 'make deps       installs what is missing for these'
	@echo 'make grammar    csrc/grammar/parser.c from grammar.js (needs the tree-sitter CLI)'

# ---- libraries ------------------------------------------------------------------------------------
# Archives are preferred: what is linked in cannot be replaced by the libraries that Neovim itself has
# loaded. Where a distribution ships no archive the shared library is linked, and that is said.
define library
$(1)_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(2) 2>/dev/null)
$(1)_ARCHIVE := $(wildcard $(shell $(PKG_CONFIG) --variable=libdir $(2) 2>/dev/null)/lib$(3).a)
$(1)_LIBS := $$(or $$($(1)_ARCHIVE),$(shell $(PKG_CONFIG) --libs $(2) 2>/dev/null))
endef
$(eval $(call library,TREE_SITTER,tree-sitter,tree-sitter))
$(eval $(call library,PCRE2,libpcre2-8,pcre2-8))
LUA := $(firstword $(foreach name,luajit lua5.1 lua-5.1,\
  $(shell $(PKG_CONFIG) --exists $(name) 2>/dev/null && echo $(name))))
LUA_CFLAGS := $(if $(LUA),$(shell $(PKG_CONFIG) --cflags $(LUA)))
LUA_LIBS := $(if $(LUA),$(shell $(PKG_CONFIG) --libs $(LUA)))
LIBS := $(TREE_SITTER_LIBS) $(PCRE2_LIBS)

# What is missing is named with the command that gets it, instead of an error of the compiler.
ifeq ($(and $(TREE_SITTER_LIBS),$(PCRE2_LIBS),$(LUA)),)
  NEEDS := needs
endif
.PHONY: needs
needs:
	@.ci/deps.sh --check build

# Named to :checkhealth: what is not linked into the module.
SHARED := $(strip $(if $(TREE_SITTER_ARCHIVE),,tree-sitter) $(if $(PCRE2_ARCHIVE),,PCRE2))
$(BUILD)/obj/lua_core.o: CPPFLAGS += -DCOPYDESK_SHARED='"$(SHARED)"'

# ---- flags ----------------------------------------------------------------------------------------
OPTIMISE ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wpedantic -Wconversion
CPPFLAGS += -D_GNU_SOURCE -DPCRE2_CODE_UNIT_WIDTH=8 -Icsrc -Icsrc/grammar \
  $(TREE_SITTER_CFLAGS) $(PCRE2_CFLAGS)
BASE_CFLAGS := -std=c11 -fPIC -fvisibility=hidden -pthread
SANITIZE := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer

ifeq ($(SYSTEM),Darwin)  # written after Apple's documentation, never tried
  MODULE_LDFLAGS := -bundle -undefined dynamic_lookup -Wl,-exported_symbol,_luaopen_copydesk_core
  PARSER_LDFLAGS := -dynamiclib
  SYSTEM_LIBS := -lm
else
  # Hidden symbols, no export but luaopen_*, everything bound at load time, never unloaded (a worker
  # thread may still run in it).
  MODULE_LDFLAGS := -shared -Wl,--exclude-libs,ALL -Wl,--version-script=csrc/exports.map \
    -Wl,-z,now,-z,relro,-z,noexecstack,-z,nodelete
  PARSER_LDFLAGS := -shared -Wl,-z,now,-z,relro,-z,noexecstack
  SYSTEM_LIBS := -lm -ldl
endif

# ---- sources --------------------------------------------------------------------------------------
MODULE_SOURCES := csrc/lua_core.c $(wildcard csrc/lua/*.c)
COMMAND_SOURCES := csrc/main.c $(wildcard csrc/cli/*.c)
NOT_CORE := $(wildcard csrc/grammar/*.c csrc/tools/*.c csrc/train/*.c) $(MODULE_SOURCES) $(COMMAND_SOURCES)
CORE_SOURCES := $(filter-out $(NOT_CORE),$(wildcard csrc/*.c csrc/*/*.c))
GRAMMAR_SOURCES := $(wildcard csrc/grammar/*.c)
GENERATED := $(BUILD)/embedded.c $(BUILD)/lexicon_en.c $(BUILD)/weights_en.c
LIBRARY_OBJECTS := $(CORE_SOURCES:csrc/%.c=$(BUILD)/obj/%.o) \
  $(GRAMMAR_SOURCES:csrc/%.c=$(BUILD)/obj/%.o) $(GENERATED:$(BUILD)/%.c=$(BUILD)/obj/%.o)
MODULE_OBJECTS := $(MODULE_SOURCES:csrc/%.c=$(BUILD)/obj/%.o)
COMMAND_OBJECTS := $(COMMAND_SOURCES:csrc/%.c=$(BUILD)/obj/%.o)
TEST_OBJECTS := $(patsubst $(BUILD)/obj/%,$(BUILD)/sanitized/%,\
  $(LIBRARY_OBJECTS) $(filter-out $(BUILD)/obj/main.o,$(COMMAND_OBJECTS)))
FUZZ_OBJECTS := $(TEST_OBJECTS:$(BUILD)/sanitized/%=$(BUILD)/fuzz/%)
C_TESTS := $(patsubst tests/c/%.c,$(BUILD)/tests/%,$(wildcard tests/c/test_*.c))
QUERIES := $(wildcard queries/prose/*.scm queries/prose/*.txt csrc/weights/en/*.txt)
WORD_LISTS := $(wildcard csrc/lexicon/en/*.txt)

# A change of compiler or flags builds all anew; one of the set of files only what is made of the set.
FLAGS := $(CC) $(OPTIMISE) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) $(LIBS)
FILES := $(LIBRARY_OBJECTS) $(MODULE_OBJECTS) $(COMMAND_OBJECTS) $(QUERIES) $(WORD_LISTS)
define remembered
$(BUILD)/$(1): FORCE | $(NEEDS)
	@mkdir -p $(BUILD)
	@echo '$(2)' | cmp -s - $$@ || echo '$(2)' > $$@
endef
$(eval $(call remembered,flags,$(FLAGS)))
$(eval $(call remembered,files,$(FILES)))

# ---- objects --------------------------------------------------------------------------------------
# A rule says in one line what it does; with V=1 it shows the command.
define run
@echo '  $(1) $@'
@mkdir -p $(@D)
$(if $(V),,@)$(2)
endef

# The generated parser and tables are not ours to tidy.
GENERATED_WARNINGS := -Wall -Wextra -Wno-unused
WARN = $(if $(filter csrc/grammar/parser.c $(BUILD)/%,$<),$(GENERATED_WARNINGS),$(WARNINGS))

# Objects of one kind: folder, compiler, flags.
define objects
$(BUILD)/$(1)/%.o: csrc/%.c $(BUILD)/flags
	$$(call run,CC,$(2) $$(CPPFLAGS) $$(LUA_CFLAGS) $$(BASE_CFLAGS) $$(WARN) $(3) $$(CFLAGS) -MMD -MP -c $$< -o $$@)
$(BUILD)/$(1)/%.o: $(BUILD)/%.c $(BUILD)/flags
	$$(call run,CC,$(2) $$(CPPFLAGS) $$(BASE_CFLAGS) $$(WARN) $(3) $$(CFLAGS) -MMD -MP -c $$< -o $$@)
endef
$(eval $(call objects,obj,$$(CC),$$(OPTIMISE)))
$(eval $(call objects,sanitized,$$(CC),$$(SANITIZE)))
$(eval $(call objects,fuzz,clang,$$(SANITIZE) -fsanitize=fuzzer-no-link))

# An archive, so that a test of one stage links what it uses.
$(BUILD)/sanitized/libcopydesk.a: $(TEST_OBJECTS) $(BUILD)/files
$(BUILD)/fuzz/libcopydesk.a: $(FUZZ_OBJECTS) $(BUILD)/files
$(BUILD)/libcopydesk.a: $(LIBRARY_OBJECTS) $(BUILD)/files
%/libcopydesk.a:
	$(call run,AR,rm -f $@ && ar rcs $@ $(filter %.o,$^))

$(BUILD)/tests/%: tests/c/%.c $(BUILD)/sanitized/libcopydesk.a
	$(call run,LD,$(CC) $(CPPFLAGS) $(BASE_CFLAGS) $(WARN) $(SANITIZE) $(CFLAGS) -MMD -MP $< $(filter %.a,$^) \
	  -o $@ $(LDFLAGS) -lcmocka $(LIBS) $(SYSTEM_LIBS))
$(BUILD)/fuzzers/%: tests/c/%.c $(BUILD)/fuzz/libcopydesk.a
	$(call run,LD,clang $(CPPFLAGS) $(BASE_CFLAGS) $(WARN) $(SANITIZE) -fsanitize=fuzzer -MMD -MP \
	  $< $(filter %.a,$^) -o $@ $(LDFLAGS) $(LIBS) $(SYSTEM_LIBS))

# ---- generated ------------------------------------------------------------------------------------
TOOL = $(CC) $(CPPFLAGS) $(LUA_CFLAGS) $(BASE_CFLAGS) $(WARNINGS) $(OPTIMISE) $(filter %.c,$^) -o $@
$(BUILD)/tools/lexicon: csrc/tools/lexicon.c csrc/lexicon_list.c csrc/text.c csrc/lexicon_list.h \
    csrc/text.h csrc/lexicon.def $(BUILD)/flags
	$(call run,CC,$(TOOL))
$(BUILD)/tools/loads: csrc/tools/loads.c $(BUILD)/flags
	$(call run,CC,$(TOOL) $(LUA_LIBS) $(SYSTEM_LIBS))
$(BUILD)/tools/%: csrc/tools/%.c $(BUILD)/flags
	$(call run,CC,$(TOOL))

WEIGHTS := csrc/weights/en/names.crf csrc/weights/en/clusters.bin
$(BUILD)/embedded.c: $(BUILD)/tools/embed $(QUERIES) $(BUILD)/files
	$(call run,MAKE,$< $@ $(QUERIES))
$(BUILD)/weights_en.c: $(BUILD)/tools/weights $(WEIGHTS)
	$(call run,MAKE,$< $@ names=$(word 1,$(WEIGHTS)) clusters=$(word 2,$(WEIGHTS)))
$(BUILD)/lexicon_en.c: $(BUILD)/tools/lexicon $(WORD_LISTS) $(BUILD)/files
	$(call run,MAKE,$< $@ $(WORD_LISTS))

# ---- products -------------------------------------------------------------------------------------
# A library that is overwritten in place crashes the editor that has it loaded: the new one is written
# beside it, proven to load, and takes its name in one step.
lua/copydesk/core.so: $(LIBRARY_OBJECTS) $(MODULE_OBJECTS) csrc/exports.map $(BUILD)/tools/loads $(BUILD)/files
	$(call run,LD,$(CC) $(MODULE_LDFLAGS) $(LDFLAGS) -pthread $(filter %.o,$^) -o $@.tmp $(LIBS) $(SYSTEM_LIBS))
	@$(BUILD)/tools/loads $(CURDIR)/$@.tmp luaopen_copydesk_core
	$(if $(TREE_SITTER_ARCHIVE)$(filter Darwin,$(SYSTEM)),,@.ci/prove-shared.sh $@.tmp)
	@mv $@.tmp $@

# The scanner asks the word lists, so what it uses of the core comes along.
parser/prose.so: $(GRAMMAR_SOURCES:csrc/%.c=$(BUILD)/obj/%.o) $(BUILD)/libcopydesk.a $(BUILD)/tools/loads
	$(call run,LD,$(CC) $(PARSER_LDFLAGS) $(LDFLAGS) $(filter %.o %.a,$^) -o $@.tmp)
	@$(BUILD)/tools/loads $(CURDIR)/$@.tmp tree_sitter_prose
	@mv $@.tmp $@

$(BUILD)/copydesk: $(COMMAND_OBJECTS) $(BUILD)/libcopydesk.a
	$(call run,LD,$(CC) $(LDFLAGS) -pthread $^ -o $@ $(LIBS) $(SYSTEM_LIBS))

# Everything compiled and nothing linked: to try another compiler.
.PHONY: objects
objects: $(LIBRARY_OBJECTS) $(MODULE_OBJECTS) $(COMMAND_OBJECTS)

# ---- training -------------------------------------------------------------------------------------
# make train DATA=FOLDER [EVAL=FOLDER]: weights of names from FOLDER/*_train.jsonl and csrc/train/text; no
# record that occurs in EVAL/*/*.jsonl. make leave-one-out DATA=FOLDER: how a model does on a corpus it never saw.
# make clusters TEXT=FOLDER: word clusters from FOLDER/*.xz; train again after it.
.PHONY: train leave-one-out clusters
TRAINER := $(BUILD)/train/names
TRAINING = $(filter-out %/ewt_pos_train.jsonl,$(wildcard $(DATA)/*_train.jsonl)) \
  $(wildcard csrc/train/text/*.txt)
TESTS_OF_NAMES = $(if $(EVAL),--test $(wildcard $(EVAL)/entities/*.jsonl $(EVAL)/news/wikinews_dev.jsonl))
train: $(TRAINER)
	$(TRAINER) csrc/weights/en/names.crf $(or $(EVAL),-) $(TRAINING) $(TESTS_OF_NAMES)
leave-one-out: $(TRAINER)
	$(TRAINER) - $(or $(EVAL),-) --leave-one-out $(TRAINING)
clusters: $(BUILD)/train/clusters
	xz -dc $(TEXT)/*.xz | $< csrc/weights/en/clusters.bin
$(TRAINER): $(addprefix csrc/train/,main.c corpus.c learn.c markup.c) $(wildcard csrc/train/*.h) $(LIBRARY_OBJECTS)
	$(call run,CC,$(CC) $(CPPFLAGS) $(BASE_CFLAGS) $(WARNINGS) $(OPTIMISE) $(CFLAGS) $(filter %.c %.o,$^) \
	  -o $@ $(LDFLAGS) -pthread $(LIBS) $(SYSTEM_LIBS))
# make train-claims DATA=FOLDER EVAL=FOLDER: weights of claims, likewise; needs python3 alone.
.PHONY: train-claims
train-claims: $(BUILD)/train/claim_features
	python3 csrc/train/claims.py --tool $< --train $(DATA) --refuse $(EVAL) -o csrc/weights/en/claims.txt
$(BUILD)/train/%: csrc/train/%.c $(LIBRARY_OBJECTS)
	$(call run,CC,$(CC) $(CPPFLAGS) $(BASE_CFLAGS) $(WARNINGS) $(OPTIMISE) $(CFLAGS) -MMD -MP $< \
	  $(LIBRARY_OBJECTS) -o $@ $(LDFLAGS) -pthread $(LIBS) $(SYSTEM_LIBS))

# ---- tests ----------------------------------------------------------------------------------------
# Both halves run, whatever the first finds. (The second make is another run, since the first may have
# installed what it looks for as it starts.)
test:
	@.ci/deps.sh build test
	@status=0; $(MAKE) --no-print-directory test-c || status=1; \
	  $(MAKE) --no-print-directory test-lua || status=1; exit $$status

test-c: $(C_TESTS)
	@.ci/test-c.sh $(C_TESTS)

# Fuzz targets need clang; each reads as many made-up inputs as RUNS says, beginning with the drafts.
RUNS ?= 5000
FUZZERS := $(patsubst tests/c/%.c,$(BUILD)/fuzzers/%,$(wildcard tests/c/fuzz_*.c))
.PHONY: fuzz
fuzz: $(FUZZERS)
	@.ci/fuzz.sh $(RUNS) $(FUZZERS)

# Uninitialised memory, which the sanitizers above do not see, and leaks.
.PHONY: memcheck
memcheck: $(BUILD)/copydesk
	valgrind --quiet --error-exitcode=1 --leak-check=full --errors-for-leak-kinds=definite \
	  $(BUILD)/copydesk analyze --format=json tests/drafts/*.txt tests/drafts/*.md >$(BUILD)/memcheck.json

# SPECS names the files to run, FILTER a pattern of test names.
test-lua: all
	@.ci/test-lua.sh $(if $(FILTER),--filter='$(FILTER)') $(SPECS)

# ---- other ----------------------------------------------------------------------------------------
deps:
	@.ci/deps.sh build test lint

lint:
	@.ci/lint.sh

$(BUILD)/bench/core: tests/bench/core.c $(BUILD)/libcopydesk.a
	$(call run,CC,$(CC) $(CPPFLAGS) $(BASE_CFLAGS) $(WARNINGS) $(OPTIMISE) $(CFLAGS) $^ -o $@ \
	  $(LDFLAGS) $(LIBS) $(SYSTEM_LIBS))
bench: all $(BUILD)/bench/core
	@tests/bench/run.sh $(BUILD)/bench/core

demo:
	@.ci/deps.sh build
	@mkdir -p $(BUILD)
	@[ -e lua/copydesk/core.so ] || echo 'building, which takes a minute at first' >&2
	@$(MAKE) --no-print-directory all >$(BUILD)/demo.log 2>&1 || { tail -n 30 $(BUILD)/demo.log; exit 1; }
	@.ci/demo.sh

picture: all
	@.ci/deps.sh picture
	@.ci/picture.sh

TREE_SITTER ?= tree-sitter
grammar:
	@command -v $(TREE_SITTER) >/dev/null || { \
	  echo 'missing: tree-sitter CLI: apt-get install tree-sitter-cli (Debian 13 or later), or' \
	    'npm install tree-sitter-cli, or cargo install tree-sitter-cli; then make grammar TREE_SITTER=PATH' >&2; \
	  exit 1; }
	@mkdir -p $(BUILD)/grammar
	cp csrc/grammar/grammar.js $(BUILD)/grammar/
	cd $(BUILD)/grammar && $(TREE_SITTER) generate --abi 14 grammar.js
	mkdir -p csrc/grammar/tree_sitter
	cp $(BUILD)/grammar/src/parser.c csrc/grammar/parser.c
	cp $(BUILD)/grammar/src/tree_sitter/parser.h csrc/grammar/tree_sitter/parser.h
	cksum <csrc/grammar/grammar.js >csrc/grammar/grammar.cksum  # see .ci/check-grammar.sh

clean:
	rm -rf $(BUILD) lua/copydesk/core.so lua/copydesk/core.so.tmp parser/prose.so

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
