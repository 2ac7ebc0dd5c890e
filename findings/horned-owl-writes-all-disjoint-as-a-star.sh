#!/usr/bin/env bash
# py-horned-owl: saved as RDF/XML, "A, B and C are disjoint" says nothing of B and C any more.
#
# Versions: py-horned-owl 2.0.0; rdflib 7.6.0 reads what was written.
# Expected: OWL 2 Mapping to RDF Graphs (2.1, table 1): DisjointClasses of more than two classes is a node of type
#   owl:AllDisjointClasses with owl:members; each two of them are disjoint (Structural Specification, 9.1.3).
# Seen: it is written as A owl:disjointWith B and A owl:disjointWith C, the star that is right for EquivalentClasses
#   (the control), which is transitive. With four classes three of six pairs remain. So an ontology that was converted or
#   saved lets something be a B and a C, and no reasoner reports it. No error. Functional syntax and OWL/XML (the
#   controls) keep the axiom. It is phillord/horned-owl pull request 289, open.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  py-horned-owl==2.0.0 rdflib==7.6.0
cd "$folder"
cat > save.py <<'PYTHON'
import pyhornedowl
import rdflib

ONTOLOGY = """Prefix(:=<https://example.org/>)
Prefix(owl:=<http://www.w3.org/2002/07/owl#>)
Ontology(<https://example.org/rooms>
  Declaration(Class(:Bath)) Declaration(Class(:Hall)) Declaration(Class(:Kitchen)) Declaration(Class(:Study))
  {}(:Bath :Hall :Kitchen :Study))
"""
for kind, predicate in (("DisjointClasses", rdflib.OWL.disjointWith), ("EquivalentClasses", rdflib.OWL.equivalentClass)):
    ontology = pyhornedowl.open_ontology_from_string(ONTOLOGY.format(kind), "ofn")
    for form in ("ofn", "owx", "owl"):
        text = ontology.save_to_string(form)
        again = pyhornedowl.open_ontology_from_string(text, form)
        axioms = sorted(str(axiom) for axiom in again.get_axioms() if kind in str(axiom))
        print(form, *(axiom.replace("https://example.org/", "") for axiom in axioms), sep="\n  ")
    graph = rdflib.Graph().parse(data=text, format="xml")
    pairs = sorted(f"{one.split('/')[-1]} {other.split('/')[-1]}" for one, other in graph.subject_objects(predicate))
    everything = len(list(graph.subjects(rdflib.RDF.type, rdflib.OWL.AllDisjointClasses)))
    print("RDF:", ", ".join(pairs), "| AllDisjointClasses:", everything)
PYTHON
venv/bin/python save.py | tee seen.txt
diff seen.txt - <<'SEEN'
ofn
  DisjointClasses(<Bath> <Hall> <Kitchen> <Study>)
owx
  DisjointClasses(<Bath> <Hall> <Kitchen> <Study>)
owl
  DisjointClasses(<Bath> <Hall>)
  DisjointClasses(<Bath> <Kitchen>)
  DisjointClasses(<Bath> <Study>)
RDF: Bath Hall, Bath Kitchen, Bath Study | AllDisjointClasses: 0
ofn
  EquivalentClasses(<Bath> <Hall> <Kitchen> <Study>)
owx
  EquivalentClasses(<Bath> <Hall> <Kitchen> <Study>)
owl
  EquivalentClasses(<Bath> <Hall>)
  EquivalentClasses(<Bath> <Kitchen>)
  EquivalentClasses(<Bath> <Study>)
RDF: Bath Hall, Bath Kitchen, Bath Study | AllDisjointClasses: 0
SEEN
