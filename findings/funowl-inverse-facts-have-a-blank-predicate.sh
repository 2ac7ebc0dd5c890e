#!/usr/bin/env bash
# funowl: a fact about the inverse of a property is a triple whose predicate is a blank node.
#
# Versions: funowl 0.2.3, rdflib 7.6.0.
# Expected: OWL 2 Mapping to RDF Graphs (2.1, Table 1): ObjectPropertyAssertion( ObjectInverseOf( OP ) a1 a2 ) is the
#   triple a2 OP a1. RDF 1.1 Concepts (3.1): the predicate is an IRI.
# Seen: to_rdf gives :ann _:x :ben and _:x owl:inverseOf :reportsTo. rdflib writes it as Turtle and N-Triples without
#   an error, and cannot read its own text; a query for who reports to whom finds nothing. The fact with the property
#   itself, and the inverse within a class (the controls), are right.
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
from rdflib import Graph

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


for axiom in ("ObjectPropertyAssertion(ObjectInverseOf(:reportsTo) :ann :ben)", "ObjectPropertyAssertion(:reportsTo :ben :ann)",
              "SubClassOf(:Boss ObjectSomeValuesFrom(ObjectInverseOf(:reportsTo) :Person))"):
    made = graph(axiom)
    try:
        read = len(Graph().parse(data=made.serialize(format="nt"), format="nt"))
    except Exception as error:
        read = f"not read again: {type(error).__name__}"
    kinds = sorted({type(each).__name__ for each in made.predicates()})
    asked = bool(made.query("PREFIX : <https://example.org/> ASK { :ben :reportsTo :ann }").askAnswer)
    print(axiom.partition(":")[0], "predicates:", *kinds, "| ben reports to ann:", asked, "|", "read again" if read == len(made) else read)
PYTHON
venv/bin/python -W ignore finding.py | tee seen.txt
diff seen.txt - <<'SEEN'
ObjectPropertyAssertion(ObjectInverseOf( predicates: BNode URIRef | ben reports to ann: False | not read again: ParserError
ObjectPropertyAssertion( predicates: URIRef | ben reports to ann: True | read again
SubClassOf( predicates: URIRef | ben reports to ann: False | read again
SEEN
