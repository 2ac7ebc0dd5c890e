#!/usr/bin/env bash
# sparqljs: two conditions of HAVING are written as one that no engine reads.
#
# Versions: sparqljs 3.7.4; pyoxigraph 0.5.13 reads what was written; @traqula/generator-sparql-1-1 1.3.1 as peer.
# Expected: SPARQL 1.1 (19.8, grammar, HavingClause, HavingCondition): HAVING is followed by one or more constraints,
#   each in brackets of its own, and all of them must hold. Generator().stringify gives the query text of what
#   Parser().parse read.
# Seen: HAVING (a) (b) becomes HAVING (a b), a syntax error. Whoever parses queries to add a condition, as for rights,
#   or reads them from users and sends them on, has a query that worked before and is refused after. One condition, or
#   two with && (the controls), are written rightly. The peer keeps both.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts sparqljs@3.7.4 @traqula/parser-sparql-1-1@1.3.1 @traqula/generator-sparql-1-1@1.3.1 >/dev/null
cat > write.mjs <<'SCRIPT'
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Parser as PeerParser } from "@traqula/parser-sparql-1-1";
import { Generator as PeerGenerator } from "@traqula/generator-sparql-1-1";

const { Generator, Parser } = createRequire(import.meta.url)("sparqljs");
const having = {
  two: "HAVING (COUNT(*) > 1) (?grade < 3)",
  one: "HAVING (COUNT(*) > 1)",
  and: "HAVING (COUNT(*) > 1 && ?grade < 3)",
};
const written = {};
for (const [name, text] of Object.entries(having)) {
  const query = `SELECT ?grade (COUNT(*) AS ?n) WHERE { ?s <https://example.org/grade> ?grade } GROUP BY ?grade ${text}`;
  written[`sparqljs ${name}`] = new Generator().stringify(new Parser().parse(query));
  written[`traqula ${name}`] = new PeerGenerator().generate(new PeerParser().parse(query));
}
for (const [name, text] of Object.entries(written)) {
  console.log(name, text.replace(/\s+/g, " ").replace(/.*HAVING/, "HAVING"));
}
writeFileSync("written.json", JSON.stringify(written));
SCRIPT
cat > read.py <<'PYTHON'
import json

import pyoxigraph

for name, query in json.load(open("written.json")).items():
    try:
        pyoxigraph.Store().query(query)
        print(name, "is read")
    except SyntaxError as error:
        print(name, "SyntaxError")
PYTHON
{ node write.mjs; venv/bin/python read.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
sparqljs two HAVING ((COUNT(*)) > 1 ?grade < 3 )
traqula two HAVING ( COUNT( * ) > "1"^^<http://www.w3.org/2001/XMLSchema#integer> ) ( ?grade < "3"^^<http://www.w3.org/2001/XMLSchema#integer> )
sparqljs one HAVING ((COUNT(*)) > 1 )
traqula one HAVING ( COUNT( * ) > "1"^^<http://www.w3.org/2001/XMLSchema#integer> )
sparqljs and HAVING (((COUNT(*)) > 1 ) && (?grade < 3 ))
traqula and HAVING ( ( COUNT( * ) > "1"^^<http://www.w3.org/2001/XMLSchema#integer> ) && ( ?grade < "3"^^<http://www.w3.org/2001/XMLSchema#integer> ) )
sparqljs two SyntaxError
traqula two is read
sparqljs one is read
traqula one is read
sparqljs and is read
traqula and is read
SEEN
