#!/usr/bin/env bash
# ts-graphviz: an arrow from a role to a named department comes back as an arrow to a node called "subgraph".
#
# Versions: ts-graphviz 3.0.7; pydot 4.0.1 as peer.
# Expected: the DOT language (graphviz.org, abstract grammar): edge_stmt is "(node_id | subgraph) edgeRHS", and a subgraph may
#   begin with the word and an ID: Lead -> subgraph cluster_archive { Keeper Clerk } are arrows to both members.
# Seen: no error. The model has a node cluster_archive, a nameless subgraph with the members, and one arrow to a new node
#   named "subgraph": nobody reports to Lead any more. Braces without the word, and the subgraph on a line of its own (the
#   controls), are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pydot==4.0.1
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ts-graphviz@3.0.7 >/dev/null
cat > charts.txt <<'DOT'
digraph { Lead -> subgraph cluster_archive { Keeper Clerk } }
digraph { Lead -> { Keeper Clerk } }
digraph { subgraph cluster_archive { Keeper Clerk } Lead -> Keeper }
DOT
cat > charts.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { fromDot, toDot } from "ts-graphviz";

for (const line of readFileSync("charts.txt", "utf8").trim().split("\n")) console.log("ts-graphviz", toDot(fromDot(line)).replace(/\s+/g, " "));
SCRIPT
{
  node charts.mjs
  venv/bin/python -c '
import pydot
for line in open("charts.txt"):
    print("pydot      ", *pydot.graph_from_dot_data(line)[0].to_string().split())'
} | tee seen.txt
diff seen.txt - <<'SEEN'
ts-graphviz digraph { "cluster_archive"; subgraph { "Keeper"; "Clerk"; } "Lead" -> "subgraph"; }
ts-graphviz digraph { "Lead" -> {"Keeper" "Clerk"}; }
ts-graphviz digraph { subgraph "cluster_archive" { "Keeper"; "Clerk"; } "Lead" -> "Keeper"; }
pydot       digraph { Lead -> subgraph cluster_archive { Keeper; Clerk; }; }
pydot       digraph { Lead -> { Keeper; Clerk; }; }
pydot       digraph { subgraph cluster_archive { Keeper; Clerk; } Lead -> Keeper; }
SEEN
