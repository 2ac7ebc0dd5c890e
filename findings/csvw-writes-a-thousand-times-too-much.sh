#!/usr/bin/env bash
# csvw: 1234567.5 that is written by a pattern with a decimal comma is read back as 1234567500.
#
# Versions: csvw 4.1.1 (Python).
# Expected: CSV on the Web (Metadata Vocabulary, 5.11.2, decimalChar, groupChar, pattern): a pattern is made of 0, #,
#   "the specified decimalChar" and "the specified groupChar". By "#.##0,00" with decimalChar "," and groupChar "."
#   the number is written 1.234.567,50, and so it is read.
# Seen: the reader follows this pattern. The writer takes the pattern for the English one, so the decimal comma is
#   lost: 1234567.500. Its point is a groupChar, and the reader makes 1234567500 of it. No error: prices of a table
#   that was read and written are a thousand times as high. Without a pattern, and with the English signs (the
#   controls), the number stays.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  csvw==4.1.1
cd "$folder"
cat > write_and_read.py <<'PYTHON'
import decimal
import pathlib

from csvw import TableGroup

GERMAN = {"decimalChar": ",", "groupChar": "."}
for name, format in (
    ("comma", {"pattern": "#.##0,00"} | GERMAN),
    ("comma, no pattern", GERMAN),
    ("English", {"pattern": "#,##0.00"}),
):
    column = {"name": "price", "datatype": {"base": "decimal", "format": format}}
    group = TableGroup.fromvalue(
        {"@context": "http://www.w3.org/ns/csvw", "tables": [{"url": "table.csv", "tableSchema": {"columns": [column]}}]}
    )
    group._fname = pathlib.Path("table.csv-metadata.json")
    (table,) = group.tables
    table.write([{"price": decimal.Decimal("1234567.5")}], fname="table.csv")
    (row,) = table.iterdicts(fname="table.csv")
    print(f"{name}: written {open('table.csv').read().split()[1]}, read {row['price']}")
PYTHON
venv/bin/python write_and_read.py | tee seen.txt
diff seen.txt - <<'SEEN'
comma: written 1234567.500, read 1234567500
comma, no pattern: written "1.234.567,5", read 1234567.5
English: written "1,234,567.50", read 1234567.50
SEEN
