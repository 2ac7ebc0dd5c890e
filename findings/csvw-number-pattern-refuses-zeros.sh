#!/usr/bin/env bash
# csvw: with the pattern "000", "007" is an error and "1234" is fine; what the library writes it cannot read.
#
# Versions: csvw 4.1.1 (Python).
# Expected: CSV on the Web (Model for Tabular Data, 6.4.2): a pattern is a number format pattern of UAX35, where "0"
#   stands for a digit that is always there, so "000" is three digits at least and "007" the way to write seven.
# Seen: zeros in front are refused, so the numbers below 100, which are the reason for such a pattern, make the table
#   invalid and become texts. The library's own writer does it the right way: it writes 007, and reading that file
#   fails. 123 (the control) is read.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  csvw==4.1.1
cd "$folder"
cat > table.csv <<'CSV'
number
007
042
123
1234
CSV
cat > table.csv-metadata.json <<'JSON'
{"@context": "http://www.w3.org/ns/csvw", "url": "table.csv", "tableSchema": {"columns": [{"name": "number", "datatype": {"base": "integer", "format": "000"}}]}}
JSON
cat > read_and_write.py <<'PYTHON'
import warnings

from csvw import CSVW

with warnings.catch_warnings():
    warnings.simplefilter("always")
    table = CSVW("table.csv-metadata.json")
    print("read", [row["number"] for row in table.to_json(minimal=True)], "valid", table.is_valid)
(table,) = CSVW("table.csv-metadata.json").tables
table.write([{"number": 7}], fname="written.csv")
print("written", open("written.csv").read().split())
try:
    print(list(table.iterdicts(fname="written.csv")))
except ValueError as error:
    print("read again: ValueError", str(error).split(": ", 1)[1])
PYTHON
venv/bin/python read_and_write.py | tee seen.txt
diff seen.txt - <<'SEEN'
read ['007', '042', 123, 1234] valid False
written ['number', '007']
read again: ValueError Invalid value "007" for decimal with pattern "000"
SEEN
