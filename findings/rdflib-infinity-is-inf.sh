#!/usr/bin/env bash
# rdflib: the infinity of a double is written as "inf" in N-Triples and RDF/XML, which is no double.
#
# Versions: rdflib 7.6.0; xmlschema 4.3.2 judges the letters.
# Expected: XML Schema (part 2, 3.2.5.1): the lexical forms of the special values of xsd:double are INF, -INF and NaN,
#   with just these letters. A file that was read and written holds the same values.
# Seen: the value goes through a float of Python, and its letters are Python's: inf, -inf, nan. The literals are
#   ill-typed, so the next program has no number there, and a shape with sh:datatype xsd:double refuses them. 1e400,
#   which is a double, ends in the same way. No error. In Turtle (the control) the writer repairs it, so a test with
#   Turtle finds nothing.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0 xmlschema==4.3.2
cd "$folder"
cat > data.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a :limit "INF"^^xsd:double . :b :limit "-INF"^^xsd:double . :c :limit "NaN"^^xsd:double . :d :limit 7e0 .
TURTLE
cat > read_and_write.py <<'PYTHON'
import re

import rdflib
import xmlschema

graph = rdflib.Graph().parse("data.ttl", format="turtle")
SCHEMA = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="v" type="xs:double" /></xs:schema>'
for name in ("turtle", "nt", "xml"):
    letters = sorted(re.findall(r"-?\binf\b|\bnan\b", graph.serialize(format=name), re.I))
    print(name, *(f"{each} {'is' if xmlschema.is_valid(f'<v>{each}</v>', SCHEMA) else 'is not'} an xsd:double" for each in letters), sep=", ")
PYTHON
venv/bin/python read_and_write.py | tee seen.txt
diff seen.txt - <<'SEEN'
turtle, -INF is an xsd:double, INF is an xsd:double, NaN is an xsd:double
nt, -inf is not an xsd:double, inf is not an xsd:double, nan is not an xsd:double
xml, -inf is not an xsd:double, inf is not an xsd:double, nan is not an xsd:double
SEEN
