#!/usr/bin/env bash
# rdflib: in SPARQL ?x = 1.0 finds 1 and ?x IN (1.0) does not; NOT IN lets in what it must keep out.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (17.4.1.9, 17.4.1.10): ?x IN (a, b) is equivalent to (?x = a) || (?x = b), and NOT IN to its
#   negation, so numbers are compared by their values.
# Seen: IN asks whether the terms are the same. 1 and 1.0, 1.5 and 1.50 never find each other, and NOT IN answers with
#   all of them. No error. Lists of grades or versions come from other programs, which write numbers in their own way.
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
:ann :grade 1 . :ben :grade 1.50 . :cem :grade 3 .
"""
QUERIES = {
    "equal": "SELECT ?who { ?who :grade ?grade FILTER(?grade = 1.0 || ?grade = 1.5) }",
    "in": "SELECT ?who { ?who :grade ?grade FILTER(?grade IN (1.0, 1.5)) }",
    "not in": "SELECT ?who { ?who :grade ?grade FILTER(?grade NOT IN (1.0, 1.5)) }",
    "same letters": "SELECT ?who { ?who :grade ?grade FILTER(?grade IN (1, 1.50)) }",
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
equal. rdflib: :ann | :ben; pyoxigraph: :ann | :ben
in. rdflib: ; pyoxigraph: :ann | :ben
not in. rdflib: :ann | :ben | :cem; pyoxigraph: :cem
same letters. rdflib: :ann | :ben; pyoxigraph: :ann | :ben
SEEN
