#!/usr/bin/env bash
# compliance-trestle: the namespace https://example.org becomes https://example.org/, which is another.
#
# Versions: compliance-trestle 5.2.0.
# Expected: OSCAL, metadata model: ns of a property is an absolute URI that is "a naming system identifier"; names are
#   compared with it. A file that is read and written says the same.
# Seen: read and written, a slash is added, :443 and "a/.." are taken out, capitals of the host become small, letters
#   beyond ASCII are percent-encoded: other identifiers than those that other documents use. No message. A URN, and a URI
#   that has a path already (the controls), are kept.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check compliance-trestle==5.2.0
cd "$folder"
cat > finding.py <<'PYTHON'
import json
from pathlib import Path

from trestle.oscal.catalog import Catalog

for namespace in ("https://example.org", "https://Example.org/ns", "https://example.org:443/ns", "https://example.org/a/../ns",
                  "urn:example:Harbour", "https://example.org/ns"):
    Path("catalog.json").write_text(json.dumps({"catalog": {
        "uuid": "613fca2d-704a-42e7-8e2b-b206fb92b456",
        "metadata": {"title": "Roles", "last-modified": "2026-05-01T12:00:00+00:00", "version": "1", "oscal-version": "1.1.3",
                     "props": [{"name": "rank", "ns": namespace, "value": "1"}]}}}))
    Catalog.oscal_read(Path("catalog.json")).oscal_write(Path("again.json"))
    again = json.loads(Path("again.json").read_text())["catalog"]["metadata"]["props"][0]["ns"]
    print(namespace, "->", "kept" if again == namespace else again)
PYTHON
venv/bin/python -W ignore finding.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
https://example.org -> https://example.org/
https://Example.org/ns -> https://example.org/ns
https://example.org:443/ns -> https://example.org/ns
https://example.org/a/../ns -> https://example.org/ns
urn:example:Harbour -> kept
https://example.org/ns -> kept
SEEN
