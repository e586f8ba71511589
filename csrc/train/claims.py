#!/usr/bin/env python3
"""Trains the linear model of claims and writes csrc/weights/en/claims.txt, a table that people can read.

    make train-claims DATA=TRAIN EVAL=EVAL

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
# What an output may be told from. With so few labelled articles a weight for everything learns accidents (that the
# articles with money had no laws in them): on held-out documents this is worth 4 points of F1 on the mean, 9 on plans.
LENGTHS = "always words_up_to_3 words_4_to_7 words_8_to_14 words_15_to_24 words_25_to_39 words_40_and_more no_stop"
NAMES = """person persons_2 organisation place places_2 people_or_religion named_event named_law names_4_and_more no_name
    name_with_title apposition pronoun_of_a_person begins_with_pronoun"""
WHOSE_WORDS = """always wholly_in_marks mostly_in_marks partly_in_marks a_third_in_marks begins_in_marks
    later_sentence_in_marks marks_around_few_words no_marks direct_speech mixed_speech indirect_speech
    mostly_indirect_speech only_indirect_speech marks_without_speech no_speech cue_here cue_before_words
    cue_in_another_sentence source_is_name source_is_pronoun source_is_role source_is_group source_is_document
    source_is_other source_is_plural speech_without_source according_to anonymous was_reported said_that found_that
    act_of_speech saying unnamed_group speech_word report_word belief_word speech_noun i_think i_did first_person
    question"""
RELEVANT = {
    "event": f"{LENGTHS} {NAMES} {WHOSE_WORDS}" """ date_with_year date_with_month date_relative time happened past_tense
        no_past_tense auxiliary would will plan is_to is_a death disaster violence crime court politics after change
        negation condition hedge event_word talk opinion money percent cardinal age relative_clause law study
        because_of led_to footage economy comparison superlative""",
    "quantity": LENGTHS + """ number_with_unit money percent quantity cardinal cardinal_small cardinal_one age duration numbers_2
        numbers_3_and_more no_number_or_date amount ordinal more_than_number time change date_with_year""",
    "date": LENGTHS + " date_with_year date_with_month date_relative time duration no_number_or_date after ordinal age",
    "law": LENGTHS + """ court law named_law law_word study crime document_word source_is_document hedge accusation
        negation is_a politics condition health act_of_speech found_that no_past_tense""",
    "comparison": LENGTHS + """ superlative superlative_perhaps the_first the_most never_before more_than_number
        comparison change ordinal amount number_with_unit numbers_2 numbers_3_and_more percent no_number_or_date over negation after""",
    "cause": LENGTHS + """ cause cause_surely led_to because_of after over in_order_to for_doing death disaster health
        saying would relative_clause found_that accusation negation hedge""",
    "plan": LENGTHS + """ plan will would is_to hedge condition no_past_tense past_tense date_relative date_with_month
        i_think politics said_that in_order_to""",
    "speech": f"{LENGTHS} {WHOSE_WORDS} would plan hedge",
    "quote": f"{LENGTHS} {WHOSE_WORDS}",
    "vague": WHOSE_WORDS,
    "voice": WHOSE_WORDS,
}
RELEVANT = {output: frozenset(names.split()) for output, names in RELEVANT.items()}
# So much F1 is given up for fewer false types where examples are few: there the best threshold is chance.
F1_SLACK, FEW = 0.02, 150
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


def best_threshold(scores, labels, slack=0.0):
    """The highest threshold whose F1 is within `slack` of the best, and that F1."""
    ranked = sorted(zip(scores, labels), reverse=True)
    wanted, hits, tried = sum(labels), 0, []
    for rank, (score, label) in enumerate(ranked, 1):
        hits += label
        below = ranked[rank][0] if rank < len(ranked) else score - 1
        tried.append((2 * hits / (rank + wanted), (score + below) / 2))
    best = max(f1 for f1, _ in tried)
    f1, threshold = max((t for t in tried if t[0] >= best - slack), key=lambda t: t[1])
    return threshold, f1


def relevant(examples, output):
    """The same examples with those features only that may tell the output; never words."""
    known = RELEVANT.get(output)
    return [(frozenset(k for k in f if not is_word(k) and (known is None or k in known)), *rest)
            for f, *rest in examples]


def fit_label(examples, output, wanted):
    # A role is told from everything that is known of names, so its weights are held closer to zero.
    penalty = 0.01 if output in RELEVANT else 0.1
    return fit([f for f, *_ in examples], [wanted(label) for _, label, _ in examples], penalty=penalty, epochs=24)


def try_label(examples, output, wanted):
    """Scores of held-out documents."""
    return held_out(examples, lambda part: (lambda w: lambda f: add_up(w, f))(fit_label(part, output, wanted)))


def fit_types_and_voices(news):
    """Of the sentences that hold a claim: types, voice and vague."""
    claims = [example for example in news if example[1]["claim"]]
    columns = {}
    for name in TYPES + ["vague"]:
        def wanted(label, name=name):
            return int(bool(label["vague"]) if name == "vague" else name in label["types"])

        examples = relevant(claims, name)
        scores = try_label(examples, name, wanted)
        labels = [wanted(label) for _, label, _ in examples]
        threshold, f1 = best_threshold(scores, labels, slack=F1_SLACK if sum(labels) < FEW else 0.0)
        print(f"{name}: F1 {100 * f1:.1f} on held-out documents")
        columns[name] = fit_label(examples, name, wanted)
        columns[name]["always"] = columns[name].get("always", 0.0) - threshold

    examples = relevant(claims, "voice")
    is_voice = {v: (lambda label, v=v: int(label["voice"] == v)) for v in VOICES}
    held = {v: try_label(examples, "voice", is_voice[v]) for v in VOICES}
    right = sum(max(VOICES, key=lambda v: held[v][i]) == label["voice"] for i, (_, label, _) in enumerate(examples))
    print(f"voice: {100 * right / len(examples):.1f} % right on held-out documents")
    voices = {v: fit_label(examples, "voice", is_voice[v]) for v in VOICES}
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
