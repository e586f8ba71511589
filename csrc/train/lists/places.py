"""Countries, states, cities and other places; the names of their people."""

import difflib
import re

import sources
import words

# The countries whose first subdivisions the news names often.
REGION_COUNTRIES = """us ca gb au de cn in ru ua it fr es br mx jp ng za pk id ir iq sy af tr pl be nl at ch se no fi kr
    ph my th vn mm bd lk np eg sa ye sd et ke co ve ar cl pe ec cu ly dz ma tn il ps jo lb kz uz ge az am by md ro bg rs ba
    hr gr pt ie nz cd cm ml bf ne so ss mz zw tz ug""".split()
GENERIC = re.compile(
    r" (?:province|region|state|district|governorate|county|department|oblast|prefecture|krai|republic|voivodeship|municipality|"
    r"special region|autonomous region|territory|division|canton|okrug)$"
)
OTHER_SCRIPTS = set("AF AM AE AZ BD BG BH BY CN DZ EG ER ET GE GR IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MD MK MM "
                    "MN NP OM PK PS QA RS RU SA SD SY TH TJ TM TN TW UA UZ YE".split())
NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’-])+$")
# What CLDR lists among the territories and is none.
TERRITORY_WORDS = {"world", "outlying oceania", "eurozone", "un", "european union", "pseudo-accents", "pseudo-bidi", "unknown region"}
CONTINENT = re.compile(r"^\d{3}$")


# Codes of countries that are better known as something else.
NO_CODES = set("ABW AGO ALA ATA ATF BEN BES BLM CHE COM DMA DOM ERI FRO GEO GIN GUM HMD IOT JEY MAC MAR MDA MLI MUS NCL NIC PRI PSE SEN SGP SOM SUN TON TUN UMI VAT".split())


def keep_shape(name):
    return NAME.match(name) and len(name) > 2


