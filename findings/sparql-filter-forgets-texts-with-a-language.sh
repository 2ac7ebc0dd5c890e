#!/usr/bin/env bash
# pyoxigraph, Comunica: FILTER(?label) drops every text with a language tag, and FILTER(!?label) drops it too.
#
# Versions: pyoxigraph 0.5.13, @comunica/query-sparql-rdfjs 5.4.1; rdflib 7.6.0 as peer.
# Expected: SPARQL 1.1 (17.2.2, Effective Boolean Value): "If the argument is a plain literal or a typed literal with
#   a datatype of xsd:string, the EBV is false if the operand value has zero length; otherwise the EBV is true". A
#   plain literal (SPARQL 1.1, 1.2.4; RDF Concepts 2004, 6.5) has "an optional language tag".
# Seen: both engines know this value for texts without a tag only. For "door"@en it is an error, so FILTER(?label)
#   and FILTER(!?label) leave out the same row, and IF(?label, ...) is unbound. Labels with a tag are the usual
#   case in SKOS. rdflib does as the text says.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12 >/dev/null
cat > data.nt <<'DATA'
<https://example.org/tagged> <https://example.org/label> "door"@en .
<https://example.org/plain> <https://example.org/label> "door" .
<https://example.org/empty> <https://example.org/label> ""@en .
DATA
cat > by_python.py <<'PYTHON'
import sys

import pyoxigraph
import rdflib

store, graph = pyoxigraph.Store(), rdflib.Graph().parse("data.nt")
store.load(path="data.nt", format=pyoxigraph.RdfFormat.N_TRIPLES)
queries = sys.argv[1:]
for name, engine in (("pyoxigraph", store), ("rdflib", graph)):
    for query in queries:
        print(name, *sorted(str(row[0]).strip("<>").rsplit("/", 1)[1] for row in engine.query(query)))
PYTHON
cat > by_comunica.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql-rdfjs";
import { Parser, Store } from "n3";

const sources = [new Store(new Parser().parse(readFileSync("data.nt", "utf8")))];
for (const query of process.argv.slice(2)) {
  const rows = await (await new QueryEngine().queryBindings(query, { sources })).toArray();
  console.log(["comunica", ...rows.map((row) => row.get("s").value.split("/").pop()).sort()].join(" "));
}
SCRIPT
queries=('SELECT ?s WHERE { ?s ?p ?label FILTER(?label) }' 'SELECT ?s WHERE { ?s ?p ?label FILTER(!?label) }')
{ venv/bin/python by_python.py "${queries[@]}"; node by_comunica.mjs "${queries[@]}"; } | tee seen.txt
diff seen.txt - <<'SEEN'
pyoxigraph plain
pyoxigraph
rdflib plain tagged
rdflib empty
comunica plain
comunica
SEEN
