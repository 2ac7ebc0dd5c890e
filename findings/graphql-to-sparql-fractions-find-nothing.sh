#!/usr/bin/env bash
# graphql-to-sparql: 1.5 in a GraphQL query is an xsd:float in SPARQL, so it finds no decimal and no double of the data.
#
# Versions: graphql-to-sparql 6.1.0 with sparqlalgebrajs 4.3.8; pyoxigraph 0.5.13 answers the queries.
# Expected: GraphQL (3.5.2, Float): "double-precision finite values". Turtle (2.5.2): 1.5 is an xsd:decimal and 1.5e0 an
#   xsd:double; xsd:float has no short form, and in XML Schema (part 2, 3.2.4) it has single precision. A triple pattern
#   finds the same term only.
# Seen: { price(_:1.5) } becomes a pattern with "1.5"^^xsd:float. Nothing of prices in Turtle or JSON-LD is found, where
#   { price(_:5) } (the control) finds its integer. No error: "no results" reads like an answer. A type in the context
#   does not change it.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts graphql-to-sparql@6.1.0 sparqlalgebrajs@4.3.8 >/dev/null
cat > convert.mjs <<'SCRIPT'
import { Converter } from "graphql-to-sparql";
import { toSparql } from "sparqlalgebrajs";

const typed = { "@id": "https://example.org/price", "@type": "http://www.w3.org/2001/XMLSchema#decimal" };
for (const price of ["https://example.org/price", typed]) {
  for (const number of ["1.5", "5"]) {
    const context = { id: "@id", price, name: "https://example.org/name" };
    const algebra = await new Converter().graphqlToSparqlAlgebra(`{ price(_:${number}) name }`, context);
    console.log(toSparql(algebra).replace(/\s+/g, " ").replace(/df_\d+_\d+/g, "x"));
  }
}
SCRIPT
node convert.mjs > queries.txt
venv/bin/python - <<'PYTHON' | tee seen.txt
import pyoxigraph

store = pyoxigraph.Store()
store.load(
    """@prefix : <https://example.org/> .
:a :price 1.5 ; :name "decimal" . :b :price 1.5e0 ; :name "double" . :c :price 5 ; :name "integer" .""".encode(),
    format=pyoxigraph.RdfFormat.TURTLE,
)
for query in open("queries.txt"):
    print(query.strip())
    print(" finds", *[row["name"].value for row in store.query(query)] or ["nothing"])
PYTHON
diff seen.txt - <<'SEEN'
SELECT ?name WHERE { ?x <https://example.org/price> "1.5"^^<http://www.w3.org/2001/XMLSchema#float>; <https://example.org/name> ?name. }
 finds nothing
SELECT ?name WHERE { ?x <https://example.org/price> 5 ; <https://example.org/name> ?name. }
 finds integer
SELECT ?name WHERE { ?x <https://example.org/price> "1.5"^^<http://www.w3.org/2001/XMLSchema#float>; <https://example.org/name> ?name. }
 finds nothing
SELECT ?name WHERE { ?x <https://example.org/price> 5 ; <https://example.org/name> ?name. }
 finds integer
SEEN
