#!/usr/bin/env python3
"""Makes the word lists of names, places, bodies and ordinary words in csrc/lexicon/en/.

Usage: make_lists.py PACKAGES TEXT [CLASS...]
PACKAGES is the folder that fetch.sh filled; TEXT a folder of open news text (*.jsonl.xz with "text",
*.txt.xz): press releases of US senators and Voice of America (public domain), Wikinews (CC-BY 2.5) and
OneStopEnglish (CC-BY-SA 4.0). Without CLASS all lists are made. Nothing is fetched here.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import bodies
import corpus
import names
import places
import sources
import words

OUT = Path(__file__).parent.parent.parent / "lexicon/en"
TEXT = "counts of words in US Senate press releases and Voice of America (public domain), Wikinews (CC-BY 2.5), OneStopEnglish (CC-BY-SA 4.0)"
HEADS = {
    "first_name_male": ("First names of men.", "US census 2020 (public domain), Faker (MIT), WGND 2.0 (CC0), " + TEXT + ", by hand."),
    "first_name_female": ("First names of women.", "US census 2020 (public domain), Faker (MIT), WGND 2.0 (CC0), " + TEXT + ", by hand."),
    "surname": ("Surnames.", "US census 2020 (public domain), Faker (MIT), WordNet 3.1 (WordNet licence), " + TEXT + ", by hand."),
    "country": ("Countries, their parts with a seat of their own, and former ones.", "CLDR 48 (Unicode-3.0), GeoNames (CC-BY 4.0), by hand."),
    "demonym": ("People and adjectives of places.", "i18n-nationality (MIT), WordNet 3.1 (WordNet licence), by hand."),
    "city": ("Cities, and towns that the news names.", "GeoNames (CC-BY 4.0), WordNet 3.1 (WordNet licence), " + TEXT + ", by hand."),
    "region": ("States, provinces and regions.", "CLDR 48 (Unicode-3.0), by hand."),
    "location": ("Continents, waters, mountains and other places that are no state or town.", "CLDR 48 (Unicode-3.0), WordNet 3.1 (WordNet licence), by hand."),
    "organisation": ("Bodies, companies, media, parties, teams.", "WordNet 3.1 (WordNet licence), @cspell/dict-companies (MIT), " + TEXT + ", by hand."),
    "religion": ("Religious, political and ethnic groups, beside demonyms.", "by hand."),
    "common_word": ("Ordinary words, inflected forms included: capitalised at a sentence start they are no names.", "SCOWL (SCOWL licence), WordNet 3.1 (WordNet licence), " + TEXT + "."),
}


def write(name, entries):
    what, origin = HEADS[name]
    # A leading article is no part of a name.
    entries = {e for e in entries if not e.lower().startswith("the ") or e == "the hague"}
    lines = [
        "# " + what,
        "# Origin: " + origin,
        "# Licence: of this selection MIT; notices of the sources are in ../LICENCES.md.",
        "# Made by: csrc/train/lists/make_lists.py PACKAGES TEXT " + name,
    ]
    (OUT / (name + ".txt")).write_text("\n".join(lines + sorted(entries)) + "\n", encoding="utf-8")
    print(name, len(entries))


def make(folder, text, wanted):
    counts = corpus.load(text, folder / "counts.json")
    place = places.Places(folder, counts)
    lists = {"country": place.countries()}
    lists["region"] = place.regions(lists["country"])
    lists["city"], little_known = place.cities(lists["country"])
    # "London" is a subdivision too; "New York" and what was listed by hand stay in both.
    lists["region"] -= lists["city"] - set(sources.by_hand("region")[0])
    lists["location"] = place.locations() - lists["country"] - lists["region"] - lists["city"]
    lists["demonym"] = place.demonyms(lists["country"])
    lists["religion"] = set(sources.by_hand("religion")[0])
    peoples = {e.lower() for name in ("demonym", "religion") for e in lists[name]}
    located = {e.lower() for name in ("country", "region", "city", "location") for e in lists[name]}
    placed = peoples | located
    located -= {e.lower() for e in little_known}

    people = names.Names(folder, counts, peoples, located | words.lexicon("month") | words.lexicon("weekday"))
    first = people.first_names()
    lists["first_name_male"], lists["first_name_female"] = first["male"], first["female"]
    lists["surname"] = people.surnames()
    named = first["male"] | first["female"] | lists["surname"]

    usual = words.candidates(folder, counts)
    lists["organisation"] = bodies.Bodies(folder, counts, placed | named).organisations(usual)
    # Months and days are no ordinary words; a word that is mostly a name in the text is none either.
    proper = placed | named | set(people.last) | {e.lower() for e in lists["organisation"]}
    never = lists["country"] | lists["demonym"] | words.lexicon("month") | words.lexicon("weekday")
    lists["common_word"] = words.common_words(folder, counts, proper) - never | {"may", "march"}
    for name in wanted or lists:
        write(name, lists[name])


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    make(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
