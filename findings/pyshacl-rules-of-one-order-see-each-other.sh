#!/usr/bin/env bash
# pySHACL: of two SHACL rules with the same order the second sees what the first has made, so the order of lines decides.
#
# Versions: pyshacl 0.40.1, rdflib 7.6.0.
# Expected: SHACL Advanced Features (8.5, General Execution Instructions for SHACL Rules, read in the source of the
#   draft): "If two rules have the same execution order then their newly inferred triples are not visible to each
#   other", and the same of two shapes. Without sh:order it is 0 for all.
# Seen: each rule's triples are in the data at once. A rule that copies what another rule of the same order makes does
#   so if it stands behind it in the file and not if it stands before it; so two files with the same statements give
#   two results, and so may one file after it was sorted or stored. No warning. With sh:order (the control) the result
#   is the same both ways.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyshacl==0.40.1 rdflib==7.6.0
cd "$folder"
cat > finding.py <<'PYTHON'
from pyshacl import validate
from rdflib import Graph, URIRef

PREFIXES = "@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
MAKE = "[ a sh:TripleRule ; sh:subject sh:this ; sh:predicate :made ; sh:object 1 %s ]"
COPY = "[ a sh:TripleRule ; sh:subject sh:this ; sh:predicate :copied ; sh:object [ sh:path :made ] %s ]"


def copied(shapes):
    """Whether the copy is there after the rules."""
    data = Graph().parse(data=PREFIXES + ":ann a :Person .", format="turtle")
    validate(data, shacl_graph=Graph().parse(data=PREFIXES + shapes, format="turtle"), advanced=True, inplace=True)
    return (URIRef("https://example.org/ann"), URIRef("https://example.org/copied"), None) in data


def one(first, second):
    return f":S a sh:NodeShape ; sh:targetClass :Person ; sh:rule {first} , {second} ."


def two(first, second):
    return (f":A a sh:NodeShape ; sh:targetClass :Person ; sh:rule {first} . "
            f":B a sh:NodeShape ; sh:targetClass :Person ; sh:rule {second} .")


for name, shapes in (("one shape", one), ("two shapes", two)):
    print(name, "same order: the maker first", copied(shapes(MAKE % "", COPY % "")), "| the copier first", copied(shapes(COPY % "", MAKE % "")))
order = MAKE % "; sh:order 1", COPY % "; sh:order 2"
print("one shape, with sh:order: the maker first", copied(one(*order)), "| the copier first", copied(one(*reversed(order))))
PYTHON
venv/bin/python -W ignore finding.py | tee seen.txt
diff seen.txt - <<'SEEN'
one shape same order: the maker first True | the copier first False
two shapes same order: the maker first True | the copier first False
one shape, with sh:order: the maker first True | the copier first True
SEEN
