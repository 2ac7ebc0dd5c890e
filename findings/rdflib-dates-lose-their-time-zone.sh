#!/usr/bin/env bash
# rdflib: a date loses its time zone between reading and writing, and a time its digits behind the sixth.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 as peer.
# Expected: XML Schema 1.1 (part 2, 3.3.9): an xsd:date may have a time zone, and 2026-03-01+14:00 and 2026-03-01-05:00
#   are two different days. 3.3.7: seconds may have any number of digits; 5.4: a program need not take more than three,
#   but a value "must not be quietly changed". rdflib writes literals in a normal form (rdflib.NORMALIZE_LITERALS),
#   which may change the letters, but not the value.
# Seen: Turtle to Turtle, "2026-03-01+14:00"^^xsd:date is "2026-03-01"^^xsd:date. Two statements that differ in the
#   zone become one. 10:00:00.123456789Z ends after six digits. Nothing is said. xsd:time keeps its zone (the control).
#   With NORMALIZE_LITERALS off all is kept, and "=" in SPARQL still takes both days for the same. The zone of a
#   date is RDFLib/rdflib issue 803, open since 2017.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
cat > read_and_write.py <<'PYTHON'
import pyoxigraph
import rdflib

DATA = """@prefix : <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a :from "2026-03-01+14:00"^^xsd:date , "2026-03-01-05:00"^^xsd:date ;
   :at "2026-03-01T10:00:00.123456789Z"^^xsd:dateTime ; :daily "10:00:00+02:00"^^xsd:time .
"""
EQUAL = """PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
ASK { FILTER("2026-03-01+14:00"^^xsd:date = "2026-03-01-05:00"^^xsd:date) }"""


def values(turtle):
    return sorted(triple.object.value for triple in pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE))


print("before:", *values(DATA))
print("after:", *values(rdflib.Graph().parse(data=DATA, format="turtle").serialize()))
rdflib.NORMALIZE_LITERALS = False
print("not normalized:", *values(rdflib.Graph().parse(data=DATA, format="turtle").serialize()))
print("the same day:", rdflib.Graph().query(EQUAL).askAnswer, bool(pyoxigraph.Store().query(EQUAL)))
PYTHON
venv/bin/python read_and_write.py | tee seen.txt
diff seen.txt - <<'SEEN'
before: 10:00:00+02:00 2026-03-01+14:00 2026-03-01-05:00 2026-03-01T10:00:00.123456789Z
after: 10:00:00+02:00 2026-03-01 2026-03-01T10:00:00.123456+00:00
not normalized: 10:00:00+02:00 2026-03-01+14:00 2026-03-01-05:00 2026-03-01T10:00:00.123456789Z
the same day: True False
SEEN
