#!/usr/bin/env bash
# frictionless: a row in which every value is missing by rule is an error, "completely blank".
#
# Versions: frictionless 5.21.0.
# Expected: Table Schema (missingValues): the strings listed there are "treated as null values"; a null is a valid value
#   of a field that is not required. The documentation of the error "blank-row": "This row is empty. A row should
#   contain at least one value".
# Seen: a survey of one question with "n/a" in a row is invalid, although "n/a" is an answer that the schema foresees,
#   and so is a row of two columns with "n/a" in both. A check that ran for years fails on the first such row. A row
#   that is empty indeed has the same message, so a report cannot tell them apart. With one other value in the row (the
#   control) it is valid.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  frictionless==5.21.0
cd "$folder"
printf 'age\n17\nn/a\n30\n' > one.csv
printf 'age,size\n17,1\nn/a,n/a\n' > both.csv
printf 'age,size\n17,1\nn/a,2\n' > half.csv
venv/bin/python - <<'PYTHON' | tee seen.txt
from frictionless import Resource, Schema

for name, columns in (("one", ["age"]), ("both", ["age", "size"]), ("half", ["age", "size"])):
    fields = [{"name": column, "type": "integer"} for column in columns]
    schema = Schema.from_descriptor({"fields": fields, "missingValues": ["n/a"]})
    report = Resource(path=f"{name}.csv", schema=schema).validate()
    print(name, report.valid, [error.message for task in report.tasks for error in task.errors])
PYTHON
diff seen.txt - <<'SEEN'
one False ['Row at position "3" is completely blank']
both False ['Row at position "3" is completely blank']
half True []
SEEN
