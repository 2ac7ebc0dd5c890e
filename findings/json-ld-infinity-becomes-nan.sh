#!/usr/bin/env bash
# jsonld.js, PyLD: infinity becomes "not a number", and "not a number" becomes ill-typed.
#
# Versions: jsonld 9.0.0 (npm), PyLD 3.3.0; pyoxigraph 0.5.13 as peer.
# Expected: JSON-LD 1.1 API (8.2.2, Object to RDF Conversion) gives numbers of JSON the form of a double; a
#   value that is a text, as JSON must write infinity, keeps its letters: "INF"^^xsd:double.
# Seen: jsonld.js also computes texts, by JavaScript's rules, which know no "INF": both infinities are
#   "NaN"^^xsd:double, without a warning. N-Quads -> JSON-LD -> N-Quads in the same library changes them.
#   PyLD keeps "INF", but writes "NAN", which is no xsd:double (XML Schema part 2, 3.3.5). The peer keeps all.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  jsonld@9.0.0 >/dev/null
cat > check.mjs <<'SCRIPT'
import jsonld from "jsonld";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NQUADS = { format: "application/n-quads" };
const seen = [];
for (const form of ["INF", "-INF", "NaN"]) {
  const before = `<https://example.org/x> <https://example.org/limit> "${form}"^^<${XSD}double> .\n`;
  const document = await jsonld.fromRDF(before, NQUADS);
  const after = await jsonld.toRDF(document, NQUADS);
  seen.push(after.match(/"(.*)"/)[1]);
}
console.log("jsonld.js, INF, -INF, NaN and back:", seen);
process.exit(JSON.stringify(seen) === '["NaN","NaN","NaN"]' ? 0 : 1);
SCRIPT
node check.mjs
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PyLD==3.3.0 pyoxigraph==0.5.13
venv/bin/python - <<'PYTHON'
import json, sys

import pyoxigraph
from pyld import jsonld

seen = []
for form in ("INF", "-INF", "NaN"):
    value = {"@value": form, "@type": "http://www.w3.org/2001/XMLSchema#double"}
    document = {"@id": "https://example.org/x", "https://example.org/limit": value}
    (row,) = jsonld.to_rdf(document)["@default"]
    (quad,) = pyoxigraph.parse(json.dumps(document), format=pyoxigraph.RdfFormat.JSON_LD)
    seen.append((row["object"]["value"], quad.object.value))
print("PyLD, pyoxigraph:", *seen)
sys.exit(0 if seen == [("INF", "INF"), ("-INF", "-INF"), ("NAN", "NaN")] else 1)
PYTHON
