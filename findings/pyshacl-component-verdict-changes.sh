#!/usr/bin/env bash
# pySHACL: a component with two values for its parameter is checked for one, which is another in the next run.
#
# Versions: pyshacl 0.40.1, rdflib 7.6.0, Python with different PYTHONHASHSEED.
# Expected: SHACL (2.1.1; 6.2.1, parameters): a component with one mandatory parameter has a constraint for each value
#   of it in the shape, and each must hold. No code begins with "A" and with "B", so :starts "A", "B" is a violation
#   for each code.
# Seen: the code A-1 conforms in some runs and not in others, with the same files: one of the values is taken, by the
#   order of a hash. No warning. Who validates twice gets two verdicts. With one value (the control) the verdict
#   stays.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyshacl==0.40.1 rdflib==7.6.0
cd "$folder"
cat > data.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:door :code "A-1" .
TURTLE
cat > two.shapes.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
<https://example.org/> sh:declare [ sh:prefix "" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
:Starts a sh:ConstraintComponent ; sh:parameter [ sh:path :starts ] ;
  sh:validator [ a sh:SPARQLAskValidator ; sh:prefixes <https://example.org/> ; sh:ask "ASK { FILTER(STRSTARTS(STR($value), $starts)) }" ] .
:S a sh:NodeShape ; sh:targetNode :door ; sh:property [ sh:path :code ; :starts "A", "B" ] .
TURTLE
cat > one.shapes.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
<https://example.org/> sh:declare [ sh:prefix "" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
:Starts a sh:ConstraintComponent ; sh:parameter [ sh:path :starts ] ;
  sh:validator [ a sh:SPARQLAskValidator ; sh:prefixes <https://example.org/> ; sh:ask "ASK { FILTER(STRSTARTS(STR($value), $starts)) }" ] .
:S a sh:NodeShape ; sh:targetNode :door ; sh:property [ sh:path :code ; :starts "B" ] .
TURTLE
cat > cases.txt <<'TEXT'
one two
TEXT
cat > validate.py <<'PYTHON'
import pyshacl
import rdflib

RESULT = rdflib.URIRef("http://www.w3.org/ns/shacl#result")
for name in open("cases.txt").read().split():
    _, report, _ = pyshacl.validate(
        rdflib.Graph().parse("data.ttl", format="turtle"), shacl_graph=rdflib.Graph().parse(f"{name}.shapes.ttl", format="turtle")
    )
    print(f"pySHACL {name}: results {len(list(report.objects(None, RESULT)))}")
PYTHON
for seed in 0 1 2 3 4 5 6 7 8 9 10 11; do PYTHONHASHSEED=$seed venv/bin/python validate.py; done | sort | uniq | tee seen.txt
diff seen.txt - <<'SEEN'
pySHACL one: results 1
pySHACL two: results 0
pySHACL two: results 1
SEEN
