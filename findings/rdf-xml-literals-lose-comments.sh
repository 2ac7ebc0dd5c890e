#!/usr/bin/env bash
# rdflib, pyoxigraph: an XML literal of RDF/XML loses its comments, and is another text in each of them.
#
# Versions: rdflib 7.6.0, pyoxigraph 0.5.13.
# Expected: RDF/XML (7.2.17, parseTypeLiteralPropertyElt) makes the literal by Exclusive XML Canonicalization "with
#   comments", which keeps comments, processing instructions and the prefixes of names. RDF 1.1 Concepts (5.2): values
#   are equal if the DOM trees are, comments included.
# Seen: both leave out comments and instructions, so a note ("see 4.2") is lost. rdflib makes <e:b> of <b> where
#   another prefix of the file has the same namespace; pyoxigraph declares all namespaces of the file in each element,
#   used or not. So one file is two terms, and a comparison of the two stores, or a hash, says that they differ. No
#   error. Without elements and comments (the control) they agree.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
cat > literal.rdf <<'XML'
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="https://example.org/" xmlns:e="https://example.org/" xml:base="https://example.org/base/">
<rdf:Description rdf:about="a">
<one rdf:parseType="Literal">must<!-- see 4.2 --> not <?mark?>sign</one>
<two rdf:parseType="Literal">a <b>bold</b> word</two>
<three rdf:parseType="Literal">must not sign</three>
</rdf:Description>
</rdf:RDF>
XML
cat > read.py <<'PYTHON'
import pyoxigraph
import rdflib

for quad in sorted(pyoxigraph.parse(path="literal.rdf", format=pyoxigraph.RdfFormat.RDF_XML), key=lambda quad: quad.predicate.value):
    print("pyoxigraph", quad.predicate.value.split("/")[-1], quad.object.value)
for _, predicate, value in sorted(rdflib.Graph().parse("literal.rdf", format="xml"), key=lambda triple: triple[1]):
    print("rdflib    ", predicate.split("/")[-1], value)
PYTHON
venv/bin/python read.py | tee seen.txt
diff seen.txt - <<'SEEN'
pyoxigraph one must not sign
pyoxigraph three must not sign
pyoxigraph two a <b xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="https://example.org/" xmlns:e="https://example.org/">bold</b> word
rdflib     one must not sign
rdflib     three must not sign
rdflib     two a <e:b xmlns:e="https://example.org/">bold</e:b> word
SEEN
