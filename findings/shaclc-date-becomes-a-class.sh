#!/usr/bin/env bash
# SHACL Compact Syntax: "birthDate xsd:date" asks for instances of a class xsd:date, so every date is a violation.
#
# Versions: shaclc-parse 2.0.0, n3 2.13.12; pyshacl 0.40.1 checks with the shapes that come out.
# Expected by whoever writes xsd:date, as Turtle shapes do: sh:datatype xsd:date.
# Seen: sh:class xsd:date, as for xsd:time, gYear, anyURI and duration. This is what the draft (SHACL Compact Syntax, 5,
#   propertyType) says: sh:datatype "if ?iri is one of the RDF datatypes supported by SPARQL 1.1 ..., otherwise
#   sh:class", and SPARQL 1.1 (17.1) does not list xsd:date. It does list xsd:unsignedInt, which becomes a class too. No
#   error: the shape refuses good data, and with "!" before it it lets in everything. xsd:dateTime (the control) is a
#   datatype. Writing datatype=xsd:date is safe.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyshacl==0.40.1
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts shaclc-parse@2.0.0 n3@2.13.12 >/dev/null
cat > read.mjs <<'SCRIPT'
import { writeFileSync } from "node:fs";
import { Writer } from "n3";
import { parse } from "shaclc-parse";

const turtle = (constraint) =>
  new Writer().quadsToString(
    parse(`BASE <https://example.org/shapes>
PREFIX ex: <https://example.org/>
shape ex:PersonShape -> ex:Person { ex:value ${constraint} [1..1] . }`));
writeFileSync("date.ttl", turtle("xsd:date"));
writeFileSync("not-date.ttl", turtle("!xsd:date"));
writeFileSync("unsignedInt.ttl", turtle("xsd:unsignedInt"));
writeFileSync("dateTime.ttl", turtle("xsd:dateTime"));
writeFileSync("written.ttl", turtle("datatype=xsd:date"));
SCRIPT
node read.mjs
venv/bin/python - <<'PYTHON'
import sys

import pyshacl
from rdflib import Graph

HEAD = "@prefix : <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."


def conforms(shapes, value):
    data = Graph().parse(data=f"{HEAD} :ann a :Person ; :value {value} .", format="turtle")
    return pyshacl.validate(data, shacl_graph=Graph().parse(shapes))[0]


seen = {
    "date": conforms("date.ttl", '"2026-05-01"^^xsd:date'),
    "no date": conforms("not-date.ttl", '"2026-05-01"^^xsd:date'),
    "unsignedInt": conforms("unsignedInt.ttl", '"5"^^xsd:unsignedInt'),
    "dateTime": conforms("dateTime.ttl", '"2026-05-01T12:00:00Z"^^xsd:dateTime'),
    "datatype=date": conforms("written.ttl", '"2026-05-01"^^xsd:date'),
}
print("conforms:", seen)
expected = {"date": False, "no date": True, "unsignedInt": False, "dateTime": True, "datatype=date": True}
sys.exit(0 if seen == expected else 1)
PYTHON
