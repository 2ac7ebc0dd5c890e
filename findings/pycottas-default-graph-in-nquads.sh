#!/usr/bin/env bash
# pycottas: N-Quads that went through COTTAS name the default graph "DEFAULT", which no reader takes.
#
# Versions: pycottas 1.1.0; pyoxigraph 0.5.13 as reader.
# Expected: RDF 1.1 N-Quads (2.1, 2.2): a statement without a fourth term is in the default graph; a graph label is
#   an IRI or a blank node. rdf2cottas and cottas2rdf of a file that holds both kinds give the same statements.
# Seen: each statement of the default graph ends with the bare word DEFAULT. The tool reports nothing, and the file
#   is a syntax error from its first such line. A file without named graphs (the control) comes back right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" && python3 -m venv "$folder/reader"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pycottas==1.1.0
"$folder/reader/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
cd "$folder"
default='<https://example.org/a> <https://example.org/knows> <https://example.org/b> .'
named='<https://example.org/a> <https://example.org/knows> <https://example.org/c> <https://example.org/g> .'
printf '%s\n' "$default" > plain.nt
printf '%s\n' "$default" "$named" > both.nq
venv/bin/python - >/dev/null 2>&1 <<'PYTHON'
import pycottas

for name, suffix in (("plain", "nt"), ("both", "nq")):
    pycottas.rdf2cottas(f"{name}.{suffix}", f"{name}.cottas", index="spo")
    pycottas.cottas2rdf(f"{name}.cottas", f"{name}-again.{suffix}")
PYTHON
echo "the default graph again: $(grep -v '/g>' both-again.nq)"
reader/bin/python - <<'PYTHON'
import sys

import pyoxigraph


def size(path, style):
    """How many statements the file holds, or "refused"."""
    try:
        return len(list(pyoxigraph.parse(path=path, format=style)))
    except SyntaxError:
        return "refused"


plain = size("plain-again.nt", pyoxigraph.RdfFormat.N_TRIPLES)
both = size("both-again.nq", pyoxigraph.RdfFormat.N_QUADS)
print("statements after COTTAS: one graph:", plain, "two graphs:", both)
sys.exit(0 if (plain, both) == (1, "refused") else 1)
PYTHON
