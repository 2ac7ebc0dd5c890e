#!/usr/bin/env bash
# rdflib: in a circle, a path with "*" answers its start twice, and whoever counts gets one too many.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (9.4; 18.4, ZeroOrMorePath and ALP): each node that such a path reaches is answered once;
#   a node that was visited is not visited again. So in a circle of three, :ann :reportsTo* ?x has three answers.
# Seen: four: the start by zero steps, and the start again at the end of the circle. A chain in brackets,
#   (:a/:b)*, does the same. COUNT(*), SUM, and a GROUP BY over the path count it twice; without a circle (the control)
#   the answers are right, so it shows only with data. "+" is right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
cat > compare.py <<'PYTHON'
import pyoxigraph
import rdflib

BASE = "https://example.org/"
PREFIXES = "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
DATA = """@prefix : <https://example.org/> .
:ann :reportsTo :ben ; :days 5 . :ben :reportsTo :cem ; :days 7 . :cem :reportsTo :ann ; :days 1 .
:eve :reportsTo :fay . :fay :reportsTo :gus .
"""
QUERIES = {
    "circle": "SELECT ?x { :ann :reportsTo* ?x }",
    "sum": "SELECT (SUM(?d) AS ?n) { :ann :reportsTo* ?x . ?x :days ?d }",
    "backwards": "SELECT (COUNT(*) AS ?n) { ?x :reportsTo* :ann }",
    "no circle": "SELECT ?x { :eve :reportsTo* ?x }",
    "plus": "SELECT ?x { :ann :reportsTo+ ?x }",
}


def rows_of_rdflib(query):
    graph = rdflib.Graph().parse(data=DATA, format="turtle")
    return [[None if value is None else str(value) for value in row] for row in graph.query(PREFIXES + query)]


def rows_of_pyoxigraph(query):
    store = pyoxigraph.Store()
    store.load(DATA.encode(), pyoxigraph.RdfFormat.TURTLE)
    return [[value and value.value for value in row] for row in store.query(PREFIXES + query)]


def told(rows):
    return " | ".join(sorted(" ".join(value or "-" for value in row).replace(BASE, ":") for row in rows))


for name, query in QUERIES.items():
    print(f"{name}. rdflib: {told(rows_of_rdflib(query))}; pyoxigraph: {told(rows_of_pyoxigraph(query))}")
PYTHON
venv/bin/python compare.py | tee seen.txt
diff seen.txt - <<'SEEN'
circle. rdflib: :ann | :ann | :ben | :cem; pyoxigraph: :ann | :ben | :cem
sum. rdflib: 18; pyoxigraph: 13
backwards. rdflib: 4; pyoxigraph: 3
no circle. rdflib: :eve | :fay | :gus; pyoxigraph: :eve | :fay | :gus
plus. rdflib: :ann | :ben | :cem; pyoxigraph: :ann | :ben | :cem
SEEN
