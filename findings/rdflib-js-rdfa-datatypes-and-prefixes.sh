#!/usr/bin/env bash
# rdflib.js: RDFa gives numbers the datatype <xsd:integer> and titles the property <dc:title>, which are other IRIs.
#
# Versions: rdflib (npm) 2.4.0; pyRdfa3 3.6.5 as peer.
# Expected: RDFa Core 1.1 (7.5; RDFa Core Initial Context): xsd, rdf, dc, foaf, schema and others are prefixes in
#   every page without being declared; xsd:integer is http://www.w3.org/2001/XMLSchema#integer.
# Seen: the prefixed names are kept as if "xsd" and "dc" were schemes, so no number is a number, and a query for
#   dcterms:title finds no page. No error. With the prefix declared in the page (the control) the name is expanded;
#   pages that rely on the initial context, which is what it is for, are the usual ones.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyRdfa3==3.6.5
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rdflib@2.4.0 >/dev/null
cat > page.html <<'HTML'
<!DOCTYPE html>
<html><body>
<p property="dc:title">Doors</p>
<p property="https://example.org/count" datatype="xsd:integer">5</p>
<p prefix="x: http://www.w3.org/2001/XMLSchema#" property="https://example.org/size" datatype="x:integer">7</p>
</body></html>
HTML
cat > read.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import * as rdflib from "rdflib";

const graph = rdflib.graph();
rdflib.parse(readFileSync("page.html", "utf8"), graph, "https://example.org/page", "text/html");
for (const { predicate, object } of graph.statements) {
  console.log("rdflib.js", predicate.toNT(), object.toNT());
}
SCRIPT
cat > read.py <<'PYTHON'
from pyRdfa import pyRdfa
from pyRdfa.options import Options

graph = pyRdfa(options=Options(), base="https://example.org/page", media_type="text/html").graph_from_source(open("page.html"))
for _, predicate, value in sorted(graph, key=lambda triple: triple[1]):
    if predicate.endswith("usesVocabulary"):
        continue
    print("pyRdfa3", predicate.n3(), value.n3())
PYTHON
{ node read.mjs; venv/bin/python read.py 2>/dev/null; } | tee seen.txt
diff seen.txt - <<'SEEN'
rdflib.js <dc:title> "Doors"
rdflib.js <https://example.org/count> "5"^^<xsd:integer>
rdflib.js <https://example.org/size> "7"^^<http://www.w3.org/2001/XMLSchema#integer>
pyRdfa3 <http://purl.org/dc/terms/title> "Doors"
pyRdfa3 <https://example.org/count> "5"^^<http://www.w3.org/2001/XMLSchema#integer>
pyRdfa3 <https://example.org/size> "7"^^<http://www.w3.org/2001/XMLSchema#integer>
SEEN
