#!/usr/bin/env bash
# Comunica: ?x :reportsTo+ ?x, the usual question for circles, finds circles of one step only.
#
# Versions: @comunica/query-sparql-rdfjs 5.4.1, n3 2.13.12; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (9.1; 18.4, OneOrMorePath): the path has one step or more, and a variable that stands at both
#   ends has one value. So everybody who is, at any distance, his own superior is found.
# Seen: of three people in a circle none is found; somebody who reports to himself is. No error: "no circles" reads like
#   a good answer. :ann :reportsTo+ :ann is true; with two variables and FILTER(?x = ?y), or written as
#   :reportsTo/:reportsTo*, all four are found.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12 >/dev/null
cat > data.ttl <<'TURTLE'
@prefix : <https://example.org/> .
:ann :reportsTo :ben . :ben :reportsTo :cem . :cem :reportsTo :ann .
:dee :reportsTo :dee .
:eve :reportsTo :fay .
TURTLE
cat > queries.json <<'JSON'
{
  "one variable": "?x :reportsTo+ ?x",
  "from Ann to Ann": ":ann :reportsTo+ :ann",
  "two variables": "?x :reportsTo+ ?y FILTER(?x = ?y)",
  "first step apart": "?x :reportsTo/:reportsTo* ?x"
}
JSON
cat > by_comunica.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql-rdfjs";
import { Parser, Store } from "n3";

const store = new Store(new Parser().parse(readFileSync("data.ttl", "utf8")));
for (const [name, pattern] of Object.entries(JSON.parse(readFileSync("queries.json", "utf8")))) {
  const query = `PREFIX : <https://example.org/> SELECT * { ${pattern} }`;
  const rows = await (await new QueryEngine().queryBindings(query, { sources: [store] })).toArray();
  console.log(`${name}:`, rows.length);
}
SCRIPT
cat > by_peer.py <<'PYTHON'
import json
import pyoxigraph

store = pyoxigraph.Store()
store.load(path="data.ttl", format=pyoxigraph.RdfFormat.TURTLE)
for name, pattern in json.load(open("queries.json")).items():
    print(f"{name}:", len(list(store.query(f"PREFIX : <https://example.org/> SELECT * {{ {pattern} }}"))))
PYTHON
{ echo "rows by Comunica"; node by_comunica.mjs; echo "rows by pyoxigraph"; venv/bin/python by_peer.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
rows by Comunica
one variable: 1
from Ann to Ann: 1
two variables: 4
first step apart: 4
rows by pyoxigraph
one variable: 4
from Ann to Ann: 1
two variables: 4
first step apart: 4
SEEN
