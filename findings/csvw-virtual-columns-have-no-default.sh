#!/usr/bin/env bash
# csvw: a virtual column with a default value, the way to add what all rows share, is null in each row.
#
# Versions: csvw 4.1.1 (Python).
# Expected: CSV on the Web (Metadata Vocabulary, 5.6, virtual): "Virtual columns are useful for inserting cells with
#   default values into an annotated table to control the results of conversions". By csv2json, minimal mode, a cell
#   whose value is null is left out.
# Seen: the pair is there with null as its value, for texts as for numbers, so the source or the unit that each row
#   was to have is lost, with a name that says it was thought of. No warning. A virtual column with a valueUrl, and
#   the default of a column of the file (the controls), work.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  csvw==4.1.1
cd "$folder"
cat > table.csv <<'CSV'
id,weight,colour
x,5,
y,7,red
CSV
cat > table.csv-metadata.json <<'JSON'
{"@context": "http://www.w3.org/ns/csvw", "url": "table.csv", "tableSchema": {"columns": [{"name": "id"},
  {"name": "weight", "datatype": "integer"},
  {"name": "colour", "default": "grey"},
  {"name": "unit", "virtual": true, "default": "kg"},
  {"name": "year", "virtual": true, "default": "2026", "datatype": "integer"},
  {"name": "source", "virtual": true, "valueUrl": "https://example.org/scales"}]}}
JSON
cat > to_json.py <<'PYTHON'
import json
import warnings

from csvw import CSVW

warnings.simplefilter("ignore")
for row in CSVW("table.csv-metadata.json").to_json(minimal=True):
    print(json.dumps(row))
PYTHON
venv/bin/python to_json.py | tee seen.txt
diff seen.txt - <<'SEEN'
{"id": "x", "weight": 5, "colour": "grey", "unit": null, "year": null, "source": "https://example.org/scales"}
{"id": "y", "weight": 7, "colour": "red", "unit": null, "year": null, "source": "https://example.org/scales"}
SEEN
