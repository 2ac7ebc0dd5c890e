#!/usr/bin/env bash
# csvw: "10:20" in a column of times is 10:20 of the day on which the table is read.
#
# Versions: csvw 4.1.1 (Python).
# Expected: CSV on the Web (Model for Tabular Data, 6.4.4): the value of a cell is a value of its datatype; XML Schema
#   (part 2, 3.2.8): an xsd:time is "an instant of time that recurs every day". Python has datetime.time for it.
# Seen: iterdicts gives a datetime.datetime with today's date, so the same table read on two days has different
#   values, a comparison of two reads finds that all times changed, and a time from yesterday's read is always before
#   one of today. A date is a datetime at midnight. No warning. Writing leaves the day out again, and to_json is right
#   (the control).
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  csvw==4.1.1
cd "$folder"
cat > table.csv <<'CSV'
opens
10:20:00
CSV
cat > table.csv-metadata.json <<'JSON'
{"@context": "http://www.w3.org/ns/csvw", "url": "table.csv", "tableSchema": {"columns": [{"name": "opens", "datatype": "time"}]}}
JSON
cat > read.py <<'PYTHON'
import datetime

from csvw import CSVW

(row,) = CSVW("table.csv-metadata.json").tables[0].iterdicts()
value = row["opens"]
print(type(value).__name__, value.time(), "of today", abs(value.date() - datetime.date.today()) <= datetime.timedelta(days=1))
print("to_json", CSVW("table.csv-metadata.json").to_json(minimal=True)[0]["opens"])
PYTHON
venv/bin/python read.py | tee seen.txt
diff seen.txt - <<'SEEN'
datetime 10:20:00 of today True
to_json 10:20:00
SEEN
