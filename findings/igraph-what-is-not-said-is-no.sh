#!/usr/bin/env bash
# igraph: what GraphML leaves open is read as "no" and as the empty text, and what is unknown is written as "None".
#
# Versions: igraph 1.0.0 (Python); networkx 3.6.1 as peer.
# Expected: GraphML Primer (2.4.3): if no default is given, "the value of the GraphML-Attribute is undefined for the
#   graph element". igraph has None for that, and NaN for numbers.
# Seen: a person of whom the file does not say whether they agreed has agreed: False, the same as one who refused, and
#   an absent name is "". In writing, None of a boolean is "false", and None of a text is the word None, which the next
#   program takes for a name. No warning. A missing number (the control) is NaN and is left out in writing. The peer
#   leaves out what is not said.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  igraph==1.0.0 networkx==3.6.1
cd "$folder"
cat > people.graphml <<'XML'
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="a" for="node" attr.name="agreed" attr.type="boolean"/>
  <key id="n" for="node" attr.name="nickname" attr.type="string"/>
  <key id="g" for="node" attr.name="grade" attr.type="int"/>
  <graph edgedefault="directed">
    <node id="ann"><data key="a">true</data><data key="n">Annie</data><data key="g">3</data></node>
    <node id="ben"/>
  </graph>
</graphml>
XML
venv/bin/python - <<'PYTHON' | tee seen.txt
import igraph
import networkx

for node in igraph.Graph.Read_GraphML("people.graphml").vs:
    print("read by igraph", node.attributes())
for node, data in networkx.read_graphml("people.graphml").nodes(data=True):
    print("read by networkx", node, data)
graph = igraph.Graph(2, directed=True)
graph.vs["agreed"] = [True, None]
graph.vs["nickname"] = ["Annie", None]
graph.vs["grade"] = [3, None]
graph.write_graphml("written.graphml")
for node, data in networkx.read_graphml("written.graphml").nodes(data=True):
    print("written by igraph", node, data)
PYTHON
diff seen.txt - <<'SEEN'
read by igraph {'agreed': True, 'nickname': 'Annie', 'grade': 3.0, 'id': 'ann'}
read by igraph {'agreed': False, 'nickname': '', 'grade': nan, 'id': 'ben'}
read by networkx ann {'agreed': True, 'nickname': 'Annie', 'grade': 3}
read by networkx ben {}
written by igraph n0 {'agreed': True, 'nickname': 'Annie', 'grade': 3.0}
written by igraph n1 {'agreed': False, 'nickname': 'None'}
SEEN
