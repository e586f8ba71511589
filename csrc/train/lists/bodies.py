"""Names of organisations: by hand, from the dictionary, and from news text that explains acronyms."""

import re

import sources

HEADS = set(
    """academy administration agency alliance army assembly association authority bank board bureau center centers centre
    chamber club coalition college command commission committee company confederation conference congress corporation
    corps council court department federation force forces foundation front fund group guard hospital institute
    institutes institution laboratory league ministry movement network office organization party police service
    services society task union university school schools district hospitals consortium directorate parliament""".split()
)
SMALL = {"of", "for", "and", "the", "in", "on", "&"}
WORDS = re.compile(r"[^\W\d_][\w.&'’-]*(?: [\w.&'’-]+)*$")


def spelt(name):
    """An entry as the lexicon wants it: short acronyms in capitals keep their case, all else is folded."""
    bare = name.replace(".", "").replace("&", "").replace(" ", "")
    return name if bare.isupper() and len(bare) <= 5 else name.lower()


class Bodies:
    def __init__(self, folder, counts, people_and_places):
        self.folder = folder
        self.counts = counts
        self.other = people_and_places

    def _in_text(self):
        found = set()
        for acronym, forms in self.counts["long_forms"].items():
            for form, number in forms.items():
                last = form.split(" of ")[0].split(" for ")[0].split(" on ")[0].split()[-1].lower()
                ending = form.split()[-1].lower()
                if number < 2 or len(form.split()) < 2 or not ({last, ending} & HEADS):
                    continue
                found.add(form.lower())
                used = self.counts["capitals"][acronym]
                if number >= 3 and used >= 5 and len(acronym) >= 3 and self.counts["lower"][acronym.lower()] < 50:
                    found.add(acronym)
        return found

    def _in_dictionary(self):
        wordnet = sources.WordNet(self.folder)
        found = set()
        for entries in (wordnet.instances(), wordnet.kinds()):
            for category, synonyms, above in entries:
                if category != sources.WordNet.GROUP or "organization" not in above and "organisation" not in above:
                    continue
                for name in synonyms:
                    if not name[0].isupper() or not WORDS.match(name) or len(name) < 3:
                        continue
                    if " " not in name and (self.counts["lower"][name.lower()] or name.lower() in self.other):
                        continue
                    found.add(spelt(name))
        return found

    def _companies(self):
        found = set()
        for name in sources.companies(self.folder):
            name = name.replace("_", " ").strip("*+!~ ")
            low = name.lower()
            if not WORDS.match(name) or not name[0].isupper() or len(name) < 4 or name.isupper() and len(name) < 6:
                continue
            if " " not in name and (self.counts["lower"][low] or low in self.other or low in self.usual):
                continue
            found.add(low)
        return found

    def organisations(self, usual):
        self.usual = usual
        entries, out = sources.by_hand("organisation")
        found = (self._in_text() | self._in_dictionary() | self._companies()) - set(out) | set(entries)
        return {form for form in map(self._told_from_word, found) if form}

    def _told_from_word(self, entry):
        """"diet" in lower case is what one eats: such an entry is meant with a capital, if at all."""
        words = entry.split()
        if len(words) > 1 and not entry.islower() and any(word.islower() for word in words):
            # An entry with a capital is meant as it stands: "US army" must be "US Army", since "us" is a
            # word; "PGA tour" may be written anyhow.
            if words[0].lower() not in self.usual:
                return entry.lower()
            return " ".join(word if word in SMALL or not word.islower() else word.capitalize() for word in words)
        if len(words) > 1 or not entry.islower() or entry not in self.usual:
            return entry
        return entry.capitalize() if self.counts["lower"][entry] < 60 else None
