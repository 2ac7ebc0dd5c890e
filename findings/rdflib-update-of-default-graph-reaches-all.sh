#!/usr/bin/env bash
# rdflib: CLEAR DEFAULT, DELETE DATA and MOVE TO DEFAULT of SPARQL Update also delete from the named graphs.
#
# Versions: rdflib 7.6.0 (Dataset, default settings); pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 Update (3.1.2, DELETE DATA; 3.1.3.3, DELETE WHERE; 3.1.5, CLEAR; 3.2.4, MOVE): without GRAPH the
#   default graph is meant, with NAMED all others. MOVE puts the statements of one graph in the place of another's.
# Seen: CLEAR DEFAULT and CLEAR NAMED each empty the whole dataset, and after MOVE :g TO DEFAULT nothing is left at all.
#   DELETE DATA and DELETE WHERE without GRAPH take the statement from each graph that has it; DELETE WHERE
#   with GRAPH ?g takes nothing. No error. default_union is off, and a query of the same dataset (the control) sees the
#   default graph only. CLEAR GRAPH :g is right. CLEAR DEFAULT is RDFLib/rdflib issue 1275, open since 2021.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
cat > update.py <<'PYTHON'
import pyoxigraph
import rdflib

DATA = """@prefix : <https://example.org/> .
:door :state "open" . :door :owner :ann .
:draft { :door :state "open" . :wall :state "new" . }
"""
UPDATES = [
    "CLEAR DEFAULT",
    "CLEAR NAMED",
    "CLEAR GRAPH :draft",
    "MOVE :draft TO DEFAULT",
    'DELETE DATA { :door :state "open" }',
    "DELETE WHERE { ?thing :state ?state }",
    "DELETE WHERE { GRAPH ?graph { ?thing :state ?state } }",
]
PREFIX = "PREFIX : <https://example.org/> "


def told(graphs):
    return f"{sum(graph == 'default' for graph in graphs)} + {sum(graph != 'default' for graph in graphs)}"


def by_rdflib(update):
    dataset = rdflib.Dataset()
    dataset.parse(data=DATA, format="trig")
    seen = len(dataset.query("SELECT * { ?s ?p ?o }"))
    dataset.update(PREFIX + update)
    default = {None, rdflib.graph.DATASET_DEFAULT_GRAPH_ID}
    return seen, told(["default" if graph in default else graph for _, _, _, graph in dataset.quads()])


def by_pyoxigraph(update):
    store = pyoxigraph.Store()
    store.load(DATA.encode(), pyoxigraph.RdfFormat.TRIG)
    store.update(PREFIX + update)
    default = pyoxigraph.DefaultGraph()
    return told(["default" if quad.graph_name == default else quad.graph_name for quad in store])


print("statements in the default graph + in :draft, 2 + 2 before")
for update in UPDATES:
    seen, left = by_rdflib(update)
    print(f"{update}: rdflib {left}; pyoxigraph {by_pyoxigraph(update)}; a query sees {seen}")
PYTHON
venv/bin/python update.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
statements in the default graph + in :draft, 2 + 2 before
CLEAR DEFAULT: rdflib 0 + 0; pyoxigraph 0 + 2; a query sees 2
CLEAR NAMED: rdflib 0 + 0; pyoxigraph 2 + 0; a query sees 2
CLEAR GRAPH :draft: rdflib 2 + 0; pyoxigraph 2 + 0; a query sees 2
MOVE :draft TO DEFAULT: rdflib 0 + 0; pyoxigraph 2 + 0; a query sees 2
DELETE DATA { :door :state "open" }: rdflib 1 + 1; pyoxigraph 1 + 2; a query sees 2
DELETE WHERE { ?thing :state ?state }: rdflib 1 + 1; pyoxigraph 1 + 2; a query sees 2
DELETE WHERE { GRAPH ?graph { ?thing :state ?state } }: rdflib 2 + 2; pyoxigraph 2 + 0; a query sees 2
SEEN
