#!/usr/bin/env bash
# rdf-validate-datatype: "12-31" is a valid xsd:gMonthDay and "--12-31" is not; a day "31" is, and "---31" is not.
#
# Versions: rdf-validate-datatype 0.2.2 with n3 2.13.12; lxml 6.1.3 (libxml2) as peer.
# Expected: XML Schema (part 2, 3.2.12.1, 3.2.13.1): a gMonthDay is written --12-31 and a gDay ---31; the hyphens
#   stand for what is left out, the year and the month.
# Seen: each right value is ill-typed and each value without its hyphens is good, so a check refuses birthdays and
#   days of payment that are written by the standard, and lets in what no other program reads. Month 13 of xsd:gMonth
#   is valid, too. No error. "--05" as a gMonth and 2026-05 as a gYearMonth (the controls) are right. The peer says
#   the contrary in all of the first.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  lxml==6.1.3
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rdf-validate-datatype@0.2.2 n3@2.13.12 >/dev/null
cat > values.txt <<'VALUES'
gMonthDay --12-31
gMonthDay 12-31
gDay ---31
gDay 31
gMonth --05
gMonth --13
gYearMonth 2026-05
VALUES
cat > validate.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { DataFactory } from "n3";
import { validateTerm } from "rdf-validate-datatype";

for (const line of readFileSync("values.txt", "utf8").trim().split("\n")) {
  const [type, value] = line.split(" ");
  const datatype = DataFactory.namedNode(`http://www.w3.org/2001/XMLSchema#${type}`);
  console.log(line, "rdf-validate-datatype:", validateTerm(DataFactory.literal(value, datatype)));
}
SCRIPT
cat > validate.py <<'PYTHON'
from lxml import etree

for line in open("values.txt").read().splitlines():
    kind, value = line.split(" ")
    schema = etree.XMLSchema(etree.fromstring(
        f'<schema xmlns="http://www.w3.org/2001/XMLSchema"><element name="v" type="{kind}"/></schema>'))
    element = etree.Element("v")
    element.text = value
    print(line, "lxml:", str(schema.validate(element)).lower())
PYTHON
{ node validate.mjs; venv/bin/python validate.py; } | LC_ALL=C sort | tee seen.txt
diff seen.txt - <<'SEEN'
gDay ---31 lxml: true
gDay ---31 rdf-validate-datatype: false
gDay 31 lxml: false
gDay 31 rdf-validate-datatype: true
gMonth --05 lxml: true
gMonth --05 rdf-validate-datatype: true
gMonth --13 lxml: false
gMonth --13 rdf-validate-datatype: true
gMonthDay --12-31 lxml: true
gMonthDay --12-31 rdf-validate-datatype: false
gMonthDay 12-31 lxml: false
gMonthDay 12-31 rdf-validate-datatype: true
gYearMonth 2026-05 lxml: true
gYearMonth 2026-05 rdf-validate-datatype: true
SEEN
