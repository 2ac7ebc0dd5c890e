#!/usr/bin/env bash
# pm4py: a role that nobody used yet is not among the objects of the log, nor is an event without an object.
#
# Versions: pm4py 2.7.23.11, pandas 2.3.3.
# Expected: OCEL 2.0 (specification, arXiv 2403.01975): a log has a set of events and a set of objects, each with its
#   type and attributes; relationships between them are a part of their own. What the file lists is in the log.
# Seen: reading JSON or XML keeps what takes part in a relationship of an event and drops the rest, also an object
#   that is related to another object, and that relationship. "Which roles are never asked?" has no answer, and a log
#   that is read and written has lost them. No message. What has an event (the control) is kept.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pm4py==2.7.23.11 pandas==2.3.3
cd "$folder"
cat > finding.py <<'PYTHON'
import json
from pathlib import Path

import pm4py

TIME = "2026-05-01T12:00:00Z"
Path("log.json").write_text(json.dumps({
    "objectTypes": [{"name": "role", "attributes": [{"name": "level", "type": "string"}]}],
    "eventTypes": [{"name": "ask", "attributes": []}],
    "objects": [
        {"id": "pilot", "type": "role", "attributes": [{"name": "level", "time": "1970-01-01T00:00:00Z", "value": "2"}],
         "relationships": [{"objectId": "deputy", "qualifier": "replaced by"}]},
        {"id": "deputy", "type": "role"}, {"id": "judge", "type": "role"}],
    "events": [{"id": "asked", "type": "ask", "time": TIME, "relationships": [{"objectId": "pilot", "qualifier": "of"}]},
               {"id": "asked nobody", "type": "ask", "time": TIME, "relationships": []}]}))
Path("log.xml").write_text(f"""<log>
  <object-types><object-type name="role"><attributes/></object-type></object-types>
  <event-types><event-type name="ask"><attributes/></event-type></event-types>
  <objects><object id="pilot" type="role"/><object id="judge" type="role"/></objects>
  <events>
    <event id="asked" type="ask" time="{TIME}"><objects><relationship object-id="pilot" qualifier="of"/></objects></event>
    <event id="asked nobody" type="ask" time="{TIME}"><objects/></event>
  </events>
</log>""")
for name, log in (("JSON", pm4py.read_ocel2_json("log.json")), ("XML", pm4py.read_ocel2_xml("log.xml"))):
    print(name, "objects:", *log.objects["ocel:oid"], "- events:", *log.events["ocel:eid"], "- of objects:",
          *[" ".join(row) for row in log.o2o.itertuples(index=False)])
pm4py.write_ocel2_json(pm4py.read_ocel2_json("log.json"), "again.json")
print("written again:", *[each["id"] for each in json.loads(Path("again.json").read_text())["objects"]])
PYTHON
venv/bin/python -W ignore finding.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
JSON objects: pilot - events: asked - of objects:
XML objects: pilot - events: asked - of objects:
written again: pilot
SEEN
