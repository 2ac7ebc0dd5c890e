#!/usr/bin/env bash
# pyoxigraph: an XML literal whose element has a namespace of its own is read as text that is no XML.
#
# Versions: pyoxigraph 0.5.13, lxml 6.1.3 as XML reader; rdflib 7.6.0 as peer.
# Expected: RDF/XML (7.2.17, parseTypeLiteralPropertyElt): the literal is XML with the namespaces that are in scope.
#   XML 1.0 (3.1, Unique Att Spec): "An attribute name MUST NOT appear more than once in the same start-tag".
# Seen: the namespaces of the file are written into each element, also those that the element declares itself, so
#   xmlns stands there twice and the literal is ill-typed: an XML reader refuses it. HTML and MathML are written with
#   their namespace. No error. An element without a namespace of its own (the control) is XML.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0 lxml==6.1.3
cd "$folder"
cat > default.rdf <<'XML'
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="https://example.org/">
<rdf:Description rdf:about="https://example.org/a"><text rdf:parseType="Literal"><p xmlns="http://www.w3.org/1999/xhtml">x</p></text></rdf:Description>
</rdf:RDF>
XML
cat > plain.rdf <<'XML'
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://example.org/">
<rdf:Description rdf:about="https://example.org/a"><e:text rdf:parseType="Literal"><p>x</p></e:text></rdf:Description>
</rdf:RDF>
XML
cat > read.py <<'PYTHON'
import lxml.etree
import pyoxigraph
import rdflib

for file in ("default.rdf", "plain.rdf"):
    (quad,) = pyoxigraph.parse(path=file, format=pyoxigraph.RdfFormat.RDF_XML)
    (value,) = rdflib.Graph().parse(file, format="xml").objects()
    for name, text in (("pyoxigraph", quad.object.value), ("rdflib", str(value))):
        try:
            lxml.etree.fromstring(text)
            seen = "is XML"
        except lxml.etree.XMLSyntaxError as error:
            seen = f"is no XML: {error}".split(",")[0]
        print(file, name, text.replace("http://www.w3.org/", ""), seen)
PYTHON
venv/bin/python read.py | tee seen.txt
diff seen.txt - <<'SEEN'
default.rdf pyoxigraph <p xmlns="1999/xhtml" xmlns:rdf="1999/02/22-rdf-syntax-ns#" xmlns="1999/xhtml">x</p> is no XML: Attribute xmlns redefined
default.rdf rdflib <p xmlns="1999/xhtml">x</p> is XML
plain.rdf pyoxigraph <p xmlns:rdf="1999/02/22-rdf-syntax-ns#" xmlns:e="https://example.org/">x</p> is XML
plain.rdf rdflib <p>x</p> is XML
SEEN
