#!/usr/bin/env bash
# shacl-engine: a SPARQL constraint that is deactivated is checked all the same.
#
# Versions: shacl-engine 1.1.2 with its shacl-engine/sparql.js, n3 2.13.12, rdf-ext 2.6.0; pySHACL 0.40.1 as peer.
# Expected: SHACL (5.2, Syntax of SPARQL-based Constraints): a value of sh:sparql may have sh:deactivated; 5.3: "there
#   are no validation results if the SPARQL-based constraint has true as a value for the property sh:deactivated".
# Seen: the result is there with and without it. Who switches off one query, the usual way to live with a rule of an
#   imported shapes graph, still has its violations and a report that does not conform. sh:deactivated of the whole
#   shape (the control) is followed. The peer follows both.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyshacl==0.40.1 rdflib==7.6.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  shacl-engine@1.1.2 n3@2.13.12 rdf-ext@2.6.0 >/dev/null
shapes() { # what is said of the shape, what is said of the query
  cat <<TURTLE
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
:S a sh:NodeShape ; sh:targetNode :a ; $1
  sh:sparql [ $2 sh:select "SELECT \$this ?value { \$this <https://example.org/p> ?value FILTER(?value > 3) }" ] .
TURTLE
}
shapes "" "" > active.ttl
shapes "" "sh:deactivated true ;" > query.ttl
shapes "sh:deactivated true ;" "" > shape.ttl
echo '@prefix : <https://example.org/> . :a :p 5 .' > data.ttl
cat > check.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { Parser } from "n3";
import rdf from "rdf-ext";
import { Validator } from "shacl-engine";
import { validations } from "shacl-engine/sparql.js";

const read = (name) => rdf.dataset(new Parser().parse(readFileSync(name, "utf8")));
for (const name of ["active.ttl", "query.ttl", "shape.ttl"]) {
  const report = await new Validator(read(name), { factory: rdf, validations }).validate({ dataset: read("data.ttl") });
  console.log(name, "shacl-engine conforms", report.conforms);
}
SCRIPT
cat > check.py <<'PYTHON'
import pyshacl

for name in ("active.ttl", "query.ttl", "shape.ttl"):
    conforms, _, _ = pyshacl.validate("data.ttl", shacl_graph=name)
    print(name, "pySHACL conforms", str(conforms).lower())
PYTHON
{ node check.mjs; venv/bin/python check.py; } | sort -s -k 1,1 | tee seen.txt
diff seen.txt - <<'SEEN'
active.ttl shacl-engine conforms false
active.ttl pySHACL conforms false
query.ttl shacl-engine conforms false
query.ttl pySHACL conforms true
shape.ttl shacl-engine conforms true
shape.ttl pySHACL conforms true
SEEN
