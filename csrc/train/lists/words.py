"""Ordinary words: what a capitalised word at the beginning of a sentence may be besides a name."""

import re

import sources

PLAIN = re.compile(r"[a-z]{2,}(?:'[a-z]+)?$|a$|i$")


def lexicon(name):
    """Entries of a list that was written by hand, as it stands in the lexicon."""
    path = sources.HERE.parent.parent / "lexicon/en" / (name + ".txt")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {line.split("#")[0].strip().lower() for line in lines if line.split("#")[0].strip()}


GRAMMAR = ("function", "auxiliary", "sentence_start", "pronoun_male", "pronoun_female", "pronoun_plural", "pronoun_speaker")


def grammar_words():
    return set().union(*(lexicon(name) for name in GRAMMAR)) | {"mr", "mrs", "ms", "dr"}


def candidates(folder, counts):
    """Lower-case words of SCOWL up to size 50, and those of the news text that a dictionary knows."""
    usual = {w for w in sources.scowl(folder, 50) if PLAIN.match(w) and not w.endswith("'s")}
    known = {w for w in sources.scowl(folder, 70) if w.islower()} | {w for w in sources.WordNet(folder).lemmas() if " " not in w}
    seen = {w for w, n in counts["lower"].items() if PLAIN.match(w) and not w.endswith("'s") and (n >= 20 or n >= 3 and w in known)}
    return usual | seen


def is_ordinary(word, counts, proper):
    """Is a word that may also be a name (`proper`) still an ordinary word? The text decides: a name
    is hardly ever written in lower case, so "bush" is none and "may" is."""
    if word not in proper:
        return True
    lower = counts["lower"][word]
    title = word.capitalize()
    capitalised = counts["capitalised"][title] + counts["titled"][title]
    return lower >= 3 and lower >= 0.04 * capitalised


# Lists of ordinary nouns and verbs, which texts that name many senators print with a capital as often.
ORDINARY = ("role", "document", "speech", "report", "speech_noun", "number_word", "unit")


def common_words(folder, counts, proper):
    found = {w for w in candidates(folder, counts) if is_ordinary(w, counts, proper)} | grammar_words()
    found |= {w for name in ORDINARY for w in lexicon(name) if PLAIN.match(w)}
    entries, out = sources.by_hand("common_word")
    return (found | set(entries)) - set(out)
