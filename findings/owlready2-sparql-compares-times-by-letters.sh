#!/usr/bin/env bash
# Owlready2: its SPARQL engine compares times by their letters, so a time zone changes the order of events.
#
# Versions: owlready2 0.51; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (17.3): "<" and ">" of two xsd:dateTime are op:dateTime-less-than and -greater-than of XPath, so
#   2026-03-01T00:30:00+02:00, which is 22:30 of the day before in UTC, is before 2026-02-28T23:00:00Z.
# Seen: it is "after" it: FILTER finds the wrong event, ORDER BY and MAX call it the last. The values come back as right
#   Python datetimes, which say the contrary when they are compared. Times of one zone (the control) are in order.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  owlready2==0.51 pyoxigraph==0.5.13
cd "$folder"
cat > ontology.nt <<'TRIPLES'
<https://example.org/o> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#Ontology> .
<https://example.org/o#at> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#DatatypeProperty> .
<https://example.org/o#early> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#NamedIndividual> .
<https://example.org/o#early> <https://example.org/o#at> "2026-03-01T00:30:00+02:00"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
<https://example.org/o#late> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#NamedIndividual> .
<https://example.org/o#late> <https://example.org/o#at> "2026-02-28T23:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
<https://example.org/o#first> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#NamedIndividual> .
<https://example.org/o#first> <https://example.org/o#at> "2026-02-28T10:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
TRIPLES
cat > compare.py <<'PYTHON'
from pathlib import Path

import owlready2
import pyoxigraph

PREFIXES = "PREFIX : <https://example.org/o#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
QUERIES = {
    "after 22:45 UTC": 'SELECT ?x { ?x :at ?at FILTER(?at > "2026-02-28T22:45:00Z"^^xsd:dateTime) } ORDER BY ?at',
    "in order": "SELECT ?x { ?x :at ?at } ORDER BY ?at",
    "of one zone": 'SELECT ?x { ?x :at ?at FILTER(?at < "2026-02-28T12:00:00Z"^^xsd:dateTime) } ORDER BY ?at',
}
world = owlready2.World()
ontology = world.get_ontology(Path("ontology.nt").absolute().as_uri()).load()
store = pyoxigraph.Store()
store.load(path="ontology.nt", format=pyoxigraph.RdfFormat.N_TRIPLES)
for name, query in QUERIES.items():
    by_owlready2 = " ".join(row[0].name for row in world.sparql(PREFIXES + query))
    by_peer = " ".join(row["x"].value.partition("#")[2] for row in store.query(PREFIXES + query))
    print(f"{name}: owlready2 {by_owlready2}; pyoxigraph {by_peer}")
PYTHON
venv/bin/python compare.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
after 22:45 UTC: owlready2 late early; pyoxigraph late
in order: owlready2 first late early; pyoxigraph first early late
of one zone: owlready2 first; pyoxigraph first
SEEN
