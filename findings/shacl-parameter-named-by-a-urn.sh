#!/usr/bin/env bash
# pySHACL and shacl (PyPI, in Rust): a parameter named by a URN ends one validation and finds too much in the other.
#
# Versions: pyshacl 0.40.1, rdflib 7.6.0; shacl 0.3.4.
# Expected: SHACL (6.2.1, Parameter Declarations): "The local name of an IRI is defined as the longest NCNAME at the end
#   of the IRI, not immediately preceded by the first colon in the IRI." Of urn:example:startsWith that is startsWith:
#   the colon before it is the second one. It is a VARNAME, so $startsWith is bound in the query: two of three codes fail.
# Seen: pySHACL: "Cannot get a local name for urn:example:startsWith", and no report at all, though the other shapes of the
#   file are fine. shacl leaves $startsWith unbound, so the ASK is false for the right code as well. Both cut at "#" and
#   "/" only: with https://example.org/startsWith (the control) they agree.
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
for parameter in https://example.org/startsWith urn:example:startsWith; do
  cat > shapes.ttl <<TURTLE
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
:StartsWith a sh:ConstraintComponent ; sh:parameter [ sh:path <$parameter> ] ;
  sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER(STRSTARTS(STR(\$value), \$startsWith)) }" ] .
:S a sh:NodeShape ; sh:targetNode :Keeper ; sh:property [ sh:path :code ; <$parameter> "A" ] .
TURTLE
  echo "parameter $parameter"
  venv/bin/python - <<'PYTHON'
import pyshacl
import rdflib
import shacl

print("  shacl:", len(shacl.Shapes.from_file("shapes.ttl").validate_file("data.ttl")), "results")
try:
    report = pyshacl.validate("data.ttl", shacl_graph="shapes.ttl")[1]
    print("  pySHACL:", len(list(report.objects(None, rdflib.URIRef("http://www.w3.org/ns/shacl#result")))), "results")
except Exception as problem:
    print(f"  pySHACL: {type(problem).__name__}: {problem}")
PYTHON
done | tee seen.txt
diff seen.txt - <<'SEEN'
parameter https://example.org/startsWith
  shacl: 2 results
  pySHACL: 2 results
parameter urn:example:startsWith
  shacl: 3 results
  pySHACL: ReportableRuntimeError: Cannot get a local name for urn:example:startsWith
SEEN
