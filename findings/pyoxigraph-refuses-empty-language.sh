#!/usr/bin/env bash
# pyoxigraph: RDF/XML with xml:lang="", with an empty XML literal or with a relative xml:base is refused as a whole.
#
# Versions: pyoxigraph 0.5.13; rdflib 7.6.0 as peer.
# Expected: XML 1.0 (2.12): an empty xml:lang takes back the language of the elements outside, without another one in
#   its place. RDF/XML (2.7; 7.2.17, parseTypeLiteralPropertyElt): the literal is what is between the tags, which may
#   be nothing. XML Base (3) lets xml:base be relative to the one outside; RDF/XML (5.3) follows it.
# Seen: each of the three is an error, and no statement of the file is read. Files with labels in several languages
#   take the language back in this way. lightrdf, which is built on the same parser, does likewise. Without these the
#   file is read (the control).
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
cat > language.rdf <<'XML'
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="https://example.org/" xml:base="https://example.org/base/">
<rdf:Description rdf:about="a" xml:lang="en"><label>colour</label><code xml:lang="">C1</code></rdf:Description>
</rdf:RDF>
XML
cat > literal.rdf <<'XML'
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="https://example.org/" xml:base="https://example.org/base/">
<rdf:Description rdf:about="a"><label>colour</label><text rdf:parseType="Literal"></text></rdf:Description>
</rdf:RDF>
XML
cat > base.rdf <<'XML'
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="https://example.org/" xml:base="https://example.org/base/">
<rdf:Description rdf:about="a"><next xml:base="sub/" rdf:resource="b"/></rdf:Description>
</rdf:RDF>
XML
cat > plain.rdf <<'XML'
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="https://example.org/" xml:base="https://example.org/base/">
<rdf:Description rdf:about="a" xml:lang="en"><label>colour</label></rdf:Description>
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
venv/bin/python read.py language.rdf literal.rdf base.rdf plain.rdf | tee seen.txt
diff seen.txt - <<'SEEN'
pyoxigraph language.rdf SyntaxError error while parsing language tag '': A subtag should not be empty
rdflib     language.rdf code "C1" label "colour"@en
pyoxigraph literal.rdf SyntaxError No value found for rdf:XMLLiteral value of property <https://example.org/text>
rdflib     literal.rdf label "colour" text ""^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral>
pyoxigraph base.rdf SyntaxError error while parsing IRI 'sub/': No scheme found in an absolute IRI
rdflib     base.rdf next <https://example.org/base/sub/b>
pyoxigraph plain.rdf label "colour"@en
rdflib     plain.rdf label "colour"@en
SEEN
