// Host tool: embed OUT.c FILE... writes a C file that holds the files' bytes (see embedded.h).
// Reads the files named; makes OUT.c. Paths are kept as given, in the order given.
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool embed_file(FILE *out, const char *path, int number, size_t *len) {
  FILE *in = fopen(path, "rb");
  if (in == NULL) return false;
  fprintf(out, "static const char file_%d[] = {", number);
  size_t count = 0;
  for (int byte = fgetc(in); byte != EOF; byte = fgetc(in), count++) {
    // Written as numbers, since compilers need to take strings of 4,095 bytes only.
    fprintf(out, "%s%d,", count % 24 == 0 ? "\n" : "", byte < 128 ? byte : byte - 256);
  }
  fprintf(out, "0};\n");
  *len = count;
  const bool ok = ferror(in) == 0;
  fclose(in);
  return ok;
}

int main(int argc, char **argv) {
  enum { MOST_FILES = 256 };
  static size_t lens[MOST_FILES];
  if (argc < 2 || argc - 2 > MOST_FILES) {
    fprintf(stderr, "usage: embed OUT.c FILE... (at most %d files)\n", MOST_FILES);
    return 2;
  }
  FILE *out = fopen(argv[1], "w");
  if (out == NULL) {
    fprintf(stderr, "embed: %s: %s\n", argv[1], strerror(errno));
    return 1;
  }
  const int count = argc - 2;
  fprintf(out, "// Made by csrc/tools/embed.c. Do not edit.\n#include \"embedded.h\"\n\n");
  for (int i = 0; i < count; i++) {
    if (!embed_file(out, argv[i + 2], i, &lens[i])) {
      fprintf(stderr, "embed: %s: %s\n", argv[i + 2], strerror(errno));
      fclose(out);
      remove(argv[1]);
      return 1;
    }
  }
  fprintf(out, "\nconst EmbeddedFile embedded_files[] = {\n");
  for (int i = 0; i < count; i++) {
    fprintf(out, "  {\"%s\", file_%d, %zu},\n", argv[i + 2], i, lens[i]);
  }
  fprintf(out, "  {NULL, NULL, 0}};\nconst size_t embedded_file_count = %d;\n", count);
  if (fclose(out) != 0) {
    fprintf(stderr, "embed: %s: %s\n", argv[1], strerror(errno));
    return 1;
  }
  return 0;
}
