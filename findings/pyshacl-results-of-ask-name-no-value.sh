#!/usr/bin/env bash
# pySHACL: results of a component with an ASK validator do not say which value is at fault.
#
# Versions: pyshacl 0.40.1, rdflib 7.6.0; shacl 0.3.4 as peer.
# Expected: SHACL (6.3, Validation with SPARQL-based Constraint Components): for each value node for which ASK is false
#   there is a solution with $this and with $value, the value node. 5.3.2 (Mapping of Solution Bindings to Result
#   Properties): sh:value is the binding of value, otherwise the value node. So each result has one.
# Seen: none has. A role with three codes, two of them wrong, gets two results that differ in nothing, and no program
#   can tell which codes to mend. The core constraint sh:pattern (the control) names both; shacl names them for ASK too.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyshacl==0.40.1 rdflib==7.6.0 shacl==0.3.4
cd "$folder"
cat > data.ttl <<'TURTLE'
@prefix : <https://example.org/> .
:Keeper :code "A-1", "B-1", "B-2" .
TURTLE
cat > ask.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
:StartsWith a sh:ConstraintComponent ; sh:parameter [ sh:path :startsWith ] ;
  sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER(STRSTARTS(STR($value), $startsWith)) }" ] .
:S a sh:NodeShape ; sh:targetNode :Keeper ; sh:property [ sh:path :code ; :startsWith "A" ] .
TURTLE
cat > pattern.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
:S a sh:NodeShape ; sh:targetNode :Keeper ; sh:property [ sh:path :code ; sh:pattern "^A" ] .
TURTLE
cat > validate.py <<'PYTHON'
import pyshacl
import rdflib
import shacl

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
for name in ("ask", "pattern"):
    peer = rdflib.Graph().parse(data=shacl.Shapes.from_file(f"{name}.ttl").validate_file("data.ttl").serialize("turtle"), format="turtle")
    report = pyshacl.validate("data.ttl", shacl_graph=f"{name}.ttl")[1]
    for engine, graph in (("pySHACL", report), ("shacl", peer)):
        results = list(graph.objects(None, SH.result))
        print(f"{engine}, {name}: {len(results)} results, values {sorted(str(v) for r in results for v in graph.objects(r, SH.value))}")
PYTHON
venv/bin/python validate.py | tee seen.txt
diff seen.txt - <<'SEEN'
pySHACL, ask: 2 results, values []
shacl, ask: 2 results, values ['B-1', 'B-2']
pySHACL, pattern: 2 results, values ['B-1', 'B-2']
shacl, pattern: 2 results, values ['B-1', 'B-2']
SEEN
