#!/usr/bin/env bash
# rdflib: TIMEZONE of SPARQL knows full hours only: +05:30 is PT5H.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (17.4.5.8) gives the time zone as an xsd:dayTimeDuration, by fn:timezone-from-dateTime. India has
#   +05:30, Nepal +05:45, Newfoundland -03:30: PT5H30M, PT5H45M, -PT3H30M.
# Seen: PT5H, PT5H and -PT3H: another time zone, 30 or 45 minutes off, as valid as the right one. +00:30 is "P0D", no
#   difference at all. TZ (the control), which gives the letters, is right.
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
"""
QUERIES = {
    "India": 'SELECT (TIMEZONE("2026-03-01T09:00:00+05:30"^^xsd:dateTime) AS ?r) { }',
    "Nepal": 'SELECT (TIMEZONE("2026-03-01T09:00:00+05:45"^^xsd:dateTime) AS ?r) { }',
    "Newfoundland": 'SELECT (TIMEZONE("2026-03-01T09:00:00-03:30"^^xsd:dateTime) AS ?r) { }',
    "half an hour": 'SELECT (TIMEZONE("2026-03-01T09:00:00+00:30"^^xsd:dateTime) AS ?r) { }',
    "letters": 'SELECT (TZ("2026-03-01T09:00:00+05:30"^^xsd:dateTime) AS ?r) { }',
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
India. rdflib: PT5H; pyoxigraph: PT5H30M
Nepal. rdflib: PT5H; pyoxigraph: PT5H45M
Newfoundland. rdflib: -PT3H; pyoxigraph: -PT3H30M
half an hour. rdflib: P0D; pyoxigraph: PT30M
letters. rdflib: +05:30; pyoxigraph: +05:30
SEEN
