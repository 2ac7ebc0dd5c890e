#!/usr/bin/env bash
# compliance-trestle: by way of Markdown two examples become one, and a part with a title gets it as its kind.
#
# Versions: compliance-trestle 5.2.0.
# Expected: OSCAL, catalog model: a part has a name, which is its kind ("guidance"), may have a title for display, and a
#   control may hold several parts of one kind, each with its id. By way of trestle author
#   catalog-generate and catalog-assemble, what nobody edited is the same.
# Seen: parts of one kind come back as one with the texts in a row, under an id that is new; a guidance with the title
#   "For night duty" comes back as a part of the kind "for_night_duty" without a title, which no tool shows as guidance.
#   No message. One guidance without a title (the control) comes back.
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

Path("catalogs/source/catalog.json").write_text(json.dumps({"catalog": {
    "uuid": "613fca2d-704a-42e7-8e2b-b206fb92b456",
    "metadata": {"title": "Duties", "last-modified": "2026-05-01T12:00:00+00:00", "version": "1", "oscal-version": "1.1.3"},
    "groups": [{"id": "g", "title": "Group", "controls": [{"id": "g-1", "title": "Pilot", "parts": [
        {"id": "g-1_smt", "name": "statement", "prose": "The pilot guides ships."}, *json.loads(sys.argv[1])]}]}]}}))
PYTHON
cat > read.py <<'PYTHON'
import json
from pathlib import Path

for name in ("source", "again"):
    parts = json.loads(Path(f"catalogs/{name}/catalog.json").read_text())["catalog"]["groups"][0]["controls"][0]["parts"]
    print(name, *[json.dumps(each) for each in parts[1:]])
PYTHON
for parts in \
  '[{"id": "g-1_e1", "name": "example", "prose": "In fog"}, {"id": "g-1_e2", "name": "example", "prose": "In ice"}]' \
  '[{"id": "g-1_gdn", "name": "guidance", "title": "For night duty", "prose": "Use lights"}]' \
  '[{"id": "g-1_gdn", "name": "guidance", "prose": "Use lights"}]'; do
  ../venv/bin/python write.py "$parts"
  ../venv/bin/trestle author catalog-generate --name source --output markdown >/dev/null 2>&1
  ../venv/bin/trestle author catalog-assemble --markdown markdown --output again --name source >/dev/null 2>&1
  ../venv/bin/python read.py
  rm -r markdown catalogs/again
done | tee seen.txt
diff seen.txt - <<'SEEN'
source {"id": "g-1_e1", "name": "example", "prose": "In fog"} {"id": "g-1_e2", "name": "example", "prose": "In ice"}
again {"id": "g-1_example", "name": "example", "prose": "In fog\n\nIn ice"}
source {"id": "g-1_gdn", "name": "guidance", "title": "For night duty", "prose": "Use lights"}
again {"id": "g-1_for_night_duty", "name": "for_night_duty", "prose": "Use lights"}
source {"id": "g-1_gdn", "name": "guidance", "prose": "Use lights"}
again {"id": "g-1_gdn", "name": "guidance", "prose": "Use lights"}
SEEN
