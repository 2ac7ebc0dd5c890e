#!/usr/bin/env bash
# networkx: in GEXF the "type" of an edge, as reportsTo, is lost, and the file is no GEXF.
#
# Versions: networkx 3.6.1.
# Expected: GEXF 1.2 (Primer, edges): the type of an edge element is directed, undirected or mutual, and says
#   nothing else. What the data calls "type" is an attribute of the edge and goes into attvalues, as "since" does.
# Seen: each "type" is written into that place whatever it says, which the schema of GEXF refuses, and is passed over in
#   reading. So all kinds of links of an organization become one. A link of the kind "undirected" makes a file that
#   networkx cannot read. No error in writing. "kind" (the control) comes back, and so does "type" of a node.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  networkx==3.6.1
cd "$folder"
venv/bin/python - <<'PYTHON' | tee seen.txt
import re

import networkx

for name, value in (("kind", "reportsTo"), ("type", "reportsTo"), ("type", "undirected")):
    graph = networkx.DiGraph()
    graph.add_node("ann", type="Person")
    graph.add_edge("ann", "ben", since=2020, **{name: value})
    networkx.write_gexf(graph, "graph.gexf")
    print(name, value, "->", *re.findall(r"<edge [^>]*>", open("graph.gexf").read()))
    try:
        back = networkx.read_gexf("graph.gexf")
        print(" read:", back.nodes["ann"].get("type"), back.edges["ann", "ben"].get(name), back.edges["ann", "ben"]["since"])
    except networkx.NetworkXError as error:
        print(" read:", error)
PYTHON
diff seen.txt - <<'SEEN'
kind reportsTo -> <edge source="ann" target="ben" id="0">
 read: Person reportsTo 2020
type reportsTo -> <edge source="ann" target="ben" id="0" type="reportsTo">
 read: Person None 2020
type undirected -> <edge source="ann" target="ben" id="0" type="undirected">
 read: Undirected edge found in directed graph.
SEEN
