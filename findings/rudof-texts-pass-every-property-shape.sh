#!/usr/bin/env bash
# rudof: a text where a node must be conforms to any property that the node must have.
#
# Versions: pyrudof 0.3.35 (both of its validation modes); pyshacl 0.40.1 as peer.
# Expected: SHACL (3.7, Value Nodes; 4.2.1, sh:minCount; 4.7.1, sh:node; 4.7.2, sh:property): a literal is a value node
#   like others. No path leads on from it, so it has none of the values that sh:minCount 1 asks for: a violation.
# Seen: "see the :mail of :owner", with the owner as a mere text, conforms, whether by sh:property, by sh:node or by
#   sh:targetObjectsOf. The check for nodes that are not described at all misses those that are no nodes. For an IRI
#   without the property (the control), the violation is reported.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyrudof==0.3.35 pyshacl==0.40.1
cd "$folder"
cat > check.py <<'PYTHON'
import pyrudof
import pyshacl
import rdflib

HEAD = "@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
OWNER = ":S a sh:NodeShape ; sh:targetNode :door ; sh:property [ sh:path :owner ; %s ] . "
MAIL = "sh:property [ sh:path :mail ; sh:minCount 1 ]"
CASES = {
    "property of a text": (OWNER % MAIL, ':door :owner "Ann" .'),
    "node of a text": (OWNER % f"sh:node [ {MAIL} ]", ':door :owner "Ann" .'),
    "text as target": (f":S a sh:NodeShape ; sh:targetObjectsOf :owner ; {MAIL} .", ':door :owner "Ann" .'),
    "property of an IRI": (OWNER % MAIL, ":door :owner :ann ."),
}


def by_rudof(shapes, data, mode):
    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_data(data)
    rudof.read_shacl(shapes)
    return rudof.validate_shacl(mode).conforms


for name, (shapes, data) in CASES.items():
    shapes, data = HEAD + shapes, HEAD + data
    native = by_rudof(shapes, data, pyrudof.ShaclValidationMode.Native)
    sparql = by_rudof(shapes, data, pyrudof.ShaclValidationMode.Sparql)
    graph = rdflib.Graph().parse(data=data, format="turtle")
    peer, _, _ = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(data=shapes, format="turtle"))
    print(f"{name}: rudof {native} {sparql}, pySHACL {peer}")
PYTHON
venv/bin/python check.py | tee seen.txt
diff seen.txt - <<'SEEN'
property of a text: rudof True True, pySHACL False
node of a text: rudof True True, pySHACL False
text as target: rudof True True, pySHACL False
property of an IRI: rudof False False, pySHACL False
SEEN
