#!/usr/bin/env bash
# rdflib: in SPARQL an error && false is an error, so rows are lost if the condition that has no value stands first.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (17.2, Filter Evaluation): "A logical-and that encounters an error on only one branch will return
#   ... FALSE if the other branch is FALSE", and its table has E && F = F. So "not (over before today and archived)"
#   holds for a project that has no end and is open.
# Seen: FILTER(!(?end < 2026 && ?state = "archived")) drops it, FILTER(!(?state = "archived" && ?end < 2026)) keeps it:
#   the order of the operands decides. Nothing says so. "||" (the control) is right in both orders.
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

DATA = """@prefix : <https://example.org/> .
:old :state "archived" ; :end 2020 . :open :state "open" . :both :state "open" ; :end 2020 .
"""
FILTERS = [
    '!(?end < 2026 && ?state = "archived")',
    '!(?state = "archived" && ?end < 2026)',
    '?end > 2026 || ?state = "open"',
    '?state = "open" || ?end > 2026',
]
graph = rdflib.Graph().parse(data=DATA, format="turtle")
store = pyoxigraph.Store()
store.load(DATA.encode(), pyoxigraph.RdfFormat.TURTLE)
for each in FILTERS:
    query = "PREFIX : <https://example.org/> "
    query += f"SELECT ?what {{ ?what :state ?state OPTIONAL {{ ?what :end ?end }} FILTER({each}) }}"
    by_rdflib = sorted(str(row[0]).split("/")[-1] for row in graph.query(query))
    by_pyoxigraph = sorted(row[0].value.split("/")[-1] for row in store.query(query))
    print(f"{each}. rdflib: {' '.join(by_rdflib)}; pyoxigraph: {' '.join(by_pyoxigraph)}")
PYTHON
venv/bin/python compare.py | tee seen.txt
diff seen.txt - <<'SEEN'
!(?end < 2026 && ?state = "archived"). rdflib: both; pyoxigraph: both open
!(?state = "archived" && ?end < 2026). rdflib: both open; pyoxigraph: both open
?end > 2026 || ?state = "open". rdflib: both open; pyoxigraph: both open
?state = "open" || ?end > 2026. rdflib: both open; pyoxigraph: both open
SEEN
