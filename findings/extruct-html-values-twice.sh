#!/usr/bin/env bash
# extruct: in an rdf:HTML or rdf:XMLLiteral value the text behind each inner element is there twice.
#
# Versions: extruct 0.18.0; pyRdfa3 3.6.5 as peer.
# Expected: HTML+RDFa 1.1 (3.1) and RDF 1.1 Concepts (5.1): the value with datatype rdf:HTML is the content of the
#   element, serialized as HTML: "a <b>b</b> c" is just that.
# Seen: what follows an element within the value comes once with the element and once more for itself, so a sentence
#   that is in part bold says its end twice: "must <b>not</b> sign sign". No error. An rdf:XMLLiteral likewise. With
#   the bold word at the end (the control) it is right, and so is pyRdfa3.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  extruct==0.18.0 pyRdfa3==3.6.5
cd "$folder"
cat > page.html <<'HTML'
<!DOCTYPE html>
<html><body vocab="https://example.org/">
<p property="a" datatype="rdf:HTML">must <b>not</b> sign</p>
<p property="b" datatype="rdf:HTML">may <b>sign</b></p>
<p property="c" datatype="rdf:XMLLiteral">must <b>not</b> sign</p>
</body></html>
HTML
cat > read.py <<'PYTHON'
import json

from extruct.rdfa import RDFaExtractor

html = open("page.html").read()
for node in RDFaExtractor().extract(html, base_url="https://example.org/dir/page"):
    node.pop("http://www.w3.org/ns/rdfa#usesVocabulary")
    for key, values in sorted(node.items()):
        if key == "@id":
            print("extruct @id", values)
        else:
            for value in values:
                print("extruct", key.removeprefix("https://example.org/"), json.dumps(value, ensure_ascii=False))


from pyRdfa import pyRdfa
from pyRdfa.options import Options

graph = pyRdfa(options=Options(), base="https://example.org/page", media_type="text/html").graph_from_source(open("page.html"))
for _, predicate, value in sorted(graph, key=lambda triple: triple[1]):
    if predicate.endswith("usesVocabulary"):
        continue
    kind = f"@{value.language}" if value.language else f"<{value.datatype or 'http://www.w3.org/2001/XMLSchema#string'}>"
    print("pyRdfa3", predicate.removeprefix("https://example.org/"), json.dumps(str(value), ensure_ascii=False), kind)
PYTHON
venv/bin/python read.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
extruct @id https://example.org/dir/page
extruct a {"@type": "http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML", "@value": "must <b>not</b> sign sign"}
extruct b {"@type": "http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML", "@value": "may <b>sign</b>"}
extruct c {"@type": "http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral", "@value": "must <b>not</b> sign sign"}
pyRdfa3 a "must <b>not</b> sign" <http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML>
pyRdfa3 b "may <b>sign</b>" <http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML>
pyRdfa3 c "must <b>not</b> sign" <http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral>
SEEN
