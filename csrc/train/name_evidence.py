#!/usr/bin/env python3
"""Learns csrc/weights/en/name_evidence.def: what each piece of evidence says about the type of a name.

    name_evidence.py TRAIN_FOLDER OUT.def        (needs numpy, a built core and cc)

Multinomial logistic regression with an L2 prior over the evidence of csrc/tag/kinds.c, which knows classes of
words, shapes and neighbours, but no words. A label is what the annotators wrote over the candidate, or NONE.
Corpora that do not tell countries from other places, or that lump the rest together as MISC, are learnt from as
sets of types: the likelihood is that of the set. Texts that occur in a held-out set must not be in TRAIN_FOLDER.
"""
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
KINDS = ["PERSON", "GPE", "ORG", "NORP", "LOC", "FAC", "EVENT", "LAW", "WORK_OF_ART", "NONE"]
PLACES = ["GPE", "LOC", "FAC"]
FINE = {"voa", "wikinews"}  # these tell all types apart
CORPORA = {"wikinews": 2.0, "voa": 1.0, "gum": 0.7, "uner_ewt": 0.7, "pud": 0.7, "wikigold": 0.5}
PRIOR, ROUNDS, RATE = 3.0, 600, 0.05
HEAD = """// What each piece of evidence says about the type of a name, in tenths of a logit: a multinomial logistic
// regression over csrc/tag/kinds.c's evidence, which knows classes of words, shapes and neighbours but no words.
// Origin: learnt from GUM, UNER-EWT, PUD and WikiGold (CC BY and CC BY-SA), and from Voice of America and
// Wikinews text labelled for this project. Licence: CC BY-SA 4.0. Made by csrc/train/name_evidence.py.
//       evidence            PERSON GPE ORG NORP LOC FAC EVENT LAW WORK NONE
"""


def build(folder):
    """The program that prints evidence, linked with the core."""
    program = pathlib.Path(folder) / "name_evidence"
    archive = ROOT / "build/libcopydesk.a"  # made by: make build/libcopydesk.a
    libraries = subprocess.run(["pkg-config", "--libs", "tree-sitter", "libpcre2-8"], check=True, capture_output=True, text=True).stdout.split()
    subprocess.run(["cc", "-O1", "-D_GNU_SOURCE", f"-I{ROOT}/csrc", str(ROOT / "csrc/train/name_evidence.c"), "-Wl,--wrap=name_kind", str(archive),
                    *libraries, "-lm", "-ldl", "-lpthread", "-o", str(program)], check=True)
    return program


def label(type_, corpus):
    if type_ in PLACES and corpus not in FINE:
        return PLACES
    if type_ == "MISC":
        return ["NORP", "EVENT", "WORK_OF_ART", "LAW", "NONE"]
    if type_ == "PRODUCT":
        return ["NONE", "WORK_OF_ART"]
    return [type_] if type_ in KINDS else ["WORK_OF_ART"] if type_ == "WORK" else ["NONE"]


def read(program, folder, corpus):
    """(evidence bits, set of types) of every candidate in a corpus."""
    records = [json.loads(line) for line in open(folder / f"{corpus}_train.jsonl", encoding="utf8")]
    feed = b"".join(b"%d " % len(r["text"].encode()) + r["text"].encode() for r in records)
    names = collections.defaultdict(list)
    for line in subprocess.run([program], input=feed, stdout=subprocess.PIPE, check=True).stdout.decode().splitlines():
        text, start, end, bits = line.split()
        names[int(text)].append((int(start), int(end), int(bits, 16)))
    for number, record in enumerate(records):
        to_byte = [0]
        for letter in record["text"]:
            to_byte.append(to_byte[-1] + len(letter.encode()))
        gold = [(to_byte[e["start"]], to_byte[e["end"]], e["type"]) for e in record["entities"]]
        for start, end, bits in names[number]:
            over = [g for g in gold if g[0] < end and start < g[1]]
            best = max(over, key=lambda g: min(end, g[1]) - max(start, g[0]), default=None)
            yield bits, label(best[2], corpus) if best else ["NONE"]


def learn(rows, sets, weights):
    table = np.zeros((rows.shape[1], len(KINDS)), np.float32)
    mean, square = np.zeros_like(table), np.zeros_like(table)
    for step in range(1, ROUNDS + 1):  # Adam on the negative log-likelihood of the sets
        scores = rows @ table
        chance = np.exp(scores - scores.max(1, keepdims=True))
        chance /= chance.sum(1, keepdims=True)
        wanted = chance * sets
        wanted /= np.maximum(wanted.sum(1, keepdims=True), 1e-9)
        slope = rows.T @ ((chance - wanted) * weights[:, None]) + PRIOR * table
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope * slope
        table -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return np.clip(np.round(table * 10), -127, 127).astype(int)


def main():
    folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as scratch:
        program = build(scratch)
        evidence = subprocess.run([program, "names"], check=True, capture_output=True, text=True).stdout.split()
        found = [(bits, types, weight) for corpus, weight in CORPORA.items() for bits, types in read(program, folder, corpus)]
    rows = np.array([[bits >> i & 1 for i in range(len(evidence))] for bits, _, _ in found], np.float32)
    sets = np.array([[kind in types for kind in KINDS] for _, types, _ in found], np.float32)
    table = learn(rows, sets, np.array([weight for _, _, weight in found], np.float32))
    lines = [f"EVIDENCE({name + ',':20}{','.join(f'{x:4d}' for x in row)})\n" for name, row in zip(evidence, table)]
    out.write_text(HEAD + "".join(lines), "utf8")
    print(f"{len(found)} candidates")


if __name__ == "__main__":
    main()
