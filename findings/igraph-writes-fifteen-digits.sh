#!/usr/bin/env bash
# igraph: GraphML and GML that it writes have numbers with 15 digits, so identifiers of 16 digits become others.
#
# Versions: igraph 1.0.0 (Python); networkx 3.6.1 reads what was written.
# Expected: GraphML (Primer, 2.4.2) has int and long for whole numbers, and a Python integer is one. Where a number is
#   written as a double, 17 digits are needed to give back the same double (IEEE 754-2008, 5.12.2).
# Seen: 4000123412341231, an account, is written as 4.00012341234123e+15, which is ...230. Two accounts that differ in
#   the last digit are one. Of 0.1 + 0.2 the last digits are cut in the same way. The graph in memory is right, so a test
#   before the export finds nothing. No error. Ten digits (the control) stay, and so does a text of digits.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  igraph==1.0.0 networkx==3.6.1
cd "$folder"
venv/bin/python - <<'PYTHON' | tee seen.txt
import igraph
import networkx

graph = igraph.Graph(4)
graph.vs["account"] = [4000123412341231, 4000123412341232, 4000123412, 7]
graph.vs["text"] = [str(each) for each in graph.vs["account"]]
graph.vs["sum"] = [0.1 + 0.2, 0.3, 0.5, 1.0]
print("in memory", graph.vs["account"], graph.vs["sum"][0] == 0.3)
graph.write_graphml("graph.graphml")
graph.write_gml("graph.gml")
for name, back in (
    ("graphml by igraph", [node.attributes() for node in igraph.Graph.Read_GraphML("graph.graphml").vs]),
    ("graphml by networkx", [data for _, data in networkx.read_graphml("graph.graphml").nodes(data=True)]),
    ("gml by networkx", [data for _, data in networkx.read_gml("graph.gml", label="id").nodes(data=True)]),
):
    print(name, [f"{int(data['account'])} {data['text']}" for data in back], back[0]["sum"] == back[1]["sum"])
PYTHON
diff seen.txt - <<'SEEN'
in memory [4000123412341231, 4000123412341232, 4000123412, 7] False
graphml by igraph ['4000123412341230 4000123412341231', '4000123412341230 4000123412341232', '4000123412 4000123412', '7 7'] True
graphml by networkx ['4000123412341230 4000123412341231', '4000123412341230 4000123412341232', '4000123412 4000123412', '7 7'] True
gml by networkx ['4000123412341230 4000123412341231', '4000123412341230 4000123412341232', '4000123412 4000123412', '7 7'] True
SEEN
