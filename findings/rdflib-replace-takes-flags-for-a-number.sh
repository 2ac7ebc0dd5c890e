#!/usr/bin/env bash
# rdflib: the flags of SPARQL's REPLACE say how many matches are replaced, and nothing else.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (17.4.3.15): REPLACE(text, pattern, replacement, flags) is fn:replace of XPath, which replaces
#   all matches; with "i" letters of either case match.
# Seen: with "i" capital letters do not match, and at most two matches are replaced; with "m" at most eight. It is the
#   number of the flag in Python's "re", given where re.sub takes the count. Names stay in a text that was to be freed
#   of them. Without flags (the control) all is right, and REGEX knows "i". It is RDFLib/rdflib
#   issue 3511, open.
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
DATA = """@prefix : <https://example.org/> . :note :text "Ann, ann, ANN and ann and ann" .
"""
QUERIES = {
    "with i": 'SELECT (REPLACE(?text, "ann", "N.", "i") AS ?r) { ?note :text ?text }',
    "with m": 'SELECT (REPLACE("1 2 3 4 5 6 7 8 9 10", " ", "", "m") AS ?r) { }',
    "no flags": 'SELECT (REPLACE(?text, "ann", "N.") AS ?r) { ?note :text ?text }',
    "regex": 'SELECT (REGEX("ANN", "ann", "i") AS ?r) { }',
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
with i. rdflib: Ann, N., ANN and N. and ann; pyoxigraph: N., N., N. and N. and N.
with m. rdflib: 123456789 10; pyoxigraph: 12345678910
no flags. rdflib: Ann, N., ANN and N. and N.; pyoxigraph: Ann, N., ANN and N. and N.
regex. rdflib: true; pyoxigraph: true
SEEN
