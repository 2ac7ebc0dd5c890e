#!/usr/bin/env bash
# JSON-LD: "ex": {"@id": "https://example.org/"} is no prefix, so ex:a is <ex:a>; pyoxigraph and rdflib take it for one.
#
# Versions: PyLD 3.3.0, pyoxigraph 0.5.13, rdflib 7.6.0.
# Expected: by whoever writes the term in its long form, that it is a prefix as in the short form. JSON-LD 1.1 (4.4,
#   Compact IRIs) has it otherwise: a term is a prefix, "when expanding or compacting", only if its definition is
#   simple and ends with a delimiter, or has "@prefix": true; the API (IRI Expansion) asks for the prefix flag.
# Seen: PyLD keeps <ex:a>, an IRI with the scheme "ex", and pyoxigraph and rdflib make <https://example.org/a>. So one
#   document is two graphs that share no name, and neither reader says anything. With "@prefix": true, and in the
#   short form (the controls), all agree.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0 PyLD==3.3.0
cd "$folder"
cat > object.json <<'JSON'
{"@context": {"ex": {"@id": "https://example.org/"}}, "@id": "ex:a", "ex:name": "A"}
JSON
cat > flag.json <<'JSON'
{"@context": {"ex": {"@id": "https://example.org/", "@prefix": true}}, "@id": "ex:a", "ex:name": "A"}
JSON
cat > short.json <<'JSON'
{"@context": {"ex": "https://example.org/"}, "@id": "ex:a", "ex:name": "A"}
JSON
cat > read.py <<'PYTHON'
import json
import sys

import pyoxigraph
import rdflib
from pyld import jsonld

def short(text):
    for long, prefix in (("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf:"), ("http://www.w3.org/2001/XMLSchema#", "xsd:"), ("https://example.org/", ":")):
        text = text.replace(f"<{long}", f"<{prefix}")
    return text

def show(name, quads):
    dataset = pyoxigraph.Dataset(quads)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    for line in sorted(map(str, dataset)):
        print(f"{name}: {short(line)}")

for file in sys.argv[1:]:
    document = open(file).read()
    try:
        show(f"{file} pyoxigraph", pyoxigraph.parse(input=document.encode(), format=pyoxigraph.RdfFormat.JSON_LD))
    except SyntaxError as error:
        print(f"{file} pyoxigraph: SyntaxError {error}")
    text = jsonld.to_rdf(json.loads(document), {"format": "application/n-quads"})
    show(f"{file} PyLD", pyoxigraph.parse(input=text.encode(), format=pyoxigraph.RdfFormat.N_QUADS))
    text = rdflib.Graph().parse(data=document, format="json-ld").serialize(format="nt")
    show(f"{file} rdflib", pyoxigraph.parse(input=text.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES))
PYTHON
venv/bin/python read.py object.json flag.json short.json | tee seen.txt
diff seen.txt - <<'SEEN'
object.json pyoxigraph: <:a> <:name> "A"
object.json PyLD: <ex:a> <ex:name> "A"
object.json rdflib: <:a> <:name> "A"
flag.json pyoxigraph: <:a> <:name> "A"
flag.json PyLD: <:a> <:name> "A"
flag.json rdflib: <:a> <:name> "A"
short.json pyoxigraph: <:a> <:name> "A"
short.json PyLD: <:a> <:name> "A"
short.json rdflib: <:a> <:name> "A"
SEEN
