#!/usr/bin/env bash
# lightrdf: a text of RDF/XML in CDATA is read as the empty text.
#
# Versions: lightrdf 0.4.0; rdflib 7.6.0 as peer.
# Expected: XML 1.0 (2.7): a CDATA section holds character data, in which "<" and "&" stand for themselves. RDF/XML
#   (6.1.6) has one text event for it, as for any other text.
# Seen: the literal is "", so formulas, addresses with "&" and pieces of code, for which CDATA is there, are lost, and
#   the statement itself stays, so the count is right. No error. The same text with &lt; and &amp; (the control) is
#   read.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  lightrdf==0.4.0 rdflib==7.6.0
cd "$folder"
cat > cdata.rdf <<'XML'
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="https://example.org/" xml:base="https://example.org/base/">
<rdf:Description rdf:about="a"><rule><![CDATA[a < 3 & b > 4]]></rule><same>a &lt; 3 &amp; b &gt; 4</same></rdf:Description>
</rdf:RDF>
XML
cat > read.py <<'PYTHON'
import lightrdf
import rdflib

for _, predicate, value in sorted(lightrdf.Parser().parse("cdata.rdf", format="xml")):
    print("lightrdf", predicate, value)
for _, predicate, value in sorted(rdflib.Graph().parse("cdata.rdf", format="xml"), key=lambda triple: triple[1]):
    print("rdflib  ", predicate.n3(), value.n3())
PYTHON
venv/bin/python read.py | tee seen.txt
diff seen.txt - <<'SEEN'
lightrdf <https://example.org/rule> ""
lightrdf <https://example.org/same> "a < 3 & b > 4"
rdflib   <https://example.org/rule> "a < 3 & b > 4"
rdflib   <https://example.org/same> "a < 3 & b > 4"
SEEN
