// The command line `copydesk`: reads the arguments, fills the rules, runs one command.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static const char usage[] =
    "Usage: copydesk COMMAND [OPTION...] FILE...\n"
    "Reads news drafts: who is who, who said what, and what has to be checked.\n"
    "\n"
    "  analyze FILE... | -    everything that was read\n"
    "  claims FILE...         the unverified claims, worst first, as FILE:LINE:COLUMN: PRIORITY\n"
    "                         (3 must be checked, 2 should, 1 low) SCORE TYPES VOICE: TEXT\n"
    "  quotes FILE...         the quotations and their speakers, as FILE:LINE:COLUMN: TEXT\n"
    "\n"
    "  --format=FORMAT        of analyze: text (default), json, jsonl, quickfix, html;\n"
    "                         of quotes: text (default), csv\n"
    "  --offsets=UNIT         count offsets and columns in byte (default) or codepoint\n"
    "  --speaker=NAME         of quotes: only speakers whose name has NAME at a word's start\n"
    "  --ledgers=DIR          the folder of the ledgers, which are named by their drafts' real\n"
    "                         paths; default: beside each draft\n"
    "  --rules=DIR            a newsroom's folder: queries/prose/*.scm, lexicon/en/*.txt;\n"
    "                         may be repeated; default: the folder in COPYDESK_RULES\n"
    "  --help, --version\n"
    "\n"
    "FILE - is standard input: one draft, or with --format=jsonl one JSON object\n"
    "{\"id\": ..., \"text\": ...} a line, answered by one object a line, in order, as soon as it\n"
    "is read. A bad record gets {\"id\": ..., \"error\": ...} in its place.\n"
    "--format=json writes one object, or an array if there are several FILEs.\n"
    "--format=csv (RFC 4180) writes a heading and a line for each quotation that is speech:\n"
    "line,column,type,speaker,confidence,words,text, and before these file if there are several.\n"
    "The type is direct, mixed or indirect; who has no speaker has an empty one.\n"
    "\n"
    "Exit status: 0 all done; 1 a file, record or rule could not be used, the rest was done;\n"
    "2 wrong usage, nothing was done.\n";

typedef struct {
  const char *name;
  CliStatus (*run)(const Cli *self);
} Command;

static const Command commands[] = {
    {"analyze", cli_analyze},
    {"claims", cli_claims},
    {"quotes", cli_quotes},
};

static const char *const format_names[FORMAT_COUNT] = {
    [FORMAT_TEXT] = "text",         [FORMAT_JSON] = "json", [FORMAT_JSONL] = "jsonl",
    [FORMAT_QUICKFIX] = "quickfix", [FORMAT_HTML] = "html", [FORMAT_CSV] = "csv",
};

typedef struct {
  Cli cli;
  const Command *command;
  const char **folders;
  int folder_count;
  bool with_help, with_version;
  // The last option that does not belong to all commands, and to which ones it does.
  const char *special, *const *special_commands;
} Arguments;

static bool set_format(Arguments *self, const char *value) {
  for (int i = 0; i < FORMAT_COUNT; i++) {
    if (strcmp(value, format_names[i]) == 0) {
      self->cli.format = (CliFormat)i;
      return true;
    }
  }
  return false;
}

static bool set_offsets(Arguments *self, const char *value) {
  self->cli.code_points = strcmp(value, "codepoint") == 0;
  return self->cli.code_points || strcmp(value, "byte") == 0;
}

static bool set_speaker(Arguments *self, const char *value) {
  self->cli.speaker = value;
  return *value != '\0';
}

static bool set_ledgers(Arguments *self, const char *value) {
  self->cli.ledgers = value;
  return *value != '\0';
}

static bool set_rules(Arguments *self, const char *value) {
  self->folders[self->folder_count++] = value;
  return *value != '\0';
}

static bool set_help(Arguments *self, const char *value) {
  (void)value;
  self->with_help = true;
  return true;
}

static bool set_version(Arguments *self, const char *value) {
  (void)value;
  self->with_version = true;
  return true;
}

typedef struct {
  const char *name;
  bool (*set)(Arguments *self, const char *value);
  bool has_value;
  const char *commands[2];  // the only ones that it belongs to; none: all
} Option;

static const Option options[] = {
    {"--format", set_format, true, {"analyze", "quotes"}},
    {"--offsets", set_offsets, true, {0}},
    {"--speaker", set_speaker, true, {"quotes"}},
    {"--ledgers", set_ledgers, true, {0}},
    {"--rules", set_rules, true, {0}},
    {"--help", set_help, false, {0}},
    {"--version", set_version, false, {0}},
};

static bool complain(const char *what, const char *argument) {
  fprintf(stderr, "copydesk: %s: %s\ncopydesk: see copydesk --help\n", argument, what);
  return false;
}

