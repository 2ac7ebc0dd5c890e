#!/usr/bin/env bash
# pyoxigraph: texts in SPARQL XML results lose the blanks at their ends, and a text of blanks is empty.
#
# Versions: pyoxigraph 0.5.13; rdflib 7.6.0 as peer, which wrote the results.
# Expected: SPARQL Query Results XML Format (2.3.1): the literal is the content of the element. XML 1.0 (2.10): a
#   processor passes all characters that are not markup on to the application.
# Seen: " x " from another server is read as "x", and " ", a separator, as "". A code that has a blank at its end in the
#   store is not found with what the results said. No error. The same results as JSON (the control) keep all, and so
#   does the peer. pyoxigraph's own writer hides it: it writes such a blank as &#32;, which its reader keeps.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
venv/bin/python - <<'PYTHON' | tee seen.txt
import io

import pyoxigraph
import rdflib
from rdflib.query import Result

QUERY = 'SELECT ?text { VALUES ?text { " x " " " "x y" "x "@en } }'
FORMATS = {"xml": pyoxigraph.QueryResultsFormat.XML, "json": pyoxigraph.QueryResultsFormat.JSON}
for name, form in FORMATS.items():
    by_rdflib = rdflib.Graph().query(QUERY).serialize(format=name)
    by_pyoxigraph = pyoxigraph.Store().query(QUERY).serialize(format=form)
    print(name, "rdflib reads rdflib", [str(row[0]) for row in Result.parse(io.BytesIO(by_rdflib), format=name)])
    for writer, text in (("rdflib", by_rdflib), ("pyoxigraph", by_pyoxigraph)):
        print(name, "pyoxigraph reads", writer, [row[0].value for row in pyoxigraph.parse_query_results(text, form)])
PYTHON
diff seen.txt - <<'SEEN'
xml rdflib reads rdflib [' x ', ' ', 'x y', 'x ']
xml pyoxigraph reads rdflib ['x', '', 'x y', 'x']
xml pyoxigraph reads pyoxigraph [' x ', ' ', 'x y', 'x ']
json rdflib reads rdflib [' x ', ' ', 'x y', 'x ']
json pyoxigraph reads rdflib [' x ', ' ', 'x y', 'x ']
json pyoxigraph reads pyoxigraph [' x ', ' ', 'x y', 'x ']
SEEN
