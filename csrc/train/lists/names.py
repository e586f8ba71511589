"""First names and surnames, from censuses, name generators and news text."""

import re
from collections import Counter, defaultdict

import sources
import words

NAME = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*$")


class Names:
    def __init__(self, folder, counts, not_names):
        """`not_names`: words that are never listed as names of people: places, months, demonyms."""
        self.counts = counts
        self.lower = counts["lower"]
        self.not_names = not_names
        self.never = words.lexicon("month") | words.lexicon("weekday")
        self.grammar = words.grammar_words() | words.lexicon("role") | words.lexicon("title") | words.lexicon("number_word") | words.lexicon("place_word")
        self.babies = sources.baby_names(folder)
        self.census_last = sources.census(folder, "all.last")
        self.census_first = {kind: sources.census(folder, kind + ".first") for kind in ("male", "female")}
        self.faker = sources.faker_names(folder)
        self.wordnet = sources.WordNet(folder)
        self.gender = sources.gender_dictionary(folder)
        self.partners = self._partners()

    def _partners(self):
        """How many different known surnames a capitalised word stands before in the text."""
        partners = defaultdict(set)
        for pair in self.counts["pairs"]:
            first, last = pair.split(" ", 1)
            last = last.lower()
            if self.census_last.get(last, 99999) <= 15000 and self.lower[last] < 50:
                partners[first.lower()].add(last)
        return Counter({first: len(lasts) for first, lasts in partners.items()})

    def _is_first(self, name):
        """Does the text contradict that this is a first name? A word ("grace") or a place ("paris") must
        be borne by many, or stand before surnames in the text."""
        if len(name) < 2 or not NAME.match(name) or name in self.grammar:
            return False
        births = sum(self.babies.get(name, (0, 0)))
        if name in self.not_names:
            return births >= 20000 or self.partners[name] >= 3
        return self.lower[name] < 5 or births >= 30000 or self.partners[name] >= 3

    def first_names(self):
        found = {"male": set(), "female": set()}
        for name, (boys, girls) in self.babies.items():
            births = boys + girls
            if births < 350:
                continue
            if not self._is_first(name):
                continue
            # A surname that is given now and then to children says little about a word.
            rank = self.census_last.get(name, 99999)
            if rank <= 500 and births < 30000 or rank <= 3000 and births < 5000 and self.partners[name] < 2:
                continue
            for kind, number in (("male", boys), ("female", girls)):
                if number >= 0.15 * births and number >= 100:
                    found[kind].add(name)
        for kind in ("male", "female"):
            for name in self.census_first[kind]:
                if self._is_first(name) and self._suits(name, kind):
                    found[kind].add(name)
            for name in self.faker[kind]:
                if len(name) > 2 and self._is_first(name) and self._suits(name, kind):
                    found[kind].add(name)
        for kind, names in self._in_text().items():
            found[kind] |= {name for name in names if self._is_first(name)}
        for kind in ("male", "female"):
            more = sources.by_hand("first_name_" + kind + "_more")[0]
            found[kind] |= {n for n in map(str.lower, more) if self._is_first(n)}
            entries, out = sources.by_hand("first_name_" + kind)
            found[kind] = (found[kind] | {n.lower() for n in entries}) - set(out)
        return found

    def _suits(self, name, kind):
        """A rare list calls "Mary" a man's name; births tell otherwise."""
        boys, girls = self.babies.get(name, (0, 0))
        if boys + girls < 1000:
            return True
        return (boys if kind == "male" else girls) >= 0.05 * (boys + girls)

    def _in_text(self):
        """Words before a surname in the text whose gender the gender dictionary knows."""
        found = {"male": set(), "female": set()}
        for pair, number in self.counts["pairs"].items():
            first, last = (part.lower() for part in pair.split(" ", 1))
            surname_like = self.counts["titled"][last.capitalize()] + self.counts["speaks"][last.capitalize()] >= 2 or self.census_last.get(last, 99999) <= 8000
            if number < 2 or not surname_like or self.lower[first] or self.lower[last] > 20 or first in self.not_names:
                continue
            share = self.gender.get(first)
            if share is None:
                continue
            if share <= 0.3:
                found["male"].add(first)
            elif share >= 0.7:
                found["female"].add(first)
        return found

    # ---- surnames -------------------------------------------------------------------------------
    def _is_surname(self, name):
        """Does the text contradict that this is a surname? A word or a place must be one of the
        commonest surnames, or stand after a title as often as in other places."""
        if len(name) < 2 or not NAME.match(name) or name in self.grammar:
            return False
        titled = self.counts["titled"][name.capitalize()]
        capitalised = self.counts["capitalised"][name.capitalize()]
        rank = self.census_last.get(name, 99999)
        often = titled >= 2 and titled >= 0.1 * capitalised and titled >= 0.02 * self.lower[name]
        if name in self.never:
            return False
        if self.lower[name] >= 5:
            return often or rank <= 1000 and self.lower[name] < 9000
        return name not in self.not_names or often or rank <= 3000

    def surnames(self):
        seconds = Counter()
        for pair, number in self.counts["pairs"].items():
            first, last = pair.split(" ", 1)
            if first.lower() in self.babies or first.lower() in self.gender:
                seconds[last.lower()] += number
        found = set()
        for name, rank in self.census_last.items():
            if rank <= 25000 or seconds[name] or self.counts["titled"][name.capitalize()]:
                found.add(name)
        for name in self.faker["last"]:
            last = name.split()[-1]
            # Some lists give first names as surnames.
            if len(last) > 2 and sum(self.babies.get(last, (0, 0))) < 20000:
                found.add(last)
        for category, synonyms, above in self.wordnet.instances():
            if category == sources.WordNet.PERSON and not above & {"spiritual being", "imaginary being"}:
                for name in synonyms:
                    last = name.split()[-1]
                    if last[0].isupper() and len(last) > 3:
                        found |= sources.spellings(last.lower())
        for name, number in self.counts["titled"].items():
            low = name.lower()
            last = low.split("-")[-1] if low.startswith(("al-", "el-")) else low
            if number >= 2 and self.lower[low] == 0:
                found.add(last)
        hand, out = sources.by_hand("surname")
        for name in hand:
            found |= sources.spellings(name.lower())
        return {name for name in found if self._is_surname(name)} - set(out)
