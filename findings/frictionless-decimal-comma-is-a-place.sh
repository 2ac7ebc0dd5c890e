#!/usr/bin/env bash
# frictionless: numbers with a decimal comma are described as places on the globe.
#
# Versions: frictionless 5.21.0.
# Expected: Table Schema (Geographic Point): a geopoint is "lon, lat". A column "grade" with 1,5 and 2,3 is of numbers
#   with another decimal sign, or, where this is not known, of texts.
# Seen: describe() makes the type "geopoint" of it, and reading gives [1.0, 5.0]: longitude 1, latitude 5. Whatever is
#   below 180 before and below 90 behind the comma is such a place: grades, rates, lengths in metres. No warning, and
#   the table is valid. With 200,5 among the values (the control) it is a text; with a point it is a number. Tables of
#   half of Europe are written like this.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  frictionless==5.21.0
cd "$folder"
printf 'name;grade\nann;1,5\nben;2,3\n' > comma.csv
printf 'name;grade\nann;1.5\nben;2.3\n' > point.csv
printf 'name;grade\nann;1,5\nben;200,5\n' > large.csv
venv/bin/python - <<'PYTHON' | tee seen.txt
from frictionless import describe, validate

for name in ("comma", "point", "large"):
    resource = describe(f"{name}.csv")
    rows = [row["grade"] for row in resource.read_rows()]
    print(name, resource.schema.get_field("grade").type, [str(value) for value in rows], validate(resource).valid)
PYTHON
diff seen.txt - <<'SEEN'
comma geopoint ['[1.0, 5.0]', '[2.0, 3.0]'] True
point number ['1.5', '2.3'] True
large string ['1,5', '200,5'] True
SEEN
