#!/usr/bin/env bash
# networkx: GEXF of a graph in which one node has the size 5 and the next 5.5 cannot be read; the other way about it can.
#
# Versions: networkx 3.6.1.
# Expected: GEXF 1.2 (Primer, attributes): an attribute is declared once with one type, and the values of all nodes are of this
#   type. A writer that meets 5 and 5.5 declares a double, or two attributes; what it writes it reads.
# Seen: the kind of the first value decides. 5 makes it a "long", so 5.5 and "n/a" of later nodes are values that are no
#   long; reading ends with an error of int(), and the whole graph is lost to networkx. With 5.5 as the first (the
#   control) all is read. The order in which nodes were added decides whether an export can be opened. No error or
#   warning in writing. GraphML (the control) declares both kinds.
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

for sizes in ((5, 5.5), (5.5, 5), (5, "n/a")):
    graph = networkx.Graph()
    for number, size in enumerate(sizes):
        graph.add_node(f"n{number}", size=size)
    networkx.write_gexf(graph, "graph.gexf")
    networkx.write_graphml(graph, "graph.graphml")
    declared = re.findall(r'title="size" type="(\w+)"', open("graph.gexf").read())
    for form, read in (("gexf", networkx.read_gexf), ("graphml", networkx.read_graphml)):
        try:
            print(sizes, form, [data["size"] for _, data in sorted(read(f"graph.{form}").nodes(data=True))])
        except ValueError as error:
            print(sizes, form, declared, error)
PYTHON
diff seen.txt - <<'SEEN'
(5, 5.5) gexf ['long'] invalid literal for int() with base 10: '5.5'
(5, 5.5) graphml [5, 5.5]
(5.5, 5) gexf [5.5, 5.0]
(5.5, 5) graphml [5.5, 5]
(5, 'n/a') gexf ['long'] invalid literal for int() with base 10: 'n/a'
(5, 'n/a') graphml [5, 'n/a']
SEEN
