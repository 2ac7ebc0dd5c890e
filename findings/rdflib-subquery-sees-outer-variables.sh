#!/usr/bin/env bash
# rdflib: a subquery sees variables that are not its own, so a count over all becomes a count over one.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (12, Subqueries): they are evaluated first, and their results are "projected up to
#   the outer query". A variable that a subquery does not select is not visible outside: ?days in it is another ?days.
# Seen: where a pattern stands before the subquery, its values are put into it. The longest absence of all becomes each
#   one's own, and the number of all becomes 1 in each row, without an error. With the subquery first (the control),
#   as query planners may order it, the same engine gives the right answer.
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
:ann :days 5 . :ben :days 7 . :cem :days 1 .
"""
QUERIES = {
    "subquery last": "SELECT ?who ?most { ?who :days ?days { SELECT (MAX(?days) AS ?most) { ?x :days ?days } } }",
    "number": "SELECT ?who ?n { ?who :days ?days { SELECT (COUNT(*) AS ?n) { ?x :days ?days } } }",
    "subquery first": "SELECT ?who ?most { { SELECT (MAX(?days) AS ?most) { ?x :days ?days } } ?who :days ?days }",
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
subquery last. rdflib: :ann 5 | :ben 7 | :cem 1; pyoxigraph: :ann 7 | :ben 7 | :cem 7
number. rdflib: :ann 1 | :ben 1 | :cem 1; pyoxigraph: :ann 3 | :ben 3 | :cem 3
subquery first. rdflib: :ann 7 | :ben 7 | :cem 7; pyoxigraph: :ann 7 | :ben 7 | :cem 7
SEEN
