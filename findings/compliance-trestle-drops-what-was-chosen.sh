#!/usr/bin/env bash
# compliance-trestle: what a profile chose from the list of a parameter is not in the resolved catalog.
#
# Versions: compliance-trestle 5.2.0.
# Expected: OSCAL, Profile Resolution (Modify phase, Setting parameters): of set-parameter, class, depends-on, label,
#   usage, values and select "MUST be copied into the target", in place of what is there.
# Seen: values for a parameter that has a select are dropped, so the catalog still offers "weekly" and "monthly" where
#   the profile decided. No message. Values for a parameter without a select, class, usage, label and a new select
#   (the controls) arrive.
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


def metadata(title):
    return {"title": title, "last-modified": "2026-05-01T12:00:00+00:00", "version": "1", "oscal-version": "1.1.3"}


Path("catalogs/source/catalog.json").write_text(json.dumps({"catalog": {
    "uuid": "613fca2d-704a-42e7-8e2b-b206fb92b456", "metadata": metadata("Source"),
    "groups": [{"id": "g", "title": "Group", "controls": [{"id": "g-1", "title": "Drill", "params": [
        {"id": "days", "label": "days"},
        {"id": "often", "select": {"how-many": "one", "choice": ["weekly", "monthly"]}}]}]}]}}))
for setting in (
    {"param-id": "often", "values": ["monthly"]}, {"param-id": "days", "values": ["30"]}, {"param-id": "days", "class": "time"},
    {"param-id": "days", "usage": "at most"}, {"param-id": "days", "label": "working days"},
    {"param-id": "often", "select": {"how-many": "one", "choice": ["monthly"]}},
):
    Path("profiles/choice/profile.json").write_text(json.dumps({"profile": {
        "uuid": "713fca2d-704a-42e7-8e2b-b206fb92b456", "metadata": metadata("Choice"), "merge": {"as-is": True},
        "imports": [{"href": "trestle://catalogs/source/catalog.json", "include-all": {}}],
        "modify": {"set-parameters": [setting]}}}))
    catalog = ProfileResolver.get_resolved_profile_catalog(Path.cwd(), "profiles/choice/profile.json")
    params = json.loads(catalog.oscal_serialize_json())["catalog"]["groups"][0]["controls"][0]["params"]
    (found,) = [each for each in params if each["id"] == setting["param-id"]]
    print(json.dumps(setting), "->", json.dumps(found))
PYTHON
../venv/bin/python -W ignore ../finding.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
{"param-id": "often", "values": ["monthly"]} -> {"id": "often", "select": {"how-many": "one", "choice": ["weekly", "monthly"]}}
{"param-id": "days", "values": ["30"]} -> {"id": "days", "label": "days", "values": ["30"]}
{"param-id": "days", "class": "time"} -> {"id": "days", "class": "time", "label": "days"}
{"param-id": "days", "usage": "at most"} -> {"id": "days", "label": "days", "usage": "at most"}
{"param-id": "days", "label": "working days"} -> {"id": "days", "label": "working days"}
{"param-id": "often", "select": {"how-many": "one", "choice": ["monthly"]}} -> {"id": "often", "select": {"how-many": "one", "choice": ["monthly"]}}
SEEN
