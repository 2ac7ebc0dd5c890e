#!/usr/bin/env bash
# pyoxigraph: its N3 writer puts directions of texts and triple terms into files that its N3 parser refuses.
#
# Versions: pyoxigraph 0.5.13.
# Expected: the grammar of Notation3 (W3C N3 community group, LANGTAG: '@' [a-zA-Z]+ ('-' [a-zA-Z0-9]+)*) has no direction
#   and no <<( )>>. A writer that cannot say a thing refuses, as this one does for named graphs ("The N3 format does not
#   support named graphs"), or drops it with a word.
# Seen: "مدير"@ar--rtl and <<( ... )>> are written without an error, and the same library then says "rdf:dirLangString is not
#   supported in N3": one Arabic label makes the whole file unreadable. A label without direction, and Turtle for all
#   three (the controls), come back.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
cd "$folder"
cat > write.py <<'PYTHON'
from pyoxigraph import BaseDirection, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

E = "https://example.org/"
role, label = NamedNode(E + "Keeper"), NamedNode(E + "label")
held = Triple(role, NamedNode(E + "heldBy"), NamedNode(E + "Ada"))
for name, statement in (
    ("language", Triple(role, label, Literal("مدير", language="ar"))),
    ("direction", Triple(role, label, Literal("مدير", language="ar", direction=BaseDirection.RTL))),
    ("triple term", Triple(NamedNode(E + "Minutes"), NamedNode(E + "say"), held)),
    ("named graph", Quad(role, label, Literal("Keeper"), NamedNode(E + "graph"))),
):
    for format in (RdfFormat.TURTLE, RdfFormat.N3):
        try:
            text = serialize([statement], format=format)
        except ValueError as problem:
            print(f"{name}, {format.name}: not written: {problem}")
            continue
        try:
            print(f"{name}, {format.name}: comes back", [each.triple for each in parse(text, format=format)] == [statement])
        except SyntaxError as problem:
            print(f"{name}, {format.name}: written, not read: {problem.msg.split(': ', 1)[-1]}")
PYTHON
venv/bin/python write.py | tee seen.txt
diff seen.txt - <<'SEEN'
language, Turtle: comes back True
language, N3: comes back True
direction, Turtle: comes back True
direction, N3: written, not read: rdf:dirLangString is not supported in N3
triple term, Turtle: comes back True
triple term, N3: written, not read: <<( is not a valid RDF value
named graph, Turtle: not written: The Turtle format does not support named graphs
named graph, N3: not written: The N3 format does not support named graphs
SEEN
