#!/usr/bin/env bash
# csvw: a column whose titles are given by language is called _col.1, and its own title does not fit.
#
# Versions: csvw 4.1.1 (Python).
# Expected: CSV on the Web (Metadata Vocabulary, 5.6, titles): "the first titles value having the same language tag as
#   default language, or und or if no default language is specified, becomes the name annotation". 5.5.1: a title of
#   the file fits if one of the titles is the same in a language that matches, and und matches any.
# Seen: titles as an object of languages are not looked at: the names are _col.1 and _col.2, so each property of the
#   JSON is, and the table is invalid for "Incompatible column titles". The same titles without languages (the
#   control) give Name and Age. So adding a translation renames all properties.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  csvw==4.1.1
cd "$folder"
cat > table.csv <<'CSV'
Name,Age
Ann,40
CSV
cat > by_language.json <<'JSON'
{"@context": "http://www.w3.org/ns/csvw", "url": "table.csv", "tableSchema": {"columns": [{"titles": {"en": "Name", "de": "Name"}},
  {"titles": {"en": "Age", "de": "Alter"}}]}}
JSON
cat > plain.json <<'JSON'
{"@context": "http://www.w3.org/ns/csvw", "url": "table.csv", "tableSchema": {"columns": [{"titles": "Name"},
  {"titles": ["Age", "Alter"]}]}}
JSON
cat > to_json.py <<'PYTHON'
import json
import warnings

from csvw import CSVW

for name in ("by_language.json", "plain.json"):
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        rows = CSVW(name).to_json(minimal=True)
    print(name, json.dumps(rows), *sorted({str(each.message) for each in warned}))
PYTHON
venv/bin/python to_json.py | tee seen.txt
diff seen.txt - <<'SEEN'
by_language.json [{"_col.1": "Ann", "_col.2": "40"}] Incompatible column titles
plain.json [{"Name": "Ann", "Age": "40"}]
SEEN
