#!/usr/bin/env bash
# compliance-trestle: by way of Markdown an item of two paragraphs is gone, but for the second, which is of all items.
#
# Versions: compliance-trestle 5.2.0.
# Expected: OSCAL, catalog model: the prose of a part is markup-multiline, several paragraphs are usual. trestle
#   author catalog-generate writes a catalog as Markdown, and catalog-assemble makes the catalog of it again; what
#   nobody edited is the same.
# Seen: the first paragraph and its item are not in the catalog any more, and the second stands at the end of the
#   statement: of "guides ships, not at night" and "calls the harbour" there is left "not at night" for all, and the
#   call. No message, exit code 0. An item of one paragraph (the control) comes back.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check compliance-trestle==5.2.0
cd "$folder"
mkdir -p work/catalogs/source
cd work
../venv/bin/trestle init --local >/dev/null 2>&1
cat > write.py <<'PYTHON'
import json
import sys
from pathlib import Path


def item(letter, prose):
    return {"id": f"g-1_smt.{letter}", "name": "item", "prose": prose, "props": [{"name": "label", "value": letter + "."}]}


Path("catalogs/source/catalog.json").write_text(json.dumps({"catalog": {
    "uuid": "613fca2d-704a-42e7-8e2b-b206fb92b456",
    "metadata": {"title": "Duties", "last-modified": "2026-05-01T12:00:00+00:00", "version": "1", "oscal-version": "1.1.3"},
    "groups": [{"id": "g", "title": "Group", "controls": [{"id": "g-1", "title": "Pilot", "parts": [
        {"id": "g-1_smt", "name": "statement", "prose": "The pilot:",
         "parts": [item("a", sys.argv[1]), item("b", "calls the harbour.")]}]}]}]}}))
PYTHON
cat > read.py <<'PYTHON'
import json
from pathlib import Path

for name in ("source", "again"):
    (statement,) = json.loads(Path(f"catalogs/{name}/catalog.json").read_text())["catalog"]["groups"][0]["controls"][0]["parts"]
    print(name, [statement["prose"]] + [each["prose"] for each in statement["parts"]])
PYTHON
for prose in $'guides ships.\n\nNot at night.' 'guides ships.'; do
  ../venv/bin/python write.py "$prose"
  ../venv/bin/trestle author catalog-generate --name source --output markdown >/dev/null 2>&1
  ../venv/bin/trestle author catalog-assemble --markdown markdown --output again --name source >/dev/null 2>&1
  ../venv/bin/python read.py
  rm -r markdown catalogs/again
done | tee seen.txt
diff seen.txt - <<'SEEN'
source ['The pilot:', 'guides ships.\n\nNot at night.', 'calls the harbour.']
again ['The pilot:\n\nNot at night.', 'calls the harbour.']
source ['The pilot:', 'guides ships.', 'calls the harbour.']
again ['The pilot:', 'guides ships.', 'calls the harbour.']
SEEN
