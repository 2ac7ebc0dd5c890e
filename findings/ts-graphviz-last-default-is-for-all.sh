#!/usr/bin/env bash
# ts-graphviz: the second "node [...]" of a chart holds for the nodes before it as well.
#
# Versions: ts-graphviz 3.0.7; pydot 4.0.1 as peer.
# Expected: the DOT language (graphviz.org): attr_stmt is one of the statements of stmt_list, at any place and any number of
#   times. A default holds for what is defined after it, until it is set anew, so vacant roles can be drawn dashed by a
#   default before them.
# Seen: no error. All defaults of a graph become one, with the last value, at its head: the roles that are held are dashed
#   too. Edges behave alike. A default at the head, and attributes of a node itself (the controls), are kept.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pydot==4.0.1
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ts-graphviz@3.0.7 >/dev/null
cat > charts.txt <<'DOT'
digraph { node [style=solid]; Keeper; Clerk; node [style=dashed]; Lead }
digraph { edge [color=black]; Keeper -> Clerk; edge [color=gray]; Clerk -> Lead }
digraph { node [style=solid]; Keeper; Clerk; Lead [style=dashed] }
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
ts-graphviz digraph { node [ style = "dashed"; ]; "Keeper"; "Clerk"; "Lead"; }
ts-graphviz digraph { edge [ color = "gray"; ]; "Keeper" -> "Clerk"; "Clerk" -> "Lead"; }
ts-graphviz digraph { node [ style = "solid"; ]; "Keeper"; "Clerk"; "Lead" [ style = "dashed"; ]; }
pydot       digraph { node [style=solid]; Keeper; Clerk; node [style=dashed]; Lead; }
pydot       digraph { edge [color=black]; Keeper -> Clerk; edge [color=gray]; Clerk -> Lead; }
pydot       digraph { node [style=solid]; Keeper; Clerk; Lead [style=dashed]; }
SEEN
