#!/usr/bin/env bash
# funowl: the text say "yes" is say \"yes\" after reading, and say \\\"yes\\\" after writing.
#
# Versions: funowl 0.2.3, rdflib 7.6.0.
# Expected: OWL 2 Structural Specification (2.3, quotedString): within a text a quotation mark and a backslash stand as
#   \" and \\; the backslash before them is no part of the text.
# Seen: the reader keeps the backslashes as letters of the text, in RDF too, and the writer puts one more before each,
#   so every round through the functional syntax makes the text longer. Labels, patterns and paths are other ones, and
#   a reader of the file that follows the text has them wrong as well. No error. A text without these signs (the
#   control) stays.
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


for text in ('say \\"yes\\"', "C:\\\\a", "plain"):
    axiom = f'AnnotationAssertion(rdfs:label :a "{text}")'
    document = axiom
    for turn in range(3):
        made = to_python(TEXT % document)
        document = next(line.strip() for line in str(made).split("\n") if "AnnotationAssertion" in line)
        value = next(each for each in graph(document).objects() if "Ontology" not in each)
        print(turn, document, "is the text", value)
PYTHON
venv/bin/python -W ignore finding.py | tee seen.txt
diff seen.txt - <<'SEEN'
0 AnnotationAssertion( rdfs:label :a "say \\\"yes\\\"" ) is the text say \\\"yes\\\"
1 AnnotationAssertion( rdfs:label :a "say \\\\\\\"yes\\\\\\\"" ) is the text say \\\\\\\"yes\\\\\\\"
2 AnnotationAssertion( rdfs:label :a "say \\\\\\\\\\\\\\\"yes\\\\\\\\\\\\\\\"" ) is the text say \\\\\\\\\\\\\\\"yes\\\\\\\\\\\\\\\"
0 AnnotationAssertion( rdfs:label :a "C:\\\\a" ) is the text C:\\\\a
1 AnnotationAssertion( rdfs:label :a "C:\\\\\\\\a" ) is the text C:\\\\\\\\a
2 AnnotationAssertion( rdfs:label :a "C:\\\\\\\\\\\\\\\\a" ) is the text C:\\\\\\\\\\\\\\\\a
0 AnnotationAssertion( rdfs:label :a "plain" ) is the text plain
1 AnnotationAssertion( rdfs:label :a "plain" ) is the text plain
2 AnnotationAssertion( rdfs:label :a "plain" ) is the text plain
SEEN
