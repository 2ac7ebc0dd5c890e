#!/usr/bin/env bash
# rdflib: a graph with an infinite number, or one that is none, is written as JSON-LD that is no JSON.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 as reader.
# Expected: JSON-LD 1.1 (8, JSON-LD grammar): a document is JSON, and JSON (RFC 8259, 6) has no number Infinity or
#   NaN: "Numeric values that cannot be represented in the grammar ... are not permitted". Such a double has a place
#   in JSON-LD: {"@value": "INF", "@type": "xsd:double"}.
# Seen: the document holds the bare words Infinity and NaN. Python's json reads them, so rdflib and tests in Python
#   find nothing; the peer and JSON.parse of JavaScript refuse the whole document for one sensor without a value. No
#   error when it is written. Of xsd:float the text is kept (the control), if with other letters.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
cat > data.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a :limit "INF"^^xsd:double .
:b :measured "NaN"^^xsd:double .
:c :limit "INF"^^xsd:float .
TURTLE
cat > write.py <<'PYTHON'
import json

import pyoxigraph
import rdflib

for line in open("data.ttl").readlines()[1:]:
    head = open("data.ttl").readline()
    text = rdflib.Graph().parse(data=head + line, format="turtle").serialize(format="json-ld")
    ((value,),) = [list(node.values())[1:] for node in json.loads(text)]
    try:
        seen = len(list(pyoxigraph.parse(input=text.encode(), format=pyoxigraph.RdfFormat.JSON_LD)))
    except SyntaxError as error:
        seen = f"SyntaxError: {str(error)[:40]}"
    print([part.strip() for part in text.splitlines() if "@value" in part], "read by the peer:", seen)
PYTHON
venv/bin/python write.py | tee seen.txt
diff seen.txt - <<'SEEN'
['"@value": Infinity'] read by the peer: SyntaxError: Parser error at line 7 column 19: Unexpe
['"@value": NaN'] read by the peer: SyntaxError: Parser error at line 7 column 19: Unexpe
['"@value": "inf"'] read by the peer: 1
SEEN
