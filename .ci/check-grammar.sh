#!/usr/bin/env bash
# Fails if grammar.js has changed since parser.c was made of it.
cd "$(dirname "$0")/.." || exit 1
cksum <csrc/grammar/grammar.js | cmp -s - csrc/grammar/grammar.cksum && exit 0
echo 'csrc/grammar/parser.c is older than grammar.js: make grammar'
exit 1
