#!/usr/bin/env bash
# obonet: def: "Stop ! Do not enter" [x:1] is read as "Stop, with an open quotation mark and without its source.
#
# Versions: obonet 1.3.0, networkx 3.4.2; fastobo 0.14.2 as peer.
# Expected: OBO Flat File Format 1.4 (2.4): a QuotedString holds any OBOChar but the quotation mark, and "!" is one
#   (2.2.2); a hidden comment (2.3, EOL) comes at the end of the line, behind the clause and its qualifiers.
# Seen: " !" cuts the line wherever it stands. Definitions and synonyms lose their rest, and with it scope, type and
#   sources; what is left is no quoted string any more. No error. "Stop! Do" without a blank before it (the control)
#   stays whole.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check obonet==1.3.0 networkx==3.4.2 fastobo==0.14.2
cd "$folder"
venv/bin/python - <<'PYTHON'
import io, sys

import fastobo
import obonet

OBO = """format-version: 1.4
ontology: signs

[Term]
id: S:1
name: stop
def: "Stop ! Do not enter" [x:1]
synonym: "halt ! here" EXACT []

[Term]
id: S:2
name: go
def: "Go! Do enter" [x:1] ! a real comment
"""
graph = obonet.read_obo(io.StringIO(OBO))
seen = [graph.nodes["S:1"]["def"], graph.nodes["S:1"]["synonym"], graph.nodes["S:2"]["def"]]
peer = [clause.definition for frame in fastobo.loads(OBO) for clause in frame if clause.raw_tag() == "def"]
print("obonet:", seen, "fastobo:", peer)
expected = ['"Stop', ['"halt'], '"Go! Do enter" [x:1]']
sys.exit(0 if seen == expected and peer == ["Stop ! Do not enter", "Go! Do enter"] else 1)
PYTHON
