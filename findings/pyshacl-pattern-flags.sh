#!/usr/bin/env bash
# pySHACL: the flags "s" and "x" of sh:pattern are ignored.
#
# Versions: pyshacl 0.40.1, rdflib 7.6.0; pyoxigraph 0.5.13 as peer.
# Expected: SHACL (4.4.3): sh:flags is the third argument of SPARQL's REGEX, so of XPath (Functions and
#   Operators, 7.6.1.1): "s" lets "." match a line's end, "x" takes white space out of the pattern.
#   REGEX of pyoxigraph does so (rdflib's knows no "x" either).
# Seen: only "i" and "m" have an effect. With "s", a text that matches is a violation. With "x", the text
#   "ab" that matches "a b" is a violation, and "a b", which does not, passes.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyshacl==0.40.1 rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
venv/bin/python - <<'PYTHON'
import logging, sys

logging.disable(logging.CRITICAL)
import pyoxigraph
import pyshacl
import rdflib

CASES = [("first.+last", "s", "first\nlast"), ("^a b$", "x", "ab"), ("^a b$", "x", "a b")]
seen = []
for pattern, flags, text in CASES:
    graph = rdflib.Graph()
    graph.parse(
        data=f"""@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
        :S a sh:NodeShape ; sh:targetSubjectsOf :p ;
          sh:property [ sh:path :p ; sh:pattern "{pattern}" ; sh:flags "{flags}" ] .""",
        format="turtle",
    )
    value = rdflib.Literal(text)
    graph.add((rdflib.URIRef("https://example.org/x"), rdflib.URIRef("https://example.org/p"), value))
    by_shacl = pyshacl.validate(graph, shacl_graph=graph)[0]
    terms = (pyoxigraph.Literal(term) for term in (text, pattern, flags))
    by_sparql = bool(pyoxigraph.Store().query("ASK { FILTER(REGEX(%s, %s, %s)) }" % tuple(terms)))
    seen.append((by_shacl, by_sparql))
    print(repr(pattern), flags, repr(text), "| conforms:", by_shacl, "| REGEX:", by_sparql)
sys.exit(0 if seen == [(False, True), (False, True), (True, False)] else 1)
PYTHON
