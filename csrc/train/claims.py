#!/usr/bin/env python3
"""Trains the linear model of claims and writes csrc/weights/en/claims.txt, a table that people can read.

    make build/train/claim_features
    python3 csrc/train/claims.py --tool build/train/claim_features --train TRAIN --refuse EVAL -o csrc/weights/en/claims.txt

TRAIN is a folder with wikinews_train.jsonl (news sentences labelled with claim, priority, types, voice, vague) and
claims/claimbuster_crowdsourced.jsonl (sentences of debates, worth checking or not). EVAL is a folder of labelled
text for measuring: no record whose text occurs there is trained on. What the model is told about a sentence comes
from the core itself (claim_features), so that the program sees the same. Needs nothing but Python; the same input
gives the same table.

Each output is a logistic regression, fitted by AdaGrad with an L2 penalty. The worth of a sentence is judged by two
of them, for written news ("written") and for speech ("spoken"), blended by a third that tells the two registers
apart ("register"): debates and news are worth checking for different reasons.
"""
import argparse
import collections
import json
import math
import pathlib
import random
import re
import subprocess

TYPES = "event quantity date role law comparison cause plan speech quote".split()
OUTPUTS = TYPES + "written spoken register attributed quoted vague".split()
# Where a sentence stands tells the corpora apart, not the registers: debates come as single sentences.
PLACES = {"lead", "first_of_paragraph", "late_in_paragraph", "all_capitalised", "no_stop"}
SPOKEN_SHARE = 0.4  # of the spoken weights in the written ones: tuned on the two news sets for measuring
VOICES = ("author", "attributed", "quoted")
TYPE_PENALTY = 0.1  # on held-out documents 0.1 beats 0.01 and 0.03, and words add nothing
LEAST_WEIGHT = 0.08  # smaller weights of words are left out
FOLDS = 6


def read_lines(path):
    with open(path, encoding="utf8") as file:
        return [json.loads(line) for line in file if line.strip()]


# ---- data ---------------------------------------------------------------------------------------------------------
def normal(text):
    return re.sub(r"\W+", " ", text.casefold()).strip()


def sentences_of(text):
    return [s for s in (normal(part) for part in re.split(r"(?<=[.!?])[\"”’')\]]*\s+|\n+", text)) if s]


def texts_to_refuse(folder):
    """Every text for measuring and every longer sentence of one, normalised."""
    refused = set()
    for path in sorted(pathlib.Path(folder).rglob("*.jsonl")):
        for record in read_lines(path):
            refused.add(normal(record["text"]))
            refused.update(s for s in sentences_of(record["text"]) if len(s) > 40)
    return refused


def allowed(records, refused):
    kept = []
    for record in records:
        parts = sentences_of(record["text"])
        known = sum(part in refused for part in parts)
        if normal(record["text"]) not in refused and known * 10 <= len(parts):
            kept.append(record)
    print(f"{len(kept)} of {len(records)} records allowed")
    return kept


def features_of(tool, records):
    feed = "".join(json.dumps({"id": r["id"], "text": r["text"]}) + "\n" for r in records)
    run = subprocess.run([tool], input=feed.encode(), stdout=subprocess.PIPE, check=True)
    found = collections.defaultdict(list)
    for line in run.stdout.decode().splitlines():
        sentence = json.loads(line)
        found[sentence["id"]].append((sentence["start"], sentence["end"], frozenset(sentence["features"])))
    return found


def news_examples(tool, records):
    """(features, label, document) of each labelled sentence, by the core's sentence that overlaps it most."""
    found = features_of(tool, records)
    examples = []
    for record in records:
        for label in record["sentences"]:
            start, end = label["start"], label["end"]
            best = max(found[record["id"]], key=lambda s: min(end, s[1]) - max(start, s[0]), default=None)
            if best and min(end, best[1]) > max(start, best[0]):
                examples.append((best[2], label, record["id"]))
    return examples


def debate_examples(tool, records):
    found = features_of(tool, records)
    return [(features, r["label"], r["id"]) for r in records for _, _, features in found[r["id"]]]


def is_word(name):
    return name.startswith("w:")


def without_rare_words(examples, counts):
    return [(frozenset(k for k in f if not is_word(k) or k in counts), *rest) for f, *rest in examples]


