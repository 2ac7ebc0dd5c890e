#!/usr/bin/env bash
# @traqula/algebra-sparql-1-1: the way back from algebra orders by a variable that does not exist, and drops braces.
#
# Versions: @traqula/algebra-sparql-1-1, parser-sparql-1-1 and generator-sparql-1-1 1.3.1; pyoxigraph 0.5.13 answers the
#   queries before and after.
# Expected: toAlgebra and toAst are each other's way back, so the text has the answers of the query. SPARQL 1.1 (18.2.4.1):
#   aggregates of ORDER BY are those of the groups; 18.2.2: an OPTIONAL in braces of its own is joined, not left-joined.
# Seen: ORDER BY DESC(SUM(?hours)) comes back as ORDER BY DESC(?var0), which has no value, so "the role with most hours" is
#   any role. { OPTIONAL { ... } } loses its braces and keeps roles that it leaves out. No error. An alias in SELECT, and
#   OPTIONAL without braces (the controls), come back right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  @traqula/algebra-sparql-1-1@1.3.1 @traqula/parser-sparql-1-1@1.3.1 @traqula/generator-sparql-1-1@1.3.1 >/dev/null
cat > queries.json <<'JSON'
{
  "aggregate": "SELECT ?role { ?role :hours ?h } GROUP BY ?role ORDER BY DESC(SUM(?h))",
  "alias": "SELECT ?role (SUM(?h) AS ?sum) { ?role :hours ?h } GROUP BY ?role ORDER BY DESC(?sum)",
  "braces": "SELECT DISTINCT ?role { ?role :hours ?h { OPTIONAL { ?role :deputy ?d } } }",
  "no braces": "SELECT DISTINCT ?role { ?role :hours ?h OPTIONAL { ?role :deputy ?d } }"
}
JSON
cat > rewrite.mjs <<'SCRIPT'
import { readFileSync, writeFileSync } from "node:fs";
import { toAlgebra, toAst } from "@traqula/algebra-sparql-1-1";
import { Generator } from "@traqula/generator-sparql-1-1";
import { Parser } from "@traqula/parser-sparql-1-1";

const pairs = Object.entries(JSON.parse(readFileSync("queries.json", "utf8"))).map(([name, query]) => {
  const before = `PREFIX : <https://example.org/> ${query}`;
  return [name, before, new Generator().generate(toAst(toAlgebra(new Parser().parse(before), { quads: false })))];
});
writeFileSync("pairs.json", JSON.stringify(pairs));
SCRIPT
node rewrite.mjs
cat > answer.py <<'PYTHON'
import json
import re

import pyoxigraph

store = pyoxigraph.Store()
data = b"@prefix : <https://example.org/> . :Clerk :hours 1, 2 . :Keeper :hours 5, 7 ; :deputy :Clerk . :Lead :hours 4 ."
store.load(data, pyoxigraph.RdfFormat.TURTLE)
for name, before, after in json.load(open("pairs.json")):
    rows = [[row[0].value.split("/")[-1] for row in store.query(text)] for text in (before, after)]
    if name in ("aggregate", "alias"):
        print(f"{name}: first {rows[0][0]}; text after: {re.search('ORDER BY.*', after, re.S)[0].split()}")
    else:
        print(f"{name}: {sorted(rows[0])}; after: {sorted(rows[1])}")
PYTHON
venv/bin/python answer.py | tee seen.txt
diff seen.txt - <<'SEEN'
aggregate: first Keeper; text after: ['ORDER', 'BY', 'DESC', '(', '?var0', ')']
alias: first Keeper; text after: ['ORDER', 'BY', 'DESC', '(', '?sum', ')']
braces: ['Keeper']; after: ['Clerk', 'Keeper', 'Lead']
no braces: ['Clerk', 'Keeper', 'Lead']; after: ['Clerk', 'Keeper', 'Lead']
SEEN
