#!/usr/bin/env bash
# compliance-trestle: a profile that says how to combine controls of one name cannot be read.
#
# Versions: compliance-trestle 5.2.0.
# Expected: OSCAL, profile model (oscal_profile_metaschema.xml): merge may have combine with the flag method, whose values
#   are use-first, keep and (deprecated) merge. Profile Resolution (Merge phase) says what each asks for, and keep is
#   what holds without it.
# Seen: in the model that the package generates, combine is an object without members. Reading ends in a validation error
#   that speaks of "too_long", also for "keep" written out. With an empty combine, or none (the controls), the same
#   profile is read.
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

from trestle.oscal.profile import Profile

for combine in ({"method": "use-first"}, {"method": "keep"}, {}, None):
    merge = {"as-is": True} | ({} if combine is None else {"combine": combine})
    Path("profile.json").write_text(json.dumps({"profile": {
        "uuid": "713fca2d-704a-42e7-8e2b-b206fb92b456", "merge": merge, "imports": [{"href": "#source", "include-all": {}}],
        "metadata": {"title": "Choice", "last-modified": "2026-05-01T12:00:00+00:00", "version": "1",
                     "oscal-version": "1.1.3"}}}))
    try:
        read = Profile.oscal_read(Path("profile.json"))
        print("combine", combine, "-> read:", read.metadata.title)
    except Exception as error:
        print("combine", combine, "->", type(error).__name__, "about", sorted({
            line.split(":")[0].strip() for line in str(error).splitlines() if "combine" in line.split(":")[0]}))
PYTHON
venv/bin/python -W ignore finding.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
combine {'method': 'use-first'} -> TrestleError about ['merge.combine']
combine {'method': 'keep'} -> TrestleError about ['merge.combine']
combine {} -> read: Choice
combine None -> read: Choice
SEEN
