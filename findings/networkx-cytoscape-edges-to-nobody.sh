#!/usr/bin/env bash
# networkx: if a node has an attribute "id", its edges in Cytoscape's JSON lead to a node that is not there.
#
# Versions: networkx 3.6.1.
# Expected: Cytoscape.js (documentation, Elements JSON): "id" of a node names it, and "source" and "target" of an edge
#   are such ids. An attribute of the data that happens to be called "id", as a staff number is, must not break this.
# Seen: cytoscape_data lets the attribute take the place of the node's name, and the edges keep the name: an edge from
#   "ann", and only "S-17" and "ben" as nodes, which the viewer refuses. In GEXF the node is renamed to its attribute,
#   so links from other files miss it. No error. The other forms differ: GraphML keeps both, node_link_data the name
#   only. An attribute "number" (the control) changes nothing.
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


def told(graph):
    return [f"{node} {data.get('team', '-')}" for node, data in sorted(graph.nodes(data=True))], sorted(graph.edges())


for name in ("id", "number"):
    graph = networkx.DiGraph()
    graph.add_node("ann", team="audit", **{name: "S-17"})
    graph.add_node("ben", team="audit")
    graph.add_edge("ann", "ben")
    networkx.write_gexf(graph, "graph.gexf")
    networkx.write_graphml(graph, "graph.graphml")
    print(name, "gexf", *told(networkx.read_gexf("graph.gexf")))
    print(name, "graphml", *told(networkx.read_graphml("graph.graphml")))
    elements = networkx.cytoscape_data(graph)["elements"]
    print(name, "cytoscape", [node["data"]["id"] for node in elements["nodes"]],
          [edge["data"]["source"] for edge in elements["edges"]])
    print(name, "node link", networkx.node_link_data(graph)["nodes"])
PYTHON
diff seen.txt - <<'SEEN'
id gexf ['S-17 audit', 'ben audit'] [('S-17', 'ben')]
id graphml ['ann audit', 'ben audit'] [('ann', 'ben')]
id cytoscape ['S-17', 'ben'] ['ann']
id node link [{'team': 'audit', 'id': 'ann'}, {'team': 'audit', 'id': 'ben'}]
number gexf ['ann audit', 'ben audit'] [('ann', 'ben')]
number graphml ['ann audit', 'ben audit'] [('ann', 'ben')]
number cytoscape ['ann', 'ben'] ['ann']
number node link [{'team': 'audit', 'number': 'S-17', 'id': 'ann'}, {'team': 'audit', 'id': 'ben'}]
SEEN
