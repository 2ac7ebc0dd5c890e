#!/usr/bin/env bash
# LinkML: a value of type uri that went through RDF comes back as a CURIE, which is another URI.
#
# Versions: linkml 1.12.1, linkml-runtime 1.12.1, rdflib 7.6.0.
# Expected: linkml:types has uri ("a complete URI") beside curie and uriorcurie. A slot with range uri that
#   holds https://example.org/page holds the same after YAML -> Turtle -> YAML. (In RDF it should be a literal
#   of type xsd:anyURI, says linkml:types; it is written as a node.)
# Seen: "ex:page". Where the type is uri nothing may expand it: it is a URI with the scheme "ex". It is
#   shortened only where the schema has a fitting prefix, so most values of the file stay right, and
#   linkml-validate accepts both.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  linkml==1.12.1 linkml-runtime==1.12.1 rdflib==7.6.0
cat > "$folder/schema.yaml" <<'YAML'
id: https://example.org/teams
name: teams
prefixes: {linkml: https://w3id.org/linkml/, ex: https://example.org/}
default_prefix: ex
imports: [linkml:types]
classes:
  Team:
    tree_root: true
    attributes:
      id: {identifier: true, range: uriorcurie}
      home: {range: uri}
      news: {range: uri}
YAML
printf 'id: ex:team\nhome: https://example.org/page\nnews: https://example.net/news\n' > "$folder/team.yaml"
cd "$folder"
venv/bin/linkml-convert -s schema.yaml -C Team -t ttl -o "$folder/team.ttl" "$folder/team.yaml"
venv/bin/linkml-convert -s schema.yaml -C Team -f ttl -t yaml -o "$folder/back.yaml" "$folder/team.ttl"
venv/bin/linkml-validate -s schema.yaml -C Team "$folder/back.yaml"
venv/bin/python - <<'PYTHON'
import sys

import yaml

back = yaml.safe_load(open("back.yaml"))
print("read back:", back)
as_seen = (back["home"], back["news"]) == ("ex:page", "https://example.net/news")
sys.exit(0 if as_seen else 1)
PYTHON
