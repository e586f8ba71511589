"""First names and surnames, from a census, name generators and news text."""

import re
from collections import Counter, defaultdict

import sources
import words

FIRST_NAME_BEARERS = 300  # in the United States; rarer ones are as often surnames
SURNAME_RANKS = 120_000  # of 156,000; the last ones are borne by some hundred people each
NAME = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*$")


class Names:
    def __init__(self, folder, counts, peoples, places):
        """`peoples`: demonyms and the like; `places`: places and months. People are seldom called so."""
        self.counts = counts
        self.lower = counts["lower"]
        self.peoples = peoples
        self.not_names = peoples | places
        self.place_words = words.lexicon("place_word")
        self.never = words.lexicon("month") | words.lexicon("weekday")
        self.grammar = words.grammar_words() | words.lexicon("number_word")
        self.offices = words.lexicon("role") | words.lexicon("title")
        self.first = sources.first_names(folder)
        self.last = sources.surnames(folder)
        self.faker = sources.faker_names(folder)
        self.wordnet = sources.WordNet(folder)
        self.gender = sources.gender_dictionary(folder)
        self.partners = self._partners()
        self.wordnet_people = self._wordnet_people()
        self.dictionary = {w for w in sources.scowl(folder, 70) if w.islower()}

    def _wordnet_people(self):
        """Surnames of the people in the dictionary."""
        found = set()
        for category, synonyms, above in self.wordnet.instances():
            if category == sources.WordNet.PERSON and not above & {"spiritual being", "imaginary being"}:
                for name in synonyms:
                    last = name.split()[-1]
                    if last[0].isupper() and len(last) > 3:
                        found |= sources.spellings(last.lower())
        return found

    def _partners(self):
        """How many different known surnames a capitalised word stands before in the text."""
        partners = defaultdict(set)
        for pair in self.counts["pairs"]:
            first, last = pair.split(" ", 1)
            last = last.lower()
            if self.last.get(last, 999999) <= 15000 and self.lower[last] < 50:
                partners[first.lower()].add(last)
        return Counter({first: len(lasts) for first, lasts in partners.items()})

    def _is_first(self, name):
        """Does the text contradict that this is a first name? A word ("grace") or a place ("paris") must
        be borne by many, or stand before surnames in the text."""
        if len(name) < 2 or not NAME.match(name) or name in self.grammar | self.offices | self.place_words:
            return False
        people = sum(self.first.get(name, (0, 0)))
        if name in self.peoples:
            return people >= 50_000
        if name in self.not_names:
            return people >= 9000 or self.partners[name] >= 3
        return self.lower[name] < 5 or people >= 30000 or self.partners[name] >= 3

    def first_names(self):
        found = {"male": set(), "female": set()}
        for name, (men, women) in self.first.items():
            people = men + women
            # A surname that is given now and then to children says little about a word.
            rank = self.last.get(name, 999999)
            if rank <= 500 and people < 20000 or rank <= 5000 and people < 3000 and self.partners[name] < 2:
                continue
            if not self._is_first(name) or people < FIRST_NAME_BEARERS or people < 1000 and name in self.dictionary:
                continue
            for kind, number in (("male", men), ("female", women)):
                if number >= 0.15 * people:
                    found[kind].add(name)
        for kind in ("male", "female"):
            for name in self.faker[kind]:
                if len(name) > 2 and self._is_first(name) and self._suits(name, kind) and name not in self.dictionary:
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
        """A list calls "Mary" a man's name; the census tells otherwise."""
        men, women = self.first.get(name, (0, 0))
        return men + women < 1000 or (men if kind == "male" else women) >= 0.05 * (men + women)

    def _in_text(self):
        """Words before a surname in the text whose gender the gender dictionary knows."""
        found = {"male": set(), "female": set()}
        for pair, number in self.counts["pairs"].items():
            first, last = (part.lower() for part in pair.split(" ", 1))
            surname_like = self.counts["titled"][last.capitalize()] + self.counts["speaks"][last.capitalize()] >= 2 or self.last.get(last, 999999) <= 8000
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
        rank = self.last.get(name, 999999)
        often = titled >= 2 and titled >= 0.1 * capitalised and titled >= 0.02 * self.lower[name]
        if name in self.never or name in self.offices and rank > 1500:
            return False
        if self.lower[name] >= 5:
            return often or rank <= 1000 and self.lower[name] < 9000
        if name in self.dictionary and rank > 15000 and not often and name not in self.wordnet_people:
            return False
        return name not in self.not_names or often or rank <= 3000

    def surnames(self):
        seconds = Counter()
        for pair, number in self.counts["pairs"].items():
            first, last = pair.split(" ", 1)
            if first.lower() in self.first or first.lower() in self.gender:
                seconds[last.lower()] += number
        found = set()
        for name, rank in self.last.items():
            if rank <= SURNAME_RANKS or seconds[name] or self.counts["titled"][name.capitalize()]:
                found.add(name)
        for name in self.faker["last"]:
            last = name.split()[-1]
            # Some lists give first names as surnames.
            if len(last) > 2 and sum(self.first.get(last, (0, 0))) < 20000:
                found.add(last)
        found |= self.wordnet_people
        for name, number in self.counts["titled"].items():
            low = name.lower()
            last = low.split("-")[-1] if low.startswith(("al-", "el-")) else low
            if number >= 2 and self.lower[low] == 0:
                found.add(last)
        hand, out = sources.by_hand("surname")
        hand = {spelling for name in hand for spelling in sources.spellings(name.lower())}
        # What somebody in the news is called counts, unless it is an everyday word: "May".
        sure = {name for name in hand - self.grammar - self.offices if self.lower[name] < 300}
        return ({name for name in found | hand if self._is_surname(name)} | sure) - set(out)
