#!/usr/bin/env bash
# PyLD: from N-Quads "caf\u00E9" is read as the letters c a f \ u 0 0 E 9, in IRIs too, so the data and its hash are others.
#
# Versions: PyLD 3.3.0; pyoxigraph 0.5.13 and rdflib 7.6.0 as peers.
# Expected: N-Quads (Parsing, RDF Term Constructors): a text is the characters between the quotes, an IRI those between
#   "<" and ">", "with escape sequences unescaped". The escapes are \t \b \n \r \f \" \' \\ and \uXXXX, \UXXXXXXXX.
# Seen: \t, \n, \r, \" and \\ (the controls) are undone; \u00E9, \U0001F600, \b, \f and \' stay as they stand. As JSON-LD
#   the name has a backslash in it, and an IRI with \u00E9 names another thing. Canonicalization writes the backslash
#   twice: the same dataset written in ASCII and in UTF-8 has two hashes, so what one program signs another refuses. No
#   error. Both peers read one dataset.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  PyLD==3.3.0 pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
cat > compare.py <<'PYTHON'
import hashlib

import pyoxigraph
import rdflib
from pyld import jsonld

NAME = "<https://example.org/ann> <https://example.org/name> "
CASES = {
    "letter": (NAME + '"caf\\u00E9" .\n', NAME + '"café" .\n'),
    "smiley": (NAME + '"\\U0001F600" .\n', NAME + '"😀" .\n'),
    "quote": (NAME + '"it\\\'s" .\n', NAME + '"it\'s" .\n'),
    "iri": ("<https://example.org/caf\\u00E9> <https://example.org/in> <https://example.org/x> .\n",
            "<https://example.org/café> <https://example.org/in> <https://example.org/x> .\n"),
    "control": (NAME + '"a\\tb\\\\c\\"d" .\n', NAME + '"a\tb\\\\c\\"d" .\n'),
}


def by_pyld(text):
    canonical = jsonld.normalize(
        text, {"algorithm": "URDNA2015", "inputFormat": "application/n-quads", "format": "application/n-quads"}
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def by_pyoxigraph(text):
    return set(pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.N_QUADS))


def by_rdflib(text):
    return set(rdflib.Dataset().parse(data=text, format="nquads"))


def same(read, pair):
    return "one dataset" if read(pair[0]) == read(pair[1]) else "two datasets"


for name, pair in CASES.items():
    print(f"{name}. PyLD: {same(by_pyld, pair)}; pyoxigraph: {same(by_pyoxigraph, pair)}; rdflib: {same(by_rdflib, pair)}")
for name in ("letter", "iri"):
    print(name, jsonld.from_rdf(CASES[name][0]))
PYTHON
venv/bin/python compare.py | tee seen.txt
diff seen.txt - <<'SEEN'
letter. PyLD: two datasets; pyoxigraph: one dataset; rdflib: one dataset
smiley. PyLD: two datasets; pyoxigraph: one dataset; rdflib: one dataset
quote. PyLD: two datasets; pyoxigraph: one dataset; rdflib: one dataset
iri. PyLD: two datasets; pyoxigraph: one dataset; rdflib: one dataset
control. PyLD: one dataset; pyoxigraph: one dataset; rdflib: one dataset
letter [{'@id': 'https://example.org/ann', 'https://example.org/name': [{'@value': 'caf\\u00E9'}]}]
iri [{'@id': 'https://example.org/caf\\u00E9', 'https://example.org/in': [{'@id': 'https://example.org/x'}]}]
SEEN