// Reads one option, as "--name=value" or "--name value"; moves *at behind it.
static bool read_option(Arguments *self, int argc, char **argv, int *at) {
  const char *argument = argv[(*at)++];
  size_t len = strcspn(argument, "=");
  for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
    const Option *option = &options[i];
    if (strlen(option->name) != len || strncmp(argument, option->name, len) != 0) continue;
    const char *value = argument[len] ? argument + len + 1 : NULL;
    if (!option->has_value && value) return complain("takes no value", argument);
    if (option->has_value && !value) {
      if (*at == argc) return complain("wants a value", argument);
      value = argv[(*at)++];
    }
    if (option->commands[0]) {
      self->special = argument;
      self->special_commands = option->commands;
    }
    if (!option->set(self, value)) return complain("is no value of this option", value);
    return true;
  }
  return complain("is no option", argument);
}

static bool is_among(const char *const names[2], const char *name) {
  return strcmp(names[0], name) == 0 || (names[1] && strcmp(names[1], name) == 0);
}

// Does the command write this format?
static bool has_format(const Arguments *self) {
  if (self->command->run != cli_quotes) return self->cli.format != FORMAT_CSV;
  return self->cli.format == FORMAT_CSV || self->cli.format == FORMAT_TEXT;
}

static bool read_arguments(Arguments *self, int argc, char **argv) {
  bool only_files = false;
  for (int at = 1; at < argc;) {
    const char *argument = argv[at];
    if (!only_files && strcmp(argument, "--") == 0) {
      only_files = true;
      at++;
    } else if (!only_files && argument[0] == '-' && argument[1] != '\0') {
      if (!read_option(self, argc, argv, &at)) return false;
    } else if (!self->command) {
      for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(argument, commands[i].name) == 0) self->command = &commands[i];
      }
      if (!self->command) return complain("is no command", argument);
      at++;
    } else {
      self->cli.files[self->cli.file_count++] = argv[at++];
    }
  }
  if (self->with_help || self->with_version) return true;
  if (!self->command) return complain("a command is missing", argc > 0 ? argv[0] : "copydesk");
  if (self->special && !is_among(self->special_commands, self->command->name)) {
    return complain("is no option of this command", self->special);
  }
  if (!has_format(self)) {
    return complain("is no format of this command", format_names[self->cli.format]);
  }
  if (self->cli.file_count == 0) return complain("a FILE, or -, is missing", self->command->name);
  return true;
}

typedef struct {
  CliStatus status;
} Problems;

static void show_message(void *context, const char *message) {
  Problems *self = context;
  fprintf(stderr, "copydesk: %s\n", message);
  self->status = CLI_BAD_INPUT;
}

static CliStatus run(Arguments *self) {
  CdRules *rules = cd_rules_new();
  if (!rules) {
    cli_complain("rules", "memory is short");
    return CLI_BAD_INPUT;
  }
  const char *folder = getenv("COPYDESK_RULES");
  if (self->folder_count == 0 && folder && *folder) self->folders[self->folder_count++] = folder;
  Problems problems = {CLI_OK};
  for (int i = 0; i < self->folder_count; i++) {
    CdStatus status = cd_rules_add_folder(rules, self->folders[i]);
    if (status == CD_BAD_RULES) continue;  // told below, with file and line
    if (status != CD_OK) {
      cli_complain(self->folders[i], "%s", cd_status_text(status));
      problems.status = CLI_BAD_INPUT;
    }
  }
  cd_rules_messages(rules, show_message, &problems);
  self->cli.rules = rules;
  CliStatus status = self->command->run(&self->cli);
  cd_rules_free(rules);
  return status > problems.status ? status : problems.status;
}

int main(int argc, char **argv) {
  Arguments arguments = {0};
  size_t room = argc > 0 ? (size_t)argc + 1 : 1;
  arguments.cli.files = calloc(room, sizeof *arguments.cli.files);
  arguments.folders = calloc(room, sizeof *arguments.folders);
  CliStatus status = CLI_USAGE;
  if (!arguments.cli.files || !arguments.folders) {
    cli_complain("arguments", "memory is short");
  } else if (read_arguments(&arguments, argc, argv)) {
    if (arguments.with_help) {
      status = cli_write(usage, sizeof usage - 1) ? CLI_OK : CLI_BAD_INPUT;
    } else if (arguments.with_version) {
      static const char version[] = "copydesk " CD_VERSION "\n";
      status = cli_write(version, sizeof version - 1) ? CLI_OK : CLI_BAD_INPUT;
    } else {
      status = run(&arguments);
    }
  }
  free(arguments.cli.files);
  free((void *)arguments.folders);
  return (int)status;
}
