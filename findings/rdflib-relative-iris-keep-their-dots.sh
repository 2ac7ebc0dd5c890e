#!/usr/bin/env bash
# rdflib: <?page=2>, <./g/../h> and <../../../../g> become other IRIs than in every other reader.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 as peer.
# Expected: Turtle (6.3, IRI References): relative IRIs are resolved by RFC 3986 (5.2). Its examples (5.4.1, 5.4.2),
#   with the base http://a/b/c/d;p?q: "?y" is http://a/b/c/d;p?y, "../../../g" is http://a/g and "./g/." is
#   http://a/b/c/g/.
# Seen: a reference that is only a query drops the last part of the path, ".." at the root and "." within a path stay.
#   Links to the pages of a list, and whatever a generator writes with dots, are names that no other reader of the
#   file has, so a join of two programs finds nothing. No error. Plain names and fragments (the control) are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
cat > data.ttl <<'TURTLE'
@base <http://a/b/c/d;p?q> .
<http://s> <http://p> <?y>, <../../../g>, <./g/.>, <g/../h>, <g/./h>, <g>, <#s>, <../g> .
TURTLE
cat > read.py <<'PYTHON'
import pyoxigraph
import rdflib

peer = {quad.object.value for quad in pyoxigraph.parse(path="data.ttl")}
seen = {str(value) for value in rdflib.Graph().parse("data.ttl", format="turtle").objects()}
print("both", *sorted(peer & seen))
print("pyoxigraph only", *sorted(peer - seen))
print("rdflib only", *sorted(seen - peer))
PYTHON
venv/bin/python read.py | tee seen.txt
diff seen.txt - <<'SEEN'
both http://a/b/c/d;p?q#s http://a/b/c/g http://a/b/g http://a/g
pyoxigraph only http://a/b/c/d;p?y http://a/b/c/g/ http://a/b/c/g/h http://a/b/c/h
rdflib only http://a/b/c/?y http://a/b/c/g/. http://a/b/c/g/../h http://a/b/c/g/./h
SEEN
