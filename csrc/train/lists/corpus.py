"""What open news text tells about words: how often each stands in lower case, as a name, after a title.

Reads a folder of text (`*.jsonl.xz` with a "text" field, `*.txt.xz` with a sentence a line); makes a
table of counts per word, pairs of capitalised words and the long forms of acronyms, kept as JSON.
"""

import json
import lzma
import re
from collections import Counter, defaultdict
from pathlib import Path

WORD = re.compile(r"[^\W\d_](?:[\w’'&-]|\.(?=[^\W\d_]))*\.?", re.UNICODE)
TITLES = set(
    """mr. mrs. ms. dr. sen. rep. gov. prof. judge justice mayor lt. col. gen. maj. sgt. president senator
    governor congressman congresswoman secretary minister ambassador detective sheriff officer coach""".split()
)
PLACE_CUES = {"in", "near", "outside", "around"}
SAID = {"said", "says", "told", "added"}
ACRONYM = re.compile(r"((?:[A-Z][\w’'-]+|of|for|and|the|in|on|&)(?: (?:[A-Z][\w’'-]+|of|for|and|the|in|on|&)){1,9}) \(([A-Z]{2,7})\)")
SMALL = {"of", "for", "and", "the", "in", "on", "&"}


def paragraphs(folder):
    for path in sorted(Path(folder).glob("*.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line)["text"] if ".jsonl" in path.name else line
                yield from text.split("\n")


def count(folder):
    lower, capitalised, start, capitals = Counter(), Counter(), Counter(), Counter()
    titled, placed, speaks = Counter(), Counter(), Counter()
    pairs = Counter()
    long_forms = defaultdict(Counter)
    for text in paragraphs(folder):
        words = [(m.start(), m.end(), m.group()) for m in WORD.finditer(text)]
        for i, (begin, end, word) in enumerate(words):
            bare = word[:-2] if word.endswith(("'s", "’s")) else word
            bare = bare.rstrip(".") if bare.count(".") == 1 and bare.endswith(".") else bare
            before = words[i - 1] if i else None
            adjacent = before is not None and text[before[1] : begin] == " " and not before[2].endswith(".")
            after = words[i + 1] if i + 1 < len(words) and text[end : words[i + 1][0]] == " " else None
            if bare.islower():
                lower[bare] += 1
                continue
            if bare.isupper() and len(bare) > 1:
                if adjacent and before[2].islower():
                    capitals[bare] += 1
                continue
            if not bare[0].isupper():
                continue
            if adjacent and before[2].islower():
                capitalised[bare] += 1
                follows = after is not None and after[2][0].isupper() and word == bare
                if before[2] in PLACE_CUES and not follows:
                    placed[bare] += 1
                if follows and not after[2].isupper():
                    third = words[i + 2] if i + 2 < len(words) and text[after[1] : words[i + 2][0]] == " " else None
                    second = after[2][:-2] if after[2].endswith(("'s", "’s")) else after[2].rstrip(".")
                    if third is None or third[2].islower():
                        pairs[bare + " " + second] += 1
            elif not adjacent or before is None:
                start[bare] += 1
            if before is not None and text[before[1] : begin] == " " and before[2].lower() in TITLES:
                if after is None or after[2][0].islower():
                    titled[bare] += 1
            if after is not None and after[2] in SAID:
                speaks[bare] += 1
        for match in ACRONYM.finditer(text):
            form = long_form(match.group(1).split(), match.group(2))
            if form:
                long_forms[match.group(2)][form] += 1
    return {
        "lower": keep(lower, 1),
        "capitalised": keep(capitalised, 2),
        "start": keep(start, 2),
        "capitals": keep(capitals, 2),
        "titled": keep(titled, 1),
        "placed": keep(placed, 1),
        "speaks": keep(speaks, 1),
        "pairs": keep(pairs, 2),
        "long_forms": {acronym: dict(forms) for acronym, forms in long_forms.items()},
    }


def keep(counter, least):
    return {word: number for word, number in counter.items() if number >= least}


def long_form(words, acronym):
    """The last words whose initials spell the acronym (small words may be skipped), or None."""
    for first in range(len(words) - 1, -1, -1):
        if words[first].lower() in SMALL:
            continue
        tail = words[first:]
        strict = "".join(w[0] for w in tail if w not in SMALL).upper()
        loose = "".join(w[0] for w in tail).upper()
        if acronym in (strict, loose):
            return " ".join(tail)
    return None


def load(folder, cache):
    cache = Path(cache)
    if not cache.exists():
        cache.write_text(json.dumps(count(folder), ensure_ascii=False), encoding="utf-8")
    counts = json.loads(cache.read_text(encoding="utf-8"))
    return {name: (Counter(v) if name != "long_forms" else v) for name, v in counts.items()}
