#!/usr/bin/env bash
# rocrate: a name with a language that went through it has none, and a typed date no type.
#
# Versions: rocrate 0.16.0.
# Expected: RO-Crate 1.1 (Appendix, RO-Crate JSON-LD): the metadata is JSON-LD, flattened and compacted, and in
#   JSON-LD {"@value": "...", "@language": "en"} is how a text of a language is written in that form (JSON-LD 1.1,
#   4.2.4).
# Seen: after ROCrate(folder).write(other) the value is the bare text. Two names, in English and in French, are two
#   texts that nothing tells apart, and {"@value": "2026", "@type": "xsd:gYear"} is a text. No warning, although
#   nobody touched these values. A plain text (the control) stays.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rocrate==0.16.0
cd "$folder"
cat > copy_crate.py <<'PYTHON'
import json
import os

from rocrate.rocrate import ROCrate

values = {
    "name": [{"@value": "Doors", "@language": "en"}, {"@value": "Portes", "@language": "fr"}],
    "temporalCoverage": {"@value": "2026", "@type": "http://www.w3.org/2001/XMLSchema#gYear"},
    "description": "plain",
}
os.mkdir("crate")
descriptor = {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"}, "about": {"@id": "./"}}
root = {"@id": "./", "@type": "Dataset", "datePublished": "2026-01-01", "license": {"@id": "https://spdx.org/licenses/MIT"}} | values
json.dump({"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": [descriptor, root]}, open("crate/ro-crate-metadata.json", "w"))
ROCrate("crate").write("copy")
(root,) = [node for node in json.load(open("copy/ro-crate-metadata.json"))["@graph"] if node["@id"] == "./"]
for name in values:
    print(name, json.dumps(root[name]))
PYTHON
venv/bin/python copy_crate.py | tee seen.txt
diff seen.txt - <<'SEEN'
name ["Doors", "Portes"]
temporalCoverage "2026"
description "plain"
SEEN
