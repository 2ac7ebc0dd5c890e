#!/usr/bin/env bash
# rdflib: with a base that has a slash in its query, or a fragment, all relative IRIs of Turtle are wrong.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 as peer.
# Expected: Turtle (6.3) resolves by RFC 3986 (5.2): a path is merged with the path of the base (5.2.3), its query is
#   left out, and the fragment of the base is no part of it (5.1). <x> with the base .../list?path=a/b is .../x.
# Seen: the last slash of the whole base counts, so <x> is <https://example.org/list?path=a/x>, and so are all names
#   of the file. A fragment of the base stays: <> is <...#part> and <#me> is <...#part#me>, with two signs. Addresses
#   of repositories and of search pages look like that. No error. A base with neither (the control) is right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
cat > read.py <<'PYTHON'
import pyoxigraph
import rdflib

for base in ("https://example.org/list?path=a/b", "https://example.org/list#part", "https://example.org/list?page=2"):
    text = f"@base <{base}> . <urn:s> <urn:p> <x>, <>, <#me> ."
    peer = sorted(quad.object.value for quad in pyoxigraph.parse(input=text.encode(), format=pyoxigraph.RdfFormat.TURTLE))
    seen = sorted(map(str, rdflib.Graph().parse(data=text, format="turtle").objects()))
    print("base", base)
    print("  rdflib    ", *seen)
    print("  pyoxigraph", *peer)
PYTHON
venv/bin/python read.py | tee seen.txt
diff seen.txt - <<'SEEN'
base https://example.org/list?path=a/b
  rdflib     https://example.org/list?path=a/b https://example.org/list?path=a/b#me https://example.org/list?path=a/x
  pyoxigraph https://example.org/list?path=a/b https://example.org/list?path=a/b#me https://example.org/x
base https://example.org/list#part
  rdflib     https://example.org/list#part https://example.org/list#part#me https://example.org/x
  pyoxigraph https://example.org/list https://example.org/list#me https://example.org/x
base https://example.org/list?page=2
  rdflib     https://example.org/list?page=2 https://example.org/list?page=2#me https://example.org/x
  pyoxigraph https://example.org/list?page=2 https://example.org/list?page=2#me https://example.org/x
SEEN
