// Writes files of weights as C: `weights OUT.c NAME=FILE...` defines `weights_NAME` for each.
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int write_file(FILE *out, const char *name, size_t name_len, const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) {
    fprintf(stderr, "weights: %s: %s\n", path, strerror(errno));
    return 1;
  }
  fprintf(out, "static const uint64_t %.*s[] = {", (int)name_len, name);
  size_t len = 0, got;
  for (;; len += got) {
    uint64_t word = 0;
    got = fread(&word, 1, sizeof word, file);
    if (got == 0) break;
    fprintf(out, "%s0x%llxu,", len % 64 ? "" : "\n", (unsigned long long)word);
  }
  int failed = ferror(file);
  fclose(file);
  fprintf(out, "0};\nconst Weights weights_%.*s = {%.*s, %zu};\n", (int)name_len, name,
          (int)name_len, name, len);
  return failed;
}

int main(int argc, char **argv) {
  FILE *out = argc > 1 ? fopen(argv[1], "w") : NULL;
  if (!out) {
    fprintf(stderr, "usage: weights OUT.c NAME=FILE...\n");
    return 2;
  }
  fputs("#include <stdint.h>\n\n#include \"weights.h\"\n\n", out);
  int failed = 0;
  for (int i = 2; i < argc && !failed; i++) {
    const char *equals = strchr(argv[i], '=');
    failed = !equals || write_file(out, argv[i], (size_t)(equals - argv[i]), equals + 1);
  }
  if (fclose(out) != 0) failed = 1;
  return failed;
}
