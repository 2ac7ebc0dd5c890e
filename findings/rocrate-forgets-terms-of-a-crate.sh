#!/usr/bin/env bash
# rocrate: a crate that was opened and written has lost its own terms: the context is the standard one.
#
# Versions: rocrate 0.16.0.
# Expected: RO-Crate 1.1 (Appendix, RO-Crate JSON-LD, Extending RO-Crate): properties that the context does not have
#   "SHOULD be added as keys to the @context", and ad-hoc terms MUST be in the local context; the array form is the
#   way to do so.
# Seen: the second part of "@context", terms or the address of a profile's context, is gone after
#   ROCrate(folder).write(other). The properties are still there as keys, but mean nothing: by JSON-LD they are
#   dropped, so an engine that reads the crate as linked data has lost them. No warning, though the reader had the
#   context. A crate with the standard context (the control) is kept.
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

STANDARD = "https://w3id.org/ro/crate/1.1/context"
contexts = {
    "own": [STANDARD, {"reviewedBy": "https://example.org/terms#reviewedBy"}],
    "profile": [STANDARD, "https://w3id.org/ro/terms/workflow-run/context"],
    "standard": STANDARD,
}
for name, context in contexts.items():
    os.mkdir(name)
    descriptor = {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"}, "about": {"@id": "./"}}
    root = {"@id": "./", "@type": "Dataset", "name": "Doors", "description": "d", "datePublished": "2026-01-01",
            "license": {"@id": "https://spdx.org/licenses/MIT"}, "reviewedBy": "Ann"}
    json.dump({"@context": context, "@graph": [descriptor, root]}, open(f"{name}/ro-crate-metadata.json", "w"))
    ROCrate(name).write(f"{name}-copy")
    copy = json.load(open(f"{name}-copy/ro-crate-metadata.json"))
    (root,) = [node for node in copy["@graph"] if node["@id"] == "./"]
    print(name, "same context" if copy["@context"] == context else f"context {copy['@context']}", "reviewedBy", root["reviewedBy"])
PYTHON
venv/bin/python copy_crate.py | tee seen.txt
diff seen.txt - <<'SEEN'
own context https://w3id.org/ro/crate/1.1/context reviewedBy Ann
profile context https://w3id.org/ro/crate/1.1/context reviewedBy Ann
standard same context reviewedBy Ann
SEEN
