#!/usr/bin/env bash
# shacl-engine, rdf-validate-shacl: infinity is outside of every range, and "B" is not less than "a".
#
# Versions: shacl-engine 1.1.2, rdf-validate-shacl 0.6.5, n3 2.13.12, rdf-ext 2.6.0; pySHACL 0.40.1 as peer.
# Expected: SHACL (4.3, Value Range; 4.5.3, sh:lessThan) compares by "<" of SPARQL: INF is greater and -INF less than
#   all numbers (XML Schema, part 2, 3.2.5), and texts are compared by code points (SPARQL 1.1, 17.3), in which capital
#   letters come first.
# Seen: "INF"^^xsd:double violates sh:minInclusive 0, and no number is below a bound of INF, so a range that is open by
#   an infinite bound refuses everything. For texts sh:lessThan follows the order of a dictionary: from "B" to "a" is a
#   violation, from "a" to "B" conforms. The peer says the contrary in all of them; finite numbers and texts of small
#   letters (the controls) are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyshacl==0.40.1 rdflib==7.6.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  shacl-engine@1.1.2 rdf-validate-shacl@0.6.5 n3@2.13.12 rdf-ext@2.6.0 >/dev/null
cat > cases.json <<'JSON'
[["sh:minInclusive 0", ":p 'INF'^^xsd:double"],
 ["sh:maxInclusive 0", ":p '-INF'^^xsd:double"],
 ["sh:maxInclusive 'INF'^^xsd:double", ":p 3"],
 ["sh:lessThan :q", ":p 'B' ; :q 'a'"],
 ["sh:lessThan :q", ":p 'a' ; :q 'B'"],
 ["sh:maxInclusive 5", ":p 3"],
 ["sh:lessThan :q", ":p 'a' ; :q 'b'"]]
JSON
cat > check.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { Parser } from "n3";
import rdf from "rdf-ext";
import RdfValidateShacl from "rdf-validate-shacl";
import { Validator } from "shacl-engine";

const HEAD = `@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
`;
const read = (turtle) => rdf.dataset(new Parser().parse(HEAD + turtle));

for (const [index, [constraint, values]] of JSON.parse(readFileSync("cases.json")).entries()) {
  const shapes = `:S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :p ; ${constraint} ] .`;
  const data = `:a ${values} .`;
  const engine = await new Validator(read(shapes), { factory: rdf }).validate({ dataset: read(data) });
  const other = await new RdfValidateShacl(read(shapes)).validate(read(data));
  console.log(index + 1, "conforms: shacl-engine", engine.conforms, "rdf-validate-shacl", other.conforms);
}
SCRIPT
cat > check.py <<'PYTHON'
import json

import pyshacl
import rdflib

HEAD = """@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def read(turtle):
    return rdflib.Graph().parse(data=HEAD + turtle, format="turtle")


for number, (constraint, values) in enumerate(json.load(open("cases.json")), 1):
    shapes = f":S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :p ; {constraint} ] ."
    conforms, _, _ = pyshacl.validate(read(f":a {values} ."), shacl_graph=read(shapes))
    print(number, "conforms: pySHACL", str(conforms).lower())
PYTHON
{ node check.mjs; venv/bin/python check.py; } | sort -s -n -k 1,1 | tee seen.txt
diff seen.txt - <<'SEEN'
1 conforms: shacl-engine false rdf-validate-shacl false
1 conforms: pySHACL true
2 conforms: shacl-engine false rdf-validate-shacl false
2 conforms: pySHACL true
3 conforms: shacl-engine false rdf-validate-shacl false
3 conforms: pySHACL true
4 conforms: shacl-engine false rdf-validate-shacl false
4 conforms: pySHACL true
5 conforms: shacl-engine true rdf-validate-shacl true
5 conforms: pySHACL false
6 conforms: shacl-engine true rdf-validate-shacl true
6 conforms: pySHACL true
7 conforms: shacl-engine true rdf-validate-shacl true
7 conforms: pySHACL true
SEEN
