#!/usr/bin/env bash
# frictionless: 1_000 and Arabic digits are valid integers, and 1.5 is 15 where the comma is the decimal sign.
#
# Versions: frictionless 5.21.0; lxml 6.1.3 (libxml2) judges the letters.
# Expected: Table Schema (Number): "The lexical formatting follows that of decimal in XMLSchema", so ASCII digits, a
#   sign and a point; decimalChar and groupChar name other signs. XML Schema (part 2, 3.2.3.1) has no "_".
# Seen: Python's int() and Decimal() decide. 1_000 is 1000, and so are digits of any script, so a table that passes here
#   is refused by the next program, or sorted otherwise. With decimalChar "," and groupChar "." the marks of groups may
#   stand anywhere: a price 1.5 from an English source is 15, and "1.2.3", a release, is 123. All are valid. 1e3 as an
#   integer (the control) is an error.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  frictionless==5.21.0 lxml==6.1.3
cd "$folder"
venv/bin/python - <<'PYTHON' | tee seen.txt
from frictionless import Resource, Schema
from lxml import etree

schema_of_decimals = etree.XMLSchema(etree.fromstring(
    '<schema xmlns="http://www.w3.org/2001/XMLSchema"><element name="n" type="decimal"/></schema>'))


def is_decimal(text):
    element = etree.Element("n")
    element.text = text
    return schema_of_decimals.validate(element)


ENGLISH = {"name": "n", "type": "integer"}
GERMAN = {"name": "n", "type": "number", "decimalChar": ",", "groupChar": "."}
for field, values in ((ENGLISH, ["1_000", "\u0663\u0664", "1e3"]), (GERMAN, ["1.234,5", "1.5", "1.2.3"])):
    resource = Resource(data=[["n"], *([value] for value in values)], schema=Schema.from_descriptor({"fields": [field]}))
    wrong = [error.cell for task in resource.validate().tasks for error in task.errors]
    for value, row in zip(values, resource.read_rows()):
        verdict = "error" if value in wrong else "valid"
        print(field["type"], ascii(value), verdict, row["n"], "XML Schema:", is_decimal(value))
PYTHON
diff seen.txt - <<'SEEN'
integer '1_000' valid 1000 XML Schema: False
integer '\u0663\u0664' valid 34 XML Schema: False
integer '1e3' error None XML Schema: False
number '1.234,5' valid 1234.5 XML Schema: False
number '1.5' valid 15 XML Schema: True
number '1.2.3' valid 123 XML Schema: False
SEEN
