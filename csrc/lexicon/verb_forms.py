#!/usr/bin/env python3
"""Writes all forms of verbs: verb_forms.py VERB.EXC < VERBS > FORMS

Reads base forms, one verb or phrasal verb a line, and WordNet's list of irregular forms (verb.exc, in
Debian's wordnet-base); writes each form a line: base, third person, past, participles. Used while the
lists of lexicon/en were made, not by the build.
"""
import collections
import re
import sys

DOUBLED = {"admit", "ban", "beg", "blog", "brag", "chat", "concur", "cut", "deadpan", "demur", "forget", "grin",
           "nag", "nod", "plan", "prod", "shrug", "put", "quip", "quiz", "rebut", "recur", "refer", "remit", "run", "set", "shut",
           "sob", "submit", "sum", "swap", "tap", "trap", "vet"}
SAME = {"cut", "hit", "put", "set", "read", "bet", "cast", "spit", "let", "forecast", "broadcast", "quit", "beat"}
ALSO = {"stutter": ["stuttered"], "tell": ["told"], "mean": ["meant"], "learn": ["learned", "learnt"],
        "plead": ["pleaded", "pled"], "spit": ["spat"], "bet": ["bet"], "foretell": ["foretold"]}


def irregular(path):
    forms = collections.defaultdict(list)
    for line in open(path, encoding="utf8"):
        form, *bases = line.split()
        for base in bases:
            forms[base].append(form)
    return forms


def forms_of(verb, exceptions):
    if re.search(r"(s|x|z|ch|sh)$", verb) or verb in ("go", "do", "echo", "veto", "forgo"):
        third = verb + "es"
    elif re.search(r"[^aeiou]y$", verb):
        third = verb[:-1] + "ies"
    else:
        third = verb + "s"
    stem = verb + verb[-1] if verb in DOUBLED else verb
    if verb in DOUBLED:
        ing, past = stem + "ing", stem + "ed"
    elif verb.endswith("ie"):
        ing, past = verb[:-2] + "ying", verb + "d"
    elif verb.endswith("ee"):
        ing, past = verb + "ing", verb + "d"
    elif verb.endswith("e"):
        ing, past = verb[:-1] + "ing", verb + "d"
    elif re.search(r"[^aeiou]y$", verb):
        ing, past = verb + "ing", verb[:-1] + "ied"
    else:
        ing, past = verb + "ing", verb + "ed"
    ing = next((f for f in exceptions.get(verb, []) if f.endswith("ing") and len(f) > len(verb)), ing)
    odd = exceptions.get(verb, []) + ALSO.get(verb, [])
    odd_past = [f for f in odd if not f.endswith("ing") and not f.endswith("s")]
    out = [verb, third, ing]
    out += odd_past if odd_past or verb in SAME else [past]
    return out


def main():
    exceptions = irregular(sys.argv[1])
    seen = set()
    for line in sys.stdin:
        verb, _, rest = line.strip().partition(" ")
        if not verb or verb.startswith("#"):
            continue
        for form in forms_of(verb, exceptions):
            seen.add(f"{form} {rest}".strip())
    print("\n".join(sorted(seen)))


if __name__ == "__main__":
    main()
