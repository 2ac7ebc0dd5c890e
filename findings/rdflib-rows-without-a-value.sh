#!/usr/bin/env bash
# rdflib: rows of a SELECT in which no column has a value are left out when its result is walked through.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (6.1, Optional Pattern Matching; 18.5, LeftJoin and Projection): a row stays when its optional
#   part does not match, and SELECT of the optional variable alone still gives one row for each of them: Project leaves
#   out columns, not rows. "Which licences do the data sets have?" has three answers for three data sets.
# Seen: one row. len() of the same result says three before the loop and one after it; its JSON, CSV and XML have three.
#   Only "for row in result" passes over what is empty. Who counts the gaps in a loop counts none; two one-column
#   results no longer fit line to line. With a second column that has values (the control) all rows come. It began
#   as the answer to RDFLib/rdflib issue 554, closed.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
cat > compare.py <<'PYTHON'
import json

import pyoxigraph
import rdflib

DATA = """@prefix : <https://example.org/> .
:a a :Dataset ; :licence "open" . :b a :Dataset . :c a :Dataset .
"""
HEAD = "PREFIX : <https://example.org/> "
graph = rdflib.Graph().parse(data=DATA, format="turtle")
store = pyoxigraph.Store()
store.load(DATA.encode(), pyoxigraph.RdfFormat.TURTLE)
for columns in ("?licence", "?set ?licence"):
    query = HEAD + f"SELECT {columns} {{ ?set a :Dataset OPTIONAL {{ ?set :licence ?licence }} }}"
    result = graph.query(query)
    before = len(result)
    rows = [row for row in result]
    written = json.loads(graph.query(query).serialize(format="json"))["results"]["bindings"]
    print(f"{columns}. rdflib: len {before}, rows in a loop {len(rows)}, len then {len(result)}, rows in JSON {len(written)};", end=" ")
    print(f"without a licence {sum(row.licence is None for row in rows)};", end=" ")
    print(f"pyoxigraph: {len(list(store.query(query)))}")
PYTHON
venv/bin/python compare.py | tee seen.txt
diff seen.txt - <<'SEEN'
?licence. rdflib: len 3, rows in a loop 1, len then 3, rows in JSON 3; without a licence 0; pyoxigraph: 3
?set ?licence. rdflib: len 3, rows in a loop 3, len then 3, rows in JSON 3; without a licence 2; pyoxigraph: 3
SEEN
