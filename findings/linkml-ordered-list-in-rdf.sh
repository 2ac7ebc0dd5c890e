#!/usr/bin/env bash
# LinkML: a list that the schema declares as ordered loses its order and its repeats in RDF.
#
# Versions: linkml 1.12.1, linkml-runtime 1.12.1, rdflib 7.6.0.
# Expected: the metamodel says of list_elements_ordered: "If True, then the order of elements of a
#   multivalued slot is guaranteed to be preserved". An rdf:List would do so.
# Seen: linkml-convert writes one triple for each different value. Read back by the same tool, the steps
#   wash, cut, wash, cook are cook, cut, wash: valid, and another instruction. No warning in either way.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  linkml==1.12.1 linkml-runtime==1.12.1 rdflib==7.6.0
cat > "$folder/schema.yaml" <<'YAML'
id: https://example.org/recipes
name: recipes
prefixes: {linkml: https://w3id.org/linkml/, ex: https://example.org/}
default_prefix: ex
imports: [linkml:types]
classes:
  Recipe:
    tree_root: true
    attributes:
      id: {identifier: true, range: uriorcurie}
      steps: {range: string, multivalued: true, list_elements_ordered: true}
YAML
printf 'id: ex:salad\nsteps: [wash, cut, wash, cook]\n' > "$folder/salad.yaml"
cd "$folder"
venv/bin/linkml-convert -s schema.yaml -C Recipe -t ttl -o "$folder/salad.ttl" "$folder/salad.yaml"
venv/bin/linkml-convert -s schema.yaml -C Recipe -f ttl -t yaml -o "$folder/back.yaml" "$folder/salad.ttl"
grep -A 3 steps salad.ttl
venv/bin/python - <<'PYTHON'
import sys

import yaml

steps = yaml.safe_load(open("back.yaml"))["steps"]
print("read back:", steps)
sys.exit(0 if sorted(steps) == ["cook", "cut", "wash"] else 1)
PYTHON
