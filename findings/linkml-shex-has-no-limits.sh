#!/usr/bin/env bash
# LinkML: ShEx of a schema has no patterns, no limits and no least number of values.
#
# Versions: linkml 1.12.1, linkml-runtime 1.12.1, rdflib 7.6.0.
# Expected: ShEx 2.1 (5.4.4, 5.5.2) has facets as MININCLUSIVE, patterns, and cardinalities as {2,3}, so all that the
#   schema says of these slots can be written, as gen-shacl writes it. What a generator leaves out, it says.
# Seen: size with minimum_value 1 is "@linkml:Integer ?", a tag with a pattern "@linkml:String ?", and names with
#   minimum_cardinality 2 and maximum_cardinality 3 "@linkml:String *". So size 0 and forty names fit. The
#   file has the look of a complete shape, since types and "required" (the controls) are in it. No warning. SHACL of the
#   same schema has all three.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  linkml==1.12.1 linkml-runtime==1.12.1 rdflib==7.6.0
cd "$folder"
cat > schema.yaml <<'YAML'
id: https://example.org/s
name: s
prefixes: {linkml: https://w3id.org/linkml/, ex: https://example.org/}
default_prefix: ex
default_range: string
imports: [linkml:types]
classes:
  Case:
    tree_root: true
    attributes:
      id: {identifier: true, range: uriorcurie}
      title: {required: true}
      size: {range: integer, minimum_value: 1, maximum_value: 9}
      tag: {pattern: "^[a-z]+$"}
      names: {multivalued: true, minimum_cardinality: 2, maximum_cardinality: 3}
YAML
venv/bin/gen-shacl schema.yaml > shapes.ttl 2>/dev/null
venv/bin/gen-shex schema.yaml > shapes.shex 2>errors.txt
venv/bin/python - <<'PYTHON' | tee seen.txt
import re

from rdflib import Graph, Namespace
from rdflib.namespace import SH

EX = Namespace("https://example.org/")
shapes, text = Graph().parse("shapes.ttl"), open("shapes.shex").read()
for slot in ("title", "size", "tag", "names"):
    print("ShEx", *re.findall(rf"<{slot}> [^;\n]*", text))
    shape = shapes.value(predicate=SH.path, object=EX[slot])
    names = ("minCount", "maxCount", "minInclusive", "maxInclusive", "pattern")
    print(" SHACL", {name: str(shapes.value(shape, SH[name])) for name in names if shapes.value(shape, SH[name])})
print("errors:", open("errors.txt").read().strip() or "none")
PYTHON
diff seen.txt - <<'SEEN'
ShEx <title> @linkml:String 
 SHACL {'minCount': '1', 'maxCount': '1'}
ShEx <size> @linkml:Integer ? 
 SHACL {'maxCount': '1', 'minInclusive': '1', 'maxInclusive': '9'}
ShEx <tag> @linkml:String ? 
 SHACL {'maxCount': '1', 'pattern': '^[a-z]+$'}
ShEx <names> @linkml:String *
 SHACL {'minCount': '2', 'maxCount': '3'}
errors: none
SEEN
