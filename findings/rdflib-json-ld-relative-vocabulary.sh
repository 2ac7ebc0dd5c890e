#!/usr/bin/env bash
# rdflib: with "@vocab": "" all properties of a JSON-LD document are gone; with "@vocab": "ex:ns/" they are other ones.
#
# Versions: rdflib 7.6.0; PyLD 3.3.0 and pyoxigraph 0.5.13 as peers.
# Expected: JSON-LD 1.1 (4.1.4, Using the Document Base for the Default Vocabulary): "@vocab": "" or "#" makes terms
#   relative to the document. JSON-LD 1.1 API (4.1.2, step 5.8.3): the value of "@vocab" is expanded as an IRI, so a
#   compact IRI whose prefix an earlier context defines is written out.
# Seen: with "" there is no triple at all, no error and no warning. "ex:ns/" is kept as if "ex" were a scheme:
#   <ex:ns/name>. Both peers give the properties of the text. "@vocab" in full (the control) is right. For "#" it is
#   RDFLib/rdflib issue 2167, open.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0 PyLD==3.3.0 pyoxigraph==0.5.13
cd "$folder"
cat > compare.py <<'PYTHON'
import json

import pyoxigraph
import rdflib
from pyld import jsonld

BASE = "https://example.org/doc"
CONTEXTS = {
    "empty": {"@version": 1.1, "@vocab": ""},
    "prefix": [{"ex": "https://example.org/"}, {"@vocab": "ex:ns/"}],
    "in full": {"@vocab": "https://example.org/ns/"},
}
for name, context in CONTEXTS.items():
    document = {"@context": context, "@id": "https://example.org/ann", "name": "Ann", "knows": {"name": "Ben"}}
    text = json.dumps(document)
    graph = rdflib.Graph().parse(data=text, format="json-ld", base=BASE)
    by_rdflib = sorted({str(predicate) for predicate in graph.predicates()})
    quads = jsonld.to_rdf(document, {"base": BASE, "format": "application/n-quads"}).encode()
    by_pyld = sorted({quad.predicate.value for quad in pyoxigraph.parse(quads, pyoxigraph.RdfFormat.N_QUADS)})
    read = pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.JSON_LD, base_iri=BASE)
    by_pyoxigraph = sorted({quad.predicate.value for quad in read})
    print(f"{name}. rdflib: {by_rdflib}; PyLD: {by_pyld}; pyoxigraph: {by_pyoxigraph}")
PYTHON
venv/bin/python compare.py | tee seen.txt
diff seen.txt - <<'SEEN'
empty. rdflib: []; PyLD: ['https://example.org/docknows', 'https://example.org/docname']; pyoxigraph: ['https://example.org/docknows', 'https://example.org/docname']
prefix. rdflib: ['ex:ns/knows', 'ex:ns/name']; PyLD: ['https://example.org/ns/knows', 'https://example.org/ns/name']; pyoxigraph: ['https://example.org/ns/knows', 'https://example.org/ns/name']
in full. rdflib: ['https://example.org/ns/knows', 'https://example.org/ns/name']; PyLD: ['https://example.org/ns/knows', 'https://example.org/ns/name']; pyoxigraph: ['https://example.org/ns/knows', 'https://example.org/ns/name']
SEEN
