#!/usr/bin/env bash
# graphology-graphml: a department that holds roles takes the level of the last of them, and defaults are texts.
#
# Versions: graphology-graphml 0.5.2, graphology 0.26.0; networkx 3.4.2 as peer for the other two files.
# Expected: GraphML (nested graphs): a node may hold a graph, whose nodes have data of their own; data belongs to the element
#   it stands in. An attribute has a type (attr.type, "the domain for the values"), its default as well, and "for" is one of
#   all, graph, node, edge and port.
# Seen: the data of the innermost nodes is written to all nodes around them, over their own, without an error. Level 1 from a
#   default is the text "1" beside the number 3, so sorting and filtering fail. A key for="all" ends in a TypeError. Data
#   behind a department without roles, and keys for="node" (the controls), are read as they should.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check networkx==3.4.2
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts graphology@0.26.0 graphology-graphml@0.5.2 >/dev/null
chart() { echo "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">$1<graph edgedefault=\"directed\">$2</graph></graphml>"; }
key='<key id="level" for="node" attr.name="level" attr.type="int"/>'
chart "$key" '<node id="Archive"><data key="level">1</data><graph edgedefault="directed"><node id="Keeper"><data key="level">3</data></node></graph></node>' > nested.graphml
chart "$key" '<node id="Archive"><data key="level">1</data></node><node id="Keeper"><data key="level">3</data></node>' > flat.graphml
chart "${key/\/>/><default>1</default></key>}" '<node id="Archive"/><node id="Keeper"><data key="level">3</data></node>' > default.graphml
chart "${key/node/all}" '<node id="Keeper"><data key="level">3</data></node>' > all.graphml
cat > read.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import Graph from "graphology";
import graphml from "graphology-graphml";

for (const name of ["flat", "nested", "default", "all"]) {
  try {
    const nodes = graphml.parse(Graph, readFileSync(`${name}.graphml`, "utf8")).mapNodes((node, { level }) => `${node} ${JSON.stringify(level)}`);
    console.log("graphology", name + ":", nodes.join(", "));
  } catch (problem) {
    console.log("graphology", name + ":", problem.constructor.name);
  }
}
SCRIPT
{
  node read.mjs
  venv/bin/python -c '
import networkx
for name in ("flat", "all"):
    nodes = networkx.read_graphml(f"{name}.graphml").nodes(data="level")
    print("networkx  ", name + ":", ", ".join(f"{node} {level!r}" for node, level in nodes))'
} | tee seen.txt
diff seen.txt - <<'SEEN'
graphology flat: Archive 1, Keeper 3
graphology nested: Archive 3, Keeper 3
graphology default: Archive "1", Keeper 3
graphology all: TypeError
networkx   flat: Archive 1, Keeper 3
networkx   all: Keeper 3
SEEN
