#!/usr/bin/env bash
# Comunica: one month after 31 January is 3 March, and a month before 31 March is 3 March, too.
#
# Versions: @comunica/query-sparql-rdfjs 5.4.1, n3 2.13.12; rdflib 7.6.0 as peer.
# Expected: adding durations goes beyond SPARQL 1.1; both engines offer it, by XPath (op:add-yearMonthDuration-to-date),
#   which is XML Schema (part 2, appendix E): the month is added, and a day that it does not have becomes its last day.
#   31 January plus P1M is 28 February.
# Seen: the days that are too many run over into the next month. A year after 29 February is 1 March, and taking a month
#   from 31 March stays in March. Terms that end "a month later" are wrong for the last days of a month only, so no test
#   with 15 January finds it (the control). No error.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12 >/dev/null
cat > query.rq <<'QUERY'
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ("2026-01-31"^^xsd:date + "P1M"^^xsd:yearMonthDuration AS ?a) ("2026-03-31"^^xsd:date - "P1M"^^xsd:yearMonthDuration AS ?b)
  ("2024-02-29"^^xsd:date + "P1Y"^^xsd:yearMonthDuration AS ?c) ("2026-01-15"^^xsd:date + "P1M"^^xsd:yearMonthDuration AS ?d) {}
QUERY
cat > by_comunica.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql-rdfjs";
import { Store } from "n3";

const query = readFileSync("query.rq", "utf8");
const rows = await (await new QueryEngine().queryBindings(query, { sources: [new Store()] })).toArray();
console.log("comunica", ...["a", "b", "c", "d"].map((name) => rows[0].get(name)?.value));
SCRIPT
cat > by_peer.py <<'PYTHON'
import rdflib

for row in rdflib.Graph().query(open("query.rq").read()):
    print("rdflib", *(row[name] for name in "abcd"))
PYTHON
{ node by_comunica.mjs; venv/bin/python by_peer.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
comunica 2026-03-03 2026-03-03 2025-03-01 2026-02-15
rdflib 2026-02-28 2026-02-28 2025-02-28 2026-02-15
SEEN
