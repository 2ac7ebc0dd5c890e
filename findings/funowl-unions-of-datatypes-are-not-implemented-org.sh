#!/usr/bin/env bash
# funowl: a union of datatypes is the IRI <http://notimplemented.org/DataUnionOf> in RDF.
#
# Versions: funowl 0.2.3, rdflib 7.6.0.
# Expected: OWL 2 Mapping to RDF Graphs (2.1, Table 1): DataUnionOf and DataIntersectionOf become a blank node of type
#   rdfs:Datatype with owl:unionOf or owl:intersectionOf and the list of the members. What a library cannot do it
#   refuses.
# Seen: to_rdf puts a datatype of a made-up host in their place. A range of text or integer is a range of a datatype
#   that nobody knows, so a reasoner takes any value or none, and all such ranges are the same one. The members are
#   nowhere. No error, no warning. A complement, an enumeration and a restriction by limits (the controls) are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  funowl==0.2.3 rdflib==7.6.0
cd "$folder"
cat > finding.py <<'PYTHON'
from funowl.converters.functional_converter import to_python
from rdflib import RDFS, Graph, URIRef

TEXT = """Prefix(:=<https://example.org/>)
Prefix(owl:=<http://www.w3.org/2002/07/owl#>)
Prefix(rdfs:=<http://www.w3.org/2000/01/rdf-schema#>)
Prefix(xsd:=<http://www.w3.org/2001/XMLSchema#>)
Ontology(<https://example.org/ontology>
%s
)"""


def graph(axiom):
    """The ontology with this axiom as RDF."""
    made = Graph()
    to_python(TEXT % axiom).to_rdf(made)
    return made


for range_ in ("DataUnionOf(xsd:string xsd:integer)", "DataIntersectionOf(xsd:integer xsd:short)", "DataComplementOf(xsd:integer)",
               'DataOneOf("a" "b")', 'DatatypeRestriction(xsd:integer xsd:minInclusive "1"^^xsd:integer)'):
    made = graph(f"DataPropertyRange(:d {range_})")
    found = made.value(URIRef("https://example.org/d"), RDFS.range)
    print(range_.partition("(")[0], "->", found if "notimplemented" in found else "a blank node with " + " ".join(
        sorted(each.partition("#")[2] for each in made.predicates(found))))
PYTHON
venv/bin/python -W ignore finding.py | tee seen.txt
diff seen.txt - <<'SEEN'
DataUnionOf -> http://notimplemented.org/DataUnionOf
DataIntersectionOf -> http://notimplemented.org/DataIntersectionOf
DataComplementOf -> a blank node with datatypeComplementOf type
DataOneOf -> a blank node with oneOf type
DatatypeRestriction -> a blank node with onDatatype type withRestrictions
SEEN