class Places:
    def __init__(self, folder, counts):
        self.folder = folder
        self.counts = counts
        self.lower = counts["lower"]
        self.wordnet = sources.WordNet(folder)
        self.last = sources.surnames(folder)
        self.first = sources.first_names(folder)
        self.usual = {w for w in sources.scowl(folder, 50) if w.islower()}

    def _with_hand(self, found, name):
        entries, out = sources.by_hand(name)
        spelt = set()
        for entry in found:
            spelt |= sources.spellings(entry.lower().replace("²", ""))
        # A hand-written entry with capitals is meant in that case alone.
        return {e for e in spelt if len(e) > 2} - set(out) | set(entries)

    def countries(self):
        found = set()
        for code, name in sources.cldr_territories(self.folder).items():
            if CONTINENT.match(code) or name.lower() in TERRITORY_WORDS:
                continue
            name = re.sub(r" \(.*\)", "", name).replace(" SAR China", "").replace("St. ", "st. ").replace(" & ", " and ")
            if len(name) > 2 and not name.isupper():
                found.add(name)
        found |= {c["name"] for c in sources.countries(self.folder).values()}
        # "ESP" in tables and results; not "CAN" and "ARE", which are words in capitals.
        codes = {c["iso3"] for c in sources.countries(self.folder).values() if c["population"] >= 1_000_000} - NO_CODES
        codes = {code for code in codes if self.lower[code.lower()] < 3 and code.lower() not in self.usual}
        return self._with_hand(found, "country") | codes

    def locations(self):
        found = set()
        for code, name in sources.cldr_territories(self.folder).items():
            if CONTINENT.match(code) and name.lower() not in TERRITORY_WORDS:
                found.add(name)
        water = {"sea", "ocean", "river", "lake", "mountain", "mountain peak", "range", "desert", "island", "peninsula", "bay", "gulf",
                 "strait", "channel", "volcano", "national park", "geographical area", "archipelago", "canal", "waterfall", "cape", "plateau"}
        for category, synonyms, above in self.wordnet.instances():
            if category in (sources.WordNet.LOCATION, sources.WordNet.OBJECT) and above & water:
                if above & {"city", "state", "country", "national capital", "town", "American state", "province", "celestial body", "star"}:
                    continue
                for name in synonyms:
                    # Alone, "Wight" or "Washington" is somebody or something else.
                    if name[0].isupper() and keep_shape(name) and (" " in name or not self._doubtful(name)):
                        found.add(name)
        return self._with_hand({n for n in found if self.lower[n.lower()] < 5}, "location")

    def regions(self, countries):
        found = set()
        for code, name in sources.cldr_subdivisions(self.folder).items():
            if code[:2] not in REGION_COUNTRIES or not keep_shape(name):
                continue
            short = GENERIC.sub("", name, count=1) if GENERIC.search(name) else GENERIC.sub("", name.lower())
            for form in {name, short}:
                low = form.lower()
                if low in countries or self.lower[low] >= 5 or len(low) < 4:
                    continue
                if code[:2] in ("us", "ca", "au", "de", "in", "cn", "ua") or " " in form or not self._doubtful(form):
                    found.add(form)
        return self._with_hand(found, "region")

    def _doubtful(self, name):
        """A common surname or first name, or an ordinary word, that the text does not show as a place."""
        low = name.lower()
        title = name[0].upper() + name[1:]
        if self.lower[low] >= 3 or low in self.usual:
            return True
        person = self.last.get(low, 999999) <= 5000 or sum(self.first.get(low, (0, 0))) >= 5000
        if not person:
            return False
        placed, titled = self.counts["placed"][title], self.counts["titled"][title] + self.counts["speaks"][title]
        return placed < 3 or placed < titled

    def _other_spellings(self, city):
        """How else a city of a country without Latin script is spelt: "Mazar-e-Sharif", "Tulkarem"."""
        name = sources.plain(city["name"].lower())
        close = []
        for other in city["alternatenames"]:
            low = other.lower().replace("`", "'").replace("’", "'").replace("‘", "'")
            if not low.isascii() or not other[:1].isupper() or not keep_shape(other) or not 4 < len(low) <= 24:
                continue
            likeness = difflib.SequenceMatcher(None, name, low).ratio()
            if likeness >= 0.72 and self.lower[low] == 0 and not (" " not in low and self._doubtful(other)):
                close.append((-likeness, low))
        return {low for _, low in sorted(close)[:4]}

    def cities(self, countries):
        """All cities, and those of them that are little known: people may be called so too."""
        found = set()
        capitals = {c["capital"] for c in sources.countries(self.folder).values()}
        states = {"US": 20000, "GB": 40000, "IE": 20000, "CA": 40000, "AU": 40000, "UA": 40000, "IL": 40000}
        others = set()
        well_known = set(sources.by_hand("city")[0])
        for city in sources.cities(self.folder):
            name, people = re.sub(r" \(.*\)", "", city["name"]).replace("’", "'"), city["population"]
            low = name.lower()
            if not keep_shape(name) or low in countries:
                continue
            if city["countrycode"] in OTHER_SCRIPTS and people >= 60_000:
                others |= self._other_spellings(city)
            title_count = self.counts["placed"][name]
            if people >= 300_000 or name in capitals or title_count >= 40:
                well_known |= sources.spellings(low)
            if name in capitals or people >= 1_000_000 and not self.lower[low] >= 20:
                found.add(name)
            elif people >= states.get(city["countrycode"], 100_000) or title_count >= 4 and people >= 5000:
                if " " in name and not low.split()[0] in ("north", "south", "east", "west", "saint", "san", "new"):
                    found.add(name)
                elif not self._doubtful(name) or people >= 400_000 and self.lower[low] < 5 or title_count >= 8:
                    if self.lower[low] < 5 or title_count >= 0.2 * self.lower[low]:
                        found.add(name)
        for category, synonyms, above in self.wordnet.instances():
            if category == sources.WordNet.LOCATION and above & {"city", "town", "national capital", "state capital", "port"}:
                for name in synonyms:
                    if name[0].isupper() and keep_shape(name) and name.lower() not in countries:
                        if " " in name or not self._doubtful(name):
                            found.add(name)
        names = {re.sub(r"^city of ", "", n.lower()) for n in found}
        names = {n for n in names if not n.startswith(("the city of", "capital of")) and len(n) > 3 or n in {"rio", "ufa", "qom", "osh"}}
        result = self._with_hand(names | others - countries, "city")
        return result, result - well_known

    def demonyms(self, countries):
        found = set(sources.nationalities(self.folder))
        for category, synonyms, above in self.wordnet.kinds():
            if category == sources.WordNet.PERSON and above & {"inhabitant", "American", "European", "Asiatic", "African", "Indian", "American Indian", "Slav", "Semite", "Latin American", "North American"}:
                found |= {n for n in synonyms if n[0].isupper() and " " not in n}
        result = set()
        for name in found:
            low = re.sub(r" \(.*\)", "", name).lower()
            for part in re.split(r"[,/]| or ", low):
                part = part.strip()
                if len(part) < 3 or "." in part or part in countries or self.lower[part] >= 5:
                    continue
                result.add(part)
                # Plurals of "German", "Iraqi"; "Chinese", "French" and "Irish" have none.
                if not part.endswith(("s", "ese", "sh", "ch")) and part[-1].isalpha() and " " not in part:
                    result.add(part + "s")
        return self._with_hand(result, "demonym")
