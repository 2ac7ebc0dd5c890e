#!/usr/bin/env bash
# shacl (PyPI, in Rust): a shape whose target is of a target type of one's own checks nothing and says that all conforms.
#
# Versions: shacl 0.3.4; pyshacl 0.40.1 and rdflib 7.6.0 as peer.
# Expected: SHACL Advanced Features (SPARQL-based Target Types): a target is an instance of a sh:SPARQLTargetType, its
#   parameters are bound in the query, and its solutions for ?this are the focus nodes. Whoever reads sh:target with
#   sh:SPARQLTarget, which shacl does (the control), reads this too or says that it does not.
# Seen: conforms, without a warning. Roles of level 3 need a deputy; two of them have none, and nobody is told. The same
#   query as a sh:SPARQLTarget finds both.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyshacl==0.40.1 rdflib==7.6.0 shacl==0.3.4
cd "$folder"
cat > data.ttl <<'TURTLE'
@prefix : <https://example.org/> .
:Keeper a :Role ; :level 3 . :Steward a :Role ; :level 3 . :Lead a :Role ; :level 3 ; :deputy :Keeper . :Clerk a :Role ; :level 1 .
TURTLE
cat > type.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:declared sh:declare [ sh:prefix "" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
:RolesOfLevel a sh:SPARQLTargetType ; rdfs:subClassOf sh:Target ; sh:parameter [ sh:path :ofLevel ] ; sh:prefixes :declared ;
  sh:select "SELECT ?this WHERE { ?this a :Role ; :level $ofLevel }" .
:S a sh:NodeShape ; sh:target [ a :RolesOfLevel ; :ofLevel 3 ] ; sh:property [ sh:path :deputy ; sh:minCount 1 ] .
TURTLE
cat > query.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:declared sh:declare [ sh:prefix "" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
:S a sh:NodeShape ; sh:property [ sh:path :deputy ; sh:minCount 1 ] ;
  sh:target [ a sh:SPARQLTarget ; sh:prefixes :declared ; sh:select "SELECT ?this WHERE { ?this a :Role ; :level 3 }" ] .
TURTLE
cat > validate.py <<'PYTHON'
import pyshacl
import rdflib
import shacl

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
for name in ("type", "query"):
    report = shacl.Shapes.from_file(f"{name}.ttl").validate_file("data.ttl")
    print(f"{name}: shacl conforms {report.conforms}", sorted(r.focus_node.split("/")[-1].rstrip(">") for r in report.results))
    conforms, graph, _ = pyshacl.validate("data.ttl", shacl_graph=f"{name}.ttl", advanced=True)
    print(f"{name}: pySHACL conforms {conforms}", sorted(str(o).split("/")[-1] for o in graph.objects(None, SH.focusNode)))
PYTHON
venv/bin/python validate.py | tee seen.txt
diff seen.txt - <<'SEEN'
type: shacl conforms True []
type: pySHACL conforms False ['Keeper', 'Steward']
query: shacl conforms False ['Keeper', 'Steward']
query: pySHACL conforms False ['Keeper', 'Steward']
SEEN
