#!/usr/bin/env bash
# sparqlalgebrajs: toSparql drops LIMIT 0, takes one of two HAVINGs for a filter of rows, and leaves out braces.
#
# Versions: sparqlalgebrajs 5.0.2; pyoxigraph 0.5.13 answers the queries before and after.
# Expected: the README calls toSparql "translating back to SPARQL". The text may look different, its answers are those
#   of the query. SPARQL 1.1 (18.2.1, 18.2.2): braces decide which variables a BIND or a FILTER can see.
# Seen: LIMIT 0, as tools ask for the columns of a result, gives all rows. HAVING (a) (b) is written with
#   a as FILTER(?var0 > 1) on a variable that does not exist, so there are no groups. BIND(?g AS ?copy) in braces, where
#   ?g has no value, comes without braces, where it has one. LIMIT 1 and one HAVING (the controls) are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts sparqlalgebrajs@5.0.2 >/dev/null
cat > queries.json <<'JSON'
{
  "limit 0": "SELECT ?who { ?who :grade ?g } LIMIT 0",
  "two havings": "SELECT ?g { ?who :grade ?g } GROUP BY ?g HAVING (COUNT(?who) > 1) (COUNT(?who) < 9)",
  "bind in braces": "SELECT ?copy { ?who :grade ?g { BIND(?g AS ?copy) } FILTER(BOUND(?copy)) }",
  "limit 1": "SELECT ?who { ?who :grade ?g } LIMIT 1",
  "one having": "SELECT ?g { ?who :grade ?g } GROUP BY ?g HAVING (COUNT(?who) > 1)"
}
JSON
cat > rewrite.cjs <<'SCRIPT'
const { readFileSync, writeFileSync } = require("node:fs");
const { toSparql, translate } = require("sparqlalgebrajs");

const pairs = Object.entries(JSON.parse(readFileSync("queries.json", "utf8"))).map(([name, query]) => {
  const before = `PREFIX : <https://example.org/> ${query}`;
  return [name, before, toSparql(translate(before))];
});
writeFileSync("pairs.json", JSON.stringify(pairs));
SCRIPT
node rewrite.cjs
cat > answer.py <<'PYTHON'
import json
import pyoxigraph

store = pyoxigraph.Store()
data = b"@prefix : <https://example.org/> . :ann :grade 1 . :ben :grade 2 . :cem :grade 2 ."
store.load(data, pyoxigraph.RdfFormat.TURTLE)
for name, before, after in json.load(open("pairs.json")):
    print(f"{name}: {len(list(store.query(before)))} rows; after toSparql: {len(list(store.query(after)))}")
PYTHON
venv/bin/python answer.py | tee seen.txt
diff seen.txt - <<'SEEN'
limit 0: 0 rows; after toSparql: 3
two havings: 1 rows; after toSparql: 0
bind in braces: 0 rows; after toSparql: 3
limit 1: 1 rows; after toSparql: 1
one having: 1 rows; after toSparql: 1
SEEN
