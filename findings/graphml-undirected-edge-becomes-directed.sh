#!/usr/bin/env bash
# graphology, igraph: an edge that its GraphML file calls undirected is directed.
#
# Versions: graphology-graphml 0.5.2 with graphology 0.26.0 (npm), igraph 1.0.0 (Python); networkx 3.6.1 as peer.
# Expected: GraphML Primer (2.3.3, Declaring an Edge): an edge may say directed="true" or "false", and this overwrites
#   the edgedefault of its graph. So a file about a team has "reports to" as directed edges and "works with" as one that
#   goes both ways. graphology has mixed graphs.
# Seen: both read "works with" as an edge from Ann to Ben, so Ben has no neighbour to go to, and who is central is
#   decided by the order of two names. No error. The peer, which has no mixed graphs, refuses the file and says so. In a
#   graph whose edgedefault is undirected (the control) the edge is undirected in all.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  igraph==1.0.0 networkx==3.6.1
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts graphology-graphml@0.5.2 graphology@0.26.0 >/dev/null
cat > mixed.graphml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <graph edgedefault="directed">
    <node id="ann"/><node id="ben"/><node id="cem"/>
    <edge id="boss" source="ann" target="cem"/>
    <edge id="with" source="ann" target="ben" directed="false"/>
  </graph>
</graphml>
XML
sed 's/edgedefault="directed"/edgedefault="undirected"/' mixed.graphml > undirected.graphml
cat > read.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import Graph from "graphology";
import { parse } from "graphology-graphml";

for (const name of ["mixed", "undirected"]) {
  const graph = parse(Graph, readFileSync(`${name}.graphml`, "utf8"));
  console.log(name, "graphology: with is", graph.isUndirected("with") ? "undirected" : "directed", "- from ben:",
    graph.outNeighbors("ben").concat(graph.undirectedNeighbors("ben")).join(" ") || "nobody");
}
SCRIPT
cat > read.py <<'PYTHON'
import igraph
import networkx

for name in ("mixed", "undirected"):
    graph = igraph.Graph.Read_GraphML(f"{name}.graphml")
    ben = graph.vs.find(id="ben").index
    print(name, "igraph: from ben:", *[graph.vs[each]["id"] for each in graph.neighbors(ben, mode="out")] or ["nobody"])
    try:
        print(name, "networkx: from ben:", *networkx.read_graphml(f"{name}.graphml").adj["ben"])
    except networkx.NetworkXError as error:
        print(name, "networkx:", error)
PYTHON
{ node read.mjs; venv/bin/python read.py; } | sort | tee seen.txt
diff seen.txt - <<'SEEN'
mixed graphology: with is directed - from ben: nobody
mixed igraph: from ben: nobody
mixed networkx: directed=false edge found in directed graph.
undirected graphology: with is undirected - from ben: ann
undirected igraph: from ben: ann
undirected networkx: from ben: ann
SEEN
