#!/usr/bin/env bash
# networkx: a node that has the default value of its GraphML file has no value.
#
# Versions: networkx 3.6.1; igraph 1.0.0 as peer.
# Expected: GraphML Primer (2.4.3, Defining GraphML-Attribute Values): if an element has no data for an attribute, and
#   the attribute has a default, "this default value is applied to the graph element". A file that says default "open"
#   and marks the two closed rooms says of all others that they are open.
# Seen: the other nodes lack the attribute, so a search for open rooms finds none. The default lies in the attributes of
#   the graph under "node_default", where no function of the package looks but the writer; so in a file that was only
#   read and written the default is still there, and such a test finds nothing. No error. A value that stands at the
#   node (the control) is there. The peer applies the default.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  igraph==1.0.0 networkx==3.6.1
cd "$folder"
cat > rooms.graphml <<'XML'
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="s" for="node" attr.name="state" attr.type="string"><default>open</default></key>
  <graph edgedefault="directed">
    <node id="hall"/><node id="cellar"><data key="s">closed</data></node>
    <edge source="hall" target="cellar"/>
  </graph>
</graphml>
XML
venv/bin/python - <<'PYTHON' | tee seen.txt
import igraph
import networkx

graph = networkx.read_graphml("rooms.graphml")
print("networkx", dict(graph.nodes(data="state")), graph.graph)
networkx.write_graphml(graph, "again.graphml")
for name in ("rooms.graphml", "again.graphml"):
    print("igraph", name, {node["id"]: node["state"] for node in igraph.Graph.Read_GraphML(name).vs})
print("<default>" in open("again.graphml").read())
PYTHON
diff seen.txt - <<'SEEN'
networkx {'hall': None, 'cellar': 'closed'} {'node_default': {'state': 'open'}, 'edge_default': {}}
igraph rooms.graphml {'hall': 'open', 'cellar': 'closed'}
igraph again.graphml {'hall': 'open', 'cellar': 'closed'}
True
SEEN
