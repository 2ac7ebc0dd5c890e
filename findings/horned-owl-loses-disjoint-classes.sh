#!/usr/bin/env bash
# py-horned-owl: from RDF/XML, "all of these are disjoint" and facts about nameless things are not read.
#
# Versions: py-horned-owl 2.0.0; rdflib 7.6.0 makes the RDF/XML.
# Expected: OWL 2 Mapping to RDF Graphs (3.2.5, table 16): owl:AllDisjointClasses with owl:members is DisjointClasses,
#   owl:AllDisjointProperties likewise; a fact about a blank node is an assertion of an anonymous individual. Where
#   a triple cannot be read as OWL 2, the graph is no OWL 2 ontology, which a reader can say.
# Seen: the ontology opens without a word. Both axioms are gone, whatever the number of members, and so is the class
#   of a blank node; a link to it becomes an annotation, which no reasoner sees. A program that opens and saves
#   deletes them from the file. owl:AllDifferent and owl:disjointWith (the controls) are read.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check py-horned-owl==2.0.0 rdflib==7.6.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import re, sys

import pyhornedowl
import rdflib

PREFIXES = """@prefix : <https://example.org/o#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
<https://example.org/o> a owl:Ontology . :C a owl:Class . :D a owl:Class . :E a owl:Class .
:r a owl:ObjectProperty . :s a owl:ObjectProperty .
:x a owl:NamedIndividual . :y a owl:NamedIndividual . :z a owl:NamedIndividual . """


def axioms(turtle):
    """The names of the axioms, without declarations, that are left after the data was opened and saved."""
    data = rdflib.Graph().parse(data=PREFIXES + turtle, format="turtle").serialize(format="xml")
    saved = pyhornedowl.open_ontology_from_string(data, serialization="rdf").save_to_string("ofn")
    names = re.findall(r"^ +(\w+)\(", saved, re.MULTILINE)
    return sorted(name for name in names if name != "Declaration")


seen = [
    axioms("[] a owl:AllDisjointClasses ; owl:members ( :C :D :E ) ."),
    axioms("[] a owl:AllDisjointProperties ; owl:members ( :r :s ) ."),
    axioms(":x :r [ a :C ] ."),
    axioms("[] a owl:AllDifferent ; owl:distinctMembers ( :x :y :z ) . :C owl:disjointWith :D ."),
]
print("disjoint classes:", seen[0], "disjoint properties:", seen[1], "nameless thing:", seen[2], "controls:", seen[3])
sys.exit(0 if seen == [[], [], ["AnnotationAssertion"], ["DifferentIndividuals", "DisjointClasses"]] else 1)
PYTHON
