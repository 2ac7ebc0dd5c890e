#!/usr/bin/env bash
# rdf-parser-csvw: csvw:separator and the format of a boolean are ignored; the values are wrong or ill-typed.
#
# Versions: rdf-parser-csvw 1.1.0, rdf-ext 2.6.0, n3 2.13.12; csvw 4.1.1 (Python) as peer.
# Expected: CSV on the Web (Model for Tabular Data, 6.4): a cell of a column with a separator is a list of values; with
#   format "Y|N" of a boolean, "Y" is true (6.4.3) and, in RDF, "true"^^xsd:boolean (csv2rdf, 4.3).
# Seen: "red;blue" under separator ";" is one text "red;blue", and Y is "Y"^^xsd:boolean, which is no boolean, so
#   FILTER(?open) drops both yes and no. No error or warning. The date format, csvw:null and csvw:default of the same
#   schema (the control) are followed. The peer gives two values, true and false.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  csvw==4.1.1
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rdf-parser-csvw@1.1.0 rdf-ext@2.6.0 n3@2.13.12 >/dev/null
cat > doors.csv <<'CSV'
id,colours,open,since
d1,red;blue,Y,24.12.2025
d2,green,N,NA
CSV
cat > doors.csv-metadata.json <<'JSON'
{
  "@context": "http://www.w3.org/ns/csvw", "url": "doors.csv",
  "tableSchema": {"aboutUrl": "https://example.org/{id}", "columns": [
    {"name": "id", "titles": "id", "suppressOutput": true},
    {"name": "colours", "titles": "colours", "separator": ";"},
    {"name": "open", "titles": "open", "datatype": {"base": "boolean", "format": "Y|N"}},
    {"name": "since", "titles": "since", "null": "NA", "datatype": {"base": "date", "format": "dd.MM.yyyy"}}
  ]}
}
JSON
cat > metadata.ttl <<'TURTLE'
@prefix csvw: <http://www.w3.org/ns/csvw#> .
[] a csvw:Table ; csvw:url "doors.csv" ; csvw:tableSchema [ csvw:aboutUrl "https://example.org/{id}" ; csvw:column (
  [ csvw:name "id" ; csvw:title "id" ; csvw:suppressOutput true ]
  [ csvw:name "colours" ; csvw:title "colours" ; csvw:separator ";" ]
  [ csvw:name "open" ; csvw:title "open" ; csvw:datatype [ csvw:base "boolean" ; csvw:format "Y|N" ] ]
  [ csvw:name "since" ; csvw:title "since" ; csvw:null "NA" ; csvw:datatype [ csvw:base "date" ; csvw:format "dd.MM.yyyy" ] ]
) ] .
TURTLE
cat > convert.mjs <<'SCRIPT'
import { createReadStream, readFileSync } from "node:fs";
import { Parser } from "n3";
import rdf from "rdf-ext";
import CsvwParser from "rdf-parser-csvw";

const metadata = rdf.dataset(new Parser().parse(readFileSync("metadata.ttl", "utf8")));
const options = { metadata, baseIRI: "https://example.org/doors.csv" };
for await (const quad of new CsvwParser({ factory: rdf }).import(createReadStream("doors.csv"), options)) {
  if (/\/d[12]$/.test(quad.subject.value)) {
    const [, column] = quad.predicate.value.split("#");
    console.log("rdf-parser-csvw", quad.subject.value.slice(-2), column, quad.object.value, quad.object.datatype.value.split("#")[1]);
  }
}
SCRIPT
cat > by_peer.py <<'PYTHON'
import csvw

for row in csvw.CSVW("doors.csv-metadata.json").to_json(minimal=True):
    print("csvw", row["@id"][-2:], row["colours"], row["open"], row.get("since"))
PYTHON
{ node convert.mjs; venv/bin/python by_peer.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
rdf-parser-csvw d1 colours red;blue string
rdf-parser-csvw d1 open Y boolean
rdf-parser-csvw d1 since 2025-12-24 date
rdf-parser-csvw d2 colours green string
rdf-parser-csvw d2 open N boolean
csvw d1 ['red', 'blue'] True 2025-12-24
csvw d2 ['green'] False None
SEEN
