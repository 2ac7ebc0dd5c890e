#!/usr/bin/env bash
# networkx: an edge list or adjacency list of IRIs with "#" loses its edges, and so do names with a blank.
#
# Versions: networkx 3.6.1.
# Expected: the documentation of write_adjlist: the format is for "nodes that can be meaningfully represented as
#   strings", and what it writes, read_adjlist reads. IRIs of RDF vocabularies have a "#" in them as often as not.
# Seen: the reader takes "#" for the beginning of a comment wherever it stands, which the writer does not mind. From an
#   edge between two such IRIs nothing is left; where only the second has it, the edge goes to an IRI that is cut off.
#   A name with a blank becomes two nodes, or its edge is gone. No error. IRIs without "#", and the same graph as
#   GraphML (the controls), are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  networkx==3.6.1
cd "$folder"
venv/bin/python - <<'PYTHON' | tee seen.txt
import networkx

EDGES = {
    "slash": ("https://example.org/ann", "https://example.org/ben"),
    "both": ("https://example.org/staff#ann", "https://example.org/staff#ben"),
    "second": ("https://example.org/ann", "https://example.org/staff#ben"),
    "blank": ("ann lee", "ben"),
}
for name, edge in EDGES.items():
    graph = networkx.DiGraph([edge])
    networkx.write_adjlist(graph, "list.adj")
    networkx.write_edgelist(graph, "list.edges", data=False)
    networkx.write_graphml(graph, "list.graphml")
    print(name, "adjacency", *networkx.read_adjlist("list.adj", create_using=networkx.DiGraph).edges())
    print(name, "edges", *networkx.read_edgelist("list.edges", data=False, create_using=networkx.DiGraph).edges())
    print(name, "graphml", *networkx.read_graphml("list.graphml").edges())
PYTHON
diff seen.txt - <<'SEEN'
slash adjacency ('https://example.org/ann', 'https://example.org/ben')
slash edges ('https://example.org/ann', 'https://example.org/ben')
slash graphml ('https://example.org/ann', 'https://example.org/ben')
both adjacency
both edges
both graphml ('https://example.org/staff#ann', 'https://example.org/staff#ben')
second adjacency ('https://example.org/ann', 'https://example.org/staff')
second edges ('https://example.org/ann', 'https://example.org/staff')
second graphml ('https://example.org/ann', 'https://example.org/staff#ben')
blank adjacency ('ann', 'lee') ('ann', 'ben')
blank edges ('ann', 'lee')
blank graphml ('ann lee', 'ben')
SEEN
