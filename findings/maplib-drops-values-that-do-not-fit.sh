#!/usr/bin/env bash
# maplib: statements whose value does not fit a column of the engine are missing after reading.
#
# Versions: maplib 0.20.26.
# Expected: XML Schema (part 2): xsd:integer (3.4.13) has no upper end, "1" and "0" are lexical forms of xsd:boolean
#   (3.2.2.1), xsd:date (3.3.9) may have a time zone, 24:00:00 is a time (3.3.7). RDF 1.1 Concepts (3.3) lets even
#   an ill-typed literal be part of a graph. What is read has as many statements as the file.
# Seen: reading answers without an error, and these statements are gone: not in a query, not in the count, not in
#   what is written. Their neighbours, which fit 64 bits or Polars' types, stay.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check maplib==0.20.26
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys

from maplib import Model

X, XSD = "https://example.org/x", "http://www.w3.org/2001/XMLSchema#"


def kept(*values):
    """Which of these values are left after they were read, each in a file of its own."""
    left = []
    for form, datatype in values:
        model = Model()
        model.reads(f'<{X}> <{X}/p> "{form}"^^<{XSD}{datatype}> .\n', format="ntriples")
        if model.query("SELECT (COUNT(*) AS ?c) WHERE { ?s ?p ?o }").rows() == [(1,)]:
            left.append(form)
    return left


fitting = kept(("9223372036854775807", "integer"), ("true", "boolean"), ("2024-01-01", "date"))
others = kept(
    ("9223372036854775808", "integer"),
    ("1", "boolean"),
    ("2024-01-01Z", "date"),
    ("2024-01-01T24:00:00", "dateTime"),
    ("unknown", "integer"),
)
print("kept of the values that fit:", fitting, "of the others:", others)
sys.exit(0 if (len(fitting), others) == (3, []) else 1)
PYTHON
