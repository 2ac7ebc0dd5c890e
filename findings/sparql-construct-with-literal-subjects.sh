#!/usr/bin/env bash
# rdflib, Comunica: CONSTRUCT gives triples whose subject is a number, and whose predicate is a text.
#
# Versions: rdflib 7.6.0, @comunica/query-sparql-rdfjs 5.4.1; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (16.2, CONSTRUCT): if an instance of the template has "an illegal RDF construct, such as a
#   literal in subject or predicate position, then that triple is not included in the output RDF graph". So a template
#   that turns statements round, { ?value :isValueOf ?thing }, gives the triples that RDF has.
# Seen: both give all of them. What is written from that graph is refused by readers of Turtle, or, where it is kept in
#   memory, found by queries that the same data in a file does not answer. A template with an unbound variable (the
#   control) leaves its triple out in all.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12 >/dev/null
cat > data.ttl <<'DATA'
@prefix : <https://example.org/> .
:desk :partOf :room ; :width 80 ; :label "Desk" .
DATA
cat > queries.txt <<'QUERIES'
CONSTRUCT { ?value :isValueOf ?thing } WHERE { ?thing :partOf|:width ?value }
CONSTRUCT { ?thing ?label :yes } WHERE { ?thing :label ?label }
CONSTRUCT { ?thing :other ?other } WHERE { ?thing :label ?label OPTIONAL { ?thing :none ?other } }
QUERIES
cat > by_python.py <<'PYTHON'
import pyoxigraph
import rdflib

PREFIXES = "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


def told(result):
    if isinstance(result, bool):
        return str(result).lower()
    rows = [" ".join("-" if value is None else short(str(value)) for value in row) for row in result]
    return " | ".join(sorted(rows)) or "nothing"


def short(text):
    return text.replace("https://example.org/", ":").replace("http://www.w3.org/2001/XMLSchema#", "xsd:")


def by_pyoxigraph(query):
    store = pyoxigraph.Store()
    store.load(path="data.ttl", format=pyoxigraph.RdfFormat.TURTLE)
    result = store.query(PREFIXES + query)
    if isinstance(result, pyoxigraph.QueryBoolean):
        return told(bool(result))
    if isinstance(result, pyoxigraph.QueryTriples):
        return told([[plain(term) for term in triple] for triple in result])
    return told([[plain(term) for term in row] for row in result])


def plain(term):
    return term and term.value


def by_rdflib(query):
    data = rdflib.Graph()
    data.parse("data.ttl", format="turtle")
    result = data.query(PREFIXES + query)
    return told(result.askAnswer if result.type == "ASK" else list(result))


for number, query in enumerate(open("queries.txt").read().splitlines(), 1):
    print(number, "pyoxigraph:", by_pyoxigraph(query))
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
1 pyoxigraph: :room :isValueOf :desk
1 rdflib: 80 :isValueOf :desk | :room :isValueOf :desk
1 comunica: 80 :isValueOf :desk | :room :isValueOf :desk
2 pyoxigraph: nothing
2 rdflib: :desk Desk :yes
2 comunica: :desk Desk :yes
3 pyoxigraph: nothing
3 rdflib: nothing
3 comunica: nothing
SEEN
