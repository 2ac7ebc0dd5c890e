#!/usr/bin/env bash
# pyoxigraph: a statement of RDF/XML whose rdf:parseType is not one of the three known ones is left out.
#
# Versions: pyoxigraph 0.5.13; rdflib 7.6.0 as peer.
# Expected: RDF/XML (7.2.20, parseTypeOtherPropertyElt): "All rdf:parseType attribute values other than the strings
#   "Resource", "Literal" or "Collection" are treated as if the value was "Literal"".
# Seen: the statement is gone, with all that is inside of it, and without an error: so it is with daml:collection of
#   old ontologies, with "literal" or "collection" in small letters, and with whatever a later version of RDF/XML
#   adds. The peer has the XML literal. "Literal" (the control) is read by both.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
cat > small.rdf <<'XML'
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="https://example.org/" xml:base="https://example.org/base/">
<rdf:Description rdf:about="a"><label>colour</label><text rdf:parseType="literal">red</text></rdf:Description>
</rdf:RDF>
XML
cat > daml.rdf <<'XML'
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="https://example.org/" xml:base="https://example.org/base/">
<rdf:Description rdf:about="a"><members rdf:parseType="daml:collection"><rdf:Description rdf:about="b"/></members></rdf:Description>
</rdf:RDF>
XML
cat > known.rdf <<'XML'
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="https://example.org/" xml:base="https://example.org/base/">
<rdf:Description rdf:about="a"><text rdf:parseType="Literal">red</text></rdf:Description>
</rdf:RDF>
XML
cat > read.py <<'PYTHON'
import sys

import pyoxigraph
import rdflib

for file in sys.argv[1:]:
    try:
        quads = list(pyoxigraph.parse(path=file, format=pyoxigraph.RdfFormat.RDF_XML))
        print("pyoxigraph", file, *sorted(f"{quad.predicate.value.split('/')[-1]} {quad.object}" for quad in quads))
    except SyntaxError as error:
        print("pyoxigraph", file, "SyntaxError", error)
    graph = rdflib.Graph().parse(file, format="xml")
    print("rdflib    ", file, *sorted(f"{predicate.split('/')[-1]} {value.n3()}" for _, predicate, value in graph))
PYTHON
venv/bin/python read.py small.rdf daml.rdf known.rdf | tee seen.txt
diff seen.txt - <<'SEEN'
pyoxigraph small.rdf label "colour"
rdflib     small.rdf label "colour" text "red"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral>
pyoxigraph daml.rdf
rdflib     daml.rdf members "<rdf:Description xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" rdf:about=\"b\"/>"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral>
pyoxigraph known.rdf text "red"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral>
rdflib     known.rdf text "red"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral>
SEEN
