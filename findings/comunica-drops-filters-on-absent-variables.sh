#!/usr/bin/env bash
# Comunica: FILTER(?x = value) is dropped where no pattern has ?x: in one arm of a UNION, or when the name is misspelt.
#
# Versions: @comunica/query-sparql-rdfjs 5.4.1, n3 2.13.12; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1: a variable without a value is an error in "=" (17.2), and an error in a FILTER removes the row
#   (17). So after { grades } UNION { bosses } FILTER(?boss = :ben) only rows with that boss are left.
# Seen: the optimizer pushes the filter into each arm as a value of the variable. Where the arm does not have the
#   variable, nothing is left of the filter, and all its rows pass. FILTER(?bos = :ben), misspelt beside two patterns,
#   passes everything, so the DELETE of an update with it would take all. With one pattern, or with "!=" or sameTerm
#   (the controls), the rows are removed.
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
:ann :grade 1 ; :boss :ben .
:ben :grade 2 ; :boss :cem .
:cem :grade 3 .
TURTLE
cat > queries.json <<'JSON'
{
  "union": "{ ?who :grade ?grade } UNION { ?who :boss ?boss } FILTER(?boss = :ben)",
  "misspelt": "?who :grade ?grade . ?who :boss ?boss FILTER(?bos = :ben)",
  "other group": "?who :grade ?grade . { ?who :boss ?boss FILTER(?grade = 99) }",
  "one pattern": "?who :boss ?boss FILTER(?bos = :ben)",
  "same term": "?who :grade ?grade . ?who :boss ?boss FILTER(sameTerm(?bos, :ben))"
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
union: 4
misspelt: 2
other group: 2
one pattern: 0
same term: 0
rows by pyoxigraph
union: 1
misspelt: 0
other group: 0
one pattern: 0
same term: 0
SEEN