# ---- fitting ------------------------------------------------------------------------------------------------------
def logistic(z):
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


def fit(features, labels, weights=None, epochs=8, rate=0.1, penalty=1e-2, word_penalty=None):
    word_penalty = penalty if word_penalty is None else word_penalty
    w = collections.defaultdict(float)
    squares = collections.defaultdict(lambda: 1e-2)
    shuffled = random.Random(1)
    order = list(range(len(features)))
    # A set of strings has no fixed order, and sums depend on it.
    features = [sorted(f) for f in features]
    for _ in range(epochs):
        shuffled.shuffle(order)
        for i in order:
            error = logistic(sum(w[k] for k in features[i])) - labels[i]
            if weights:
                error *= weights[i]
            for k in features[i]:
                slope = error + (word_penalty if is_word(k) else penalty) * w[k]
                squares[k] += slope * slope
                w[k] -= rate * slope / math.sqrt(squares[k])
    return dict(w)


def add_up(w, features):
    return sum(w.get(k, 0.0) for k in sorted(features))


def held_out(examples, train_and_score):
    """The score of each example by a model that was fitted without its document."""
    documents = sorted({document for *_, document in examples})
    scores = [0.0] * len(examples)
    for fold in range(FOLDS):
        held = set(documents[fold::FOLDS])
        score = train_and_score([e for e in examples if e[2] not in held])
        for i, example in enumerate(examples):
            if example[2] in held:
                scores[i] = score(example[0])
    return scores


def best_threshold(scores, labels):
    """The threshold with the highest F1, and that F1."""
    ranked = sorted(zip(scores, labels), reverse=True)
    wanted, hits, best, threshold = sum(labels), 0, 0.0, 0.0
    for rank, (score, label) in enumerate(ranked, 1):
        hits += label
        f1 = 2 * hits / (rank + wanted)
        if f1 > best:
            below = ranked[rank][0] if rank < len(ranked) else score - 1
            best, threshold = f1, (score + below) / 2
    return threshold, best


def without_words(features):
    return frozenset(k for k in features if not is_word(k))


def fit_voice(examples, voice):
    return fit([f for f, *_ in examples], [int(label["voice"] == voice) for _, label, _ in examples], penalty=TYPE_PENALTY)


def fit_types_and_voices(news):
    """Of the sentences that hold a claim: types, voice and vague, from features without words."""
    claims = [(without_words(f), label, document) for f, label, document in news if label["claim"]]
    columns = {}
    for name in TYPES + ["vague"]:
        def wanted(label, name=name):
            return int(bool(label["vague"]) if name == "vague" else name in label["types"])

        def train(examples, wanted=wanted):
            return fit([f for f, *_ in examples], [wanted(label) for _, label, _ in examples], penalty=TYPE_PENALTY)

        scores = held_out(claims, lambda part, train=train: (lambda w: lambda f: add_up(w, f))(train(part)))
        threshold, f1 = best_threshold(scores, [wanted(label) for _, label, _ in claims])
        columns[name] = train(claims)
        columns[name]["always"] = columns[name].get("always", 0.0) - threshold
        print(f"{name}: F1 {100 * f1:.1f} on held-out documents")
    held = {v: held_out(claims, lambda part, v=v: (lambda w: lambda f: add_up(w, f))(fit_voice(part, v))) for v in VOICES}
    right = sum(max(VOICES, key=lambda v: held[v][i]) == label["voice"] for i, (_, label, _) in enumerate(claims))
    print(f"voice: {100 * right / len(claims):.1f} % right on held-out documents")
    voices = {v: fit_voice(claims, v) for v in VOICES}
    for voice in ("attributed", "quoted"):
        names = set(voices[voice]) | set(voices["author"])
        columns[voice] = {k: voices[voice].get(k, 0.0) - voices["author"].get(k, 0.0) for k in names}
    return columns


def must_check(label):
    return int(bool(label["claim"]) and label.get("priority") == 3)


def fit_written(news, spoken):
    own = fit([f for f, *_ in news], [must_check(label) for _, label, _ in news],
              rate=0.05, penalty=1e-3, word_penalty=5e-2)
    return {k: own.get(k, 0.0) + SPOKEN_SHARE * spoken.get(k, 0.0) for k in set(own) | set(spoken)}


