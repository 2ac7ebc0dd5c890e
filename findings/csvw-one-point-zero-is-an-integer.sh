#!/usr/bin/env bash
# csvw: 1.0 is a valid integer, and 25% is no number.
#
# Versions: csvw 4.1.1 (Python).
# Expected: CSV on the Web (Model for Tabular Data, 6.4.2): implementations MUST add an error, and keep the text,
#   where the string "contains the decimalChar, if the datatype base is integer"; a number may end in a percent or
#   per-mille sign, and "the string value "-25%" must be interpreted as -0.25".
# Seen: 1.0 in a column of integers is 1 and valid, where 1.5 (the control) is an error, so a table passes here that
#   other validators refuse. 25% in a column of numbers is an error and stays a text; so does a per mille. The pattern
#   0% (the control) reads it.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  csvw==4.1.1
cd "$folder"
cat > table.csv <<'CSV'
whole,share,again
1.0,25%,25%
1.5,5‰,5%
CSV
cat > table.csv-metadata.json <<'JSON'
{"@context": "http://www.w3.org/ns/csvw", "url": "table.csv", "tableSchema": {"columns": [{"name": "whole", "datatype": "integer"},
  {"name": "share", "datatype": "number"},
  {"name": "again", "datatype": {"base": "decimal", "format": "0%"}}]}}
JSON
cat > read.py <<'PYTHON'
import json
import warnings

from csvw import CSVW

warnings.simplefilter("ignore")
for row in CSVW("table.csv-metadata.json").to_json(minimal=True):
    print(json.dumps(row, ensure_ascii=False))
PYTHON
venv/bin/python read.py | tee seen.txt
diff seen.txt - <<'SEEN'
{"whole": 1, "share": "25%", "again": 0.25}
{"whole": "1.5", "share": "5‰", "again": 0.05}
SEEN
