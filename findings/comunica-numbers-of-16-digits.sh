#!/usr/bin/env bash
# Comunica: two different integers of 16 digits are equal, and large decimals become literals that are no decimals.
#
# Versions: @comunica/query-sparql-rdfjs 5.4.1, n3 2.13.12; rdflib 7.6.0 as peer.
# Expected: SPARQL 1.1 (17.3): "=" of integers is op:numeric-equal. XML Schema 1.1 (part 2, 5.4): every processor has at
#   least 16 digits of decimal, and integers are decimals; 3.3.3: a decimal has no exponent.
# Seen: every number goes through a double. 9007199254740993 = 9007199254740992 is true, a FILTER finds both accounts,
#   the sum of the first and 0 is the other, and MAX is not the greater one. A large product is
#   "1.2345678901234568e+21"^^xsd:decimal: ill-typed, so the next program has no number. 0.1 + 0.2 = 0.3 (the control)
#   is true. No error. That all numbers are doubles is comunica/sparqlee issue 45, closed.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12 >/dev/null
cat > data.ttl <<'DATA'
@prefix : <https://example.org/> .
:a :account 9007199254740992 . :b :account 9007199254740993 .
DATA
cat > queries.txt <<'QUERIES'
SELECT ?what { ?what :account ?number FILTER(?number = 9007199254740992) }
SELECT (?number + 0 AS ?same) { :b :account ?number }
SELECT (MAX(?number) AS ?most) (MIN(?number) AS ?least) { ?what :account ?number }
SELECT (?x * 1000 AS ?large) (DATATYPE(?x * 1000) AS ?type) { VALUES ?x { 1234567890123456789.5 } }
SELECT (0.1 + 0.2 = 0.3 AS ?same) {}
QUERIES
cat > by_python.py <<'PYTHON'
import rdflib

PREFIXES = "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


def told(result):
    if isinstance(result, bool):
        return str(result).lower()
    rows = [" ".join("-" if value is None else short(str(value)) for value in row) for row in result]
    return " | ".join(sorted(rows)) or "nothing"


def short(text):
    return text.replace("https://example.org/", ":").replace("http://www.w3.org/2001/XMLSchema#", "xsd:")


def by_rdflib(query):
    data = rdflib.Graph()
    data.parse("data.ttl", format="turtle")
    result = data.query(PREFIXES + query)
    return told(result.askAnswer if result.type == "ASK" else list(result))


for number, query in enumerate(open("queries.txt").read().splitlines(), 1):
    print(number, "rdflib:", by_rdflib(query))
PYTHON
cat > by_comunica.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql-rdfjs";
import { Parser, Store } from "n3";

const prefixes = "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ";
const store = new Store(new Parser({ format: "application/trig" }).parse(readFileSync("data.ttl", "utf8")));
const short = (text) => text.replace("https://example.org/", ":").replace("http://www.w3.org/2001/XMLSchema#", "xsd:");
const told = (rows) => rows.map((row) => row.map((term) => (term ? short(term.value) : "-")).join(" "));

async function answer(query) {
  const result = await new QueryEngine().query(prefixes + query, { sources: [store] });
  if (result.resultType === "boolean") return [String(await result.execute())];
  const rows = await (await result.execute()).toArray();
  if (result.resultType === "quads") return told(rows.map((each) => [each.subject, each.predicate, each.object]));
  const names = (await result.metadata()).variables.map((each) => (each.variable ?? each).value);
  return told(rows.map((row) => names.map((name) => row.get(name))));
}

for (const [index, query] of readFileSync("queries.txt", "utf8").trim().split("\n").entries()) {
  console.log(index + 1, "comunica:", (await answer(query)).sort().join(" | ") || "nothing");
}
SCRIPT
{ venv/bin/python by_python.py; node by_comunica.mjs; } | sort -s -n -k 1,1 | tee seen.txt
diff seen.txt - <<'SEEN'
1 rdflib: :a
1 comunica: :a | :b
2 rdflib: 9007199254740993
2 comunica: 9007199254740992
3 rdflib: 9007199254740993 9007199254740992
3 comunica: 9007199254740992 9007199254740992
4 rdflib: 1234567890123456789500.0 xsd:decimal
4 comunica: 1.2345678901234568e+21 xsd:decimal
5 rdflib: true
5 comunica: true
SEEN