def fit_register(news, debates):
    sample = random.Random(3).sample(debates, min(4000, len(debates)))
    features = [f - PLACES for f, *_ in news + sample]
    labels = [0] * len(news) + [1] * len(sample)
    weights = [3] * len(news) + [1] * len(sample)
    return fit(features, labels, weights, epochs=5, penalty=1e-3)


def worth(written, spoken, register, features):
    """As csrc/assess/assess.c computes it."""
    share = logistic(add_up(register, features))
    return (1 - share) * logistic(add_up(written, features)) + share * logistic(add_up(spoken, features))


def fit_worth(news, debates):
    spoken = fit([f for f, *_ in debates], [label for _, label, _ in debates], epochs=12, rate=0.08, penalty=1e-5)
    register = fit_register(news, debates)

    def train_and_score(part):
        written = fit_written(part, spoken)
        return lambda f: worth(written, spoken, register, f)

    scores = held_out(news, train_and_score)
    must, f1 = best_threshold(scores, [must_check(label) for _, label, _ in news])
    print(f"priority 3: F1 {100 * f1:.1f} on held-out documents, from {must:.2f}")
    should, f1 = best_threshold(scores, [int(bool(label["claim"]) and label["priority"] > 1) for _, label, _ in news])
    print(f"priority 2 and up: F1 {100 * f1:.1f}, from {should:.2f}")
    # Below this no more than one sentence in ten holds a claim.
    ranked = sorted(zip(scores, [label["claim"] for _, label, _ in news]))
    least, claims = 0.0, 0
    for rank, (score, claim) in enumerate(ranked, 1):
        claims += claim
        if claims * 10 <= rank:
            least = score
    print(f"a claim at all: from {least:.3f}")
    columns = {"written": fit_written(news, spoken), "spoken": spoken, "register": register}
    return columns, (must, min(should, must / 2), least)


# ---- the table ----------------------------------------------------------------------------------------------------
def write_table(path, columns, thresholds):
    names = sorted(set().union(*columns.values()))
    with open(path, "w", encoding="utf8") as out:
        out.write(
            "# What each feature of a sentence says about the claim in it: weights of a linear model, by output.\n"
            "# Made by csrc/train/claims.py; the model card is README.md. Licence: CC-BY-SA 4.0.\n"
            "# Outputs: the ten types; written and spoken, how much it is worth checking, in news and in speech;\n"
            "# register, which of the two it is; attributed and quoted, the voice; vague.\n")
        out.write("priority must {:.3f} should {:.3f} claim {:.3f}\n".format(*thresholds))
        for name in [n for n in names if not is_word(n)] + [n for n in names if is_word(n)]:
            least = LEAST_WEIGHT if is_word(name) else 0.005
            weights = [(o, columns[o].get(name, 0.0)) for o in OUTPUTS]
            text = " ".join(f"{o} {w:.2f}" for o, w in weights if abs(w) >= least)
            if text:
                kind = f"word {name[2:]}" if is_word(name) else f"feature {name}"
                out.write(f"{kind} {text}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tool", required=True, help="claim_features, built by make")
    parser.add_argument("--train", required=True, type=pathlib.Path, help="folder of the labelled text")
    parser.add_argument("--refuse", required=True, type=pathlib.Path, help="folder of the text for measuring")
    parser.add_argument("-o", "--out", required=True)
    args = parser.parse_args()
    refused = texts_to_refuse(args.refuse)
    news = news_examples(args.tool, allowed(read_lines(args.train / "wikinews_train.jsonl"), refused))
    debates = debate_examples(
        args.tool, allowed(read_lines(args.train / "claims" / "claimbuster_crowdsourced.jsonl"), refused))
    in_news = collections.Counter(k for f, *_ in news for k in f if is_word(k))
    in_debates = collections.Counter(k for f, *_ in debates for k in f if is_word(k))
    known = {k for k in set(in_news) | set(in_debates) if in_news[k] >= 3 or in_debates[k] >= 8}
    news, debates = without_rare_words(news, known), without_rare_words(debates, known)
    columns, thresholds = fit_worth(news, debates)
    columns.update(fit_types_and_voices(news))
    write_table(args.out, columns, thresholds)


if __name__ == "__main__":
    main()
