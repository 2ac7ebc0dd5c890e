#!/usr/bin/env bash
# csvw: "2026-03-05T10:20:30.5Z" in a table becomes "2026-03-05T10:20:30.500000+00:" in JSON, which is no dateTime.
#
# Versions: csvw 4.1.1 (Python).
# Expected: CSV on the Web (Model for Tabular Data, 6.4.4, formats for dates and times) takes dateTime from XML
#   Schema, part 2 (3.2.7): seconds may have a fraction, and a time zone is Z or a sign, two digits, a colon and two
#   digits. The value that was read is the value that is written.
# Seen: where there is a fraction of a second and a time zone, the zeros at the end of the whole text are taken off,
#   which are those of the zone: "+00:", "+02:". What reads the JSON has no instant, or fails. is_valid is true, and
#   nothing is said. Of +05:30 it leaves "+05:3". Without a fraction, and without a zone (the controls), the text is
#   right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  csvw==4.1.1
cd "$folder"
cat > table.csv <<'CSV'
at
2026-03-05T10:20:30.5Z
2026-03-05T10:20:30.123456+02:00
2026-03-05T10:20:30Z
2026-03-05T10:20:30.5
2026-03-05T10:20:30.5+05:30
CSV
cat > table.csv-metadata.json <<'JSON'
{"@context": "http://www.w3.org/ns/csvw", "url": "table.csv", "tableSchema": {"columns": [{"name": "at", "datatype": "dateTime"}]}}
JSON
cat > to_json.py <<'PYTHON'
import warnings

from csvw import CSVW

warnings.simplefilter("ignore")
table = CSVW("table.csv-metadata.json")
for row in table.to_json(minimal=True):
    print(row["at"])
print("valid", table.is_valid)
PYTHON
venv/bin/python to_json.py | tee seen.txt
diff seen.txt - <<'SEEN'
2026-03-05T10:20:30.500000+00:
2026-03-05T10:20:30.123456+02:
2026-03-05T10:20:30Z
2026-03-05T10:20:30.5
2026-03-05T10:20:30.500000+05:3
valid True
SEEN
