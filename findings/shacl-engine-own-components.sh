#!/usr/bin/env bash
# shacl-engine: constraint components that the shapes graph declares itself are not looked at.
#
# Versions: shacl-engine 1.1.2 with its shacl-engine/sparql.js, n3 2.13.12, rdf-ext 2.6.0; pyshacl 0.40.1, rdflib
#   7.6.0 as peer.
# Expected: SHACL (6, SPARQL-based Constraint Components): a component that the shapes graph declares is used where a
#   shape has a value for its parameter; its ASK validator is asked for each value node.
# Seen: with its SPARQL module loaded the engine finds no violation of any such component, and says nothing. So rules
#   that a team wrote for itself pass everything. The peer reports the fault; sh:pattern (the control) works in both.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyshacl==0.40.1 rdflib==7.6.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts shacl-engine@1.1.2 n3@2.13.12 rdf-ext@2.6.0 >/dev/null
cat > data.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:gate :code "C-1" .
TURTLE
cat > one.shapes.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
<https://example.org/> sh:declare [ sh:prefix "" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
:Starts a sh:ConstraintComponent ; sh:parameter [ sh:path :starts ] ;
  sh:validator [ a sh:SPARQLAskValidator ; sh:prefixes <https://example.org/> ; sh:ask "ASK { FILTER(STRSTARTS(STR($value), $starts)) }" ] .
:S a sh:NodeShape ; sh:targetNode :gate ; sh:property [ sh:path :code ; :starts "A" ] .
TURTLE
cat > pattern.shapes.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:S a sh:NodeShape ; sh:targetNode :gate ; sh:property [ sh:path :code ; sh:pattern "^A" ] .
TURTLE
cat > cases.txt <<'TEXT'
one pattern
TEXT
cat > validate.py <<'PYTHON'
import pyshacl
import rdflib

RESULT = rdflib.URIRef("http://www.w3.org/ns/shacl#result")
for name in open("cases.txt").read().split():
    _, report, _ = pyshacl.validate(
        rdflib.Graph().parse("data.ttl", format="turtle"), shacl_graph=rdflib.Graph().parse(f"{name}.shapes.ttl", format="turtle")
    )
    print(f"pySHACL {name}: results {len(list(report.objects(None, RESULT)))}")
PYTHON
cat > validate.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { Parser } from "n3";
import rdf from "rdf-ext";
import { Validator } from "shacl-engine";
import { validations } from "shacl-engine/sparql.js";

const read = (file) => rdf.dataset(new Parser({ factory: rdf }).parse(readFileSync(file, "utf8")));
for (const name of readFileSync("cases.txt", "utf8").trim().split(/\s+/)) {
  const report = await new Validator(read(`${name}.shapes.ttl`), { factory: rdf, validations }).validate({ dataset: read("data.ttl") });
  console.log(`shacl-engine ${name}: results ${report.results.length}`);
}
SCRIPT
{ venv/bin/python validate.py; node validate.mjs; } | tee seen.txt
diff seen.txt - <<'SEEN'
pySHACL one: results 1
pySHACL pattern: results 1
shacl-engine one: results 0
shacl-engine pattern: results 1
SEEN
