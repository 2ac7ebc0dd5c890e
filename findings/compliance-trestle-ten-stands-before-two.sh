#!/usr/bin/env bash
# compliance-trestle: a resolved profile has control 10 between 1 and 2, whatever the order of the catalog.
#
# Versions: compliance-trestle 5.2.0.
# Expected: OSCAL, Profile Resolution (Merge phase, as-is; Avoiding implementation pitfalls): with as-is "the ordering and
#   organization of the output should match the source catalog as closely as possible". JSON arrays have an order.
# Seen: the controls of a group are sorted by the letters of their ids, so "g-10" stands before "g-2" and a catalog
#   that goes by weight is shuffled; with flat they are, too, and the property sort-id does not change it. No message.
#   Ids whose letters go with the order (the control) keep it.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check compliance-trestle==5.2.0
cd "$folder"
mkdir -p work/catalogs/source work/profiles/choice
cd work
../venv/bin/trestle init --local >/dev/null 2>&1
cat > ../finding.py <<'PYTHON'
import json
from pathlib import Path

from trestle.core.profile_resolver import ProfileResolver

IDS = ("g-2", "g-10", "g-1")


def metadata(title):
    return {"title": title, "last-modified": "2026-05-01T12:00:00+00:00", "version": "1", "oscal-version": "1.1.3"}


def resolved(merge, sort_ids=(None, None, None), ids=IDS):
    controls = [{"id": name, "title": name} | ({"props": [{"name": "sort-id", "value": key}]} if key else {})
                for name, key in zip(ids, sort_ids)]
    Path("catalogs/source/catalog.json").write_text(json.dumps({"catalog": {
        "uuid": "613fca2d-704a-42e7-8e2b-b206fb92b456", "metadata": metadata("Source"),
        "groups": [{"id": "g", "title": "Group", "controls": controls}]}}))
    Path("profiles/choice/profile.json").write_text(json.dumps({"profile": {
        "uuid": "713fca2d-704a-42e7-8e2b-b206fb92b456", "metadata": metadata("Choice"),
        "imports": [{"href": "trestle://catalogs/source/catalog.json", "include-all": {}}], "merge": merge}}))
    catalog = ProfileResolver.get_resolved_profile_catalog(Path.cwd(), "profiles/choice/profile.json")
    return [each.id for each in (catalog.groups[0].controls if catalog.groups else catalog.controls)]


print("in the catalog:", *IDS)
print("as-is:", *resolved({"as-is": True}))
print("flat:", *resolved({"flat": {}}))
print("as-is with sort-id 1, 2, 3:", *resolved({"as-is": True}, ("1", "2", "3")))
print("as-is, g-01 g-02 g-10:", *resolved({"as-is": True}, ids=("g-01", "g-02", "g-10")))
PYTHON
../venv/bin/python -W ignore ../finding.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
in the catalog: g-2 g-10 g-1
as-is: g-1 g-10 g-2
flat: g-1 g-10 g-2
as-is with sort-id 1, 2, 3: g-1 g-10 g-2
as-is, g-01 g-02 g-10: g-01 g-02 g-10
SEEN
