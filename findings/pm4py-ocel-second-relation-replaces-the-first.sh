#!/usr/bin/env bash
# pm4py: who asked and approved the same event is kept as the one or the other, if the log is JSON.
#
# Versions: pm4py 2.7.23.11, pandas 2.3.3.
# Expected: OCEL 2.0 (specification, arXiv 2403.01975): relationships of events and objects are qualified, so an event
#   may have two with one object under different qualifiers. The same log means the same in each of the three formats.
# Seen: read from JSON, the last relationship of an event with an object replaces those before, so that somebody who asked
#   and approved (against separation of duties) only approved. No message. From XML (the control) both are there, and two
#   relationships between objects are kept in JSON, too.
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
    "objectTypes": [{"name": "person", "attributes": []}], "eventTypes": [{"name": "permit", "attributes": []}],
    "objects": [{"id": "mia", "type": "person", "relationships": [
        {"objectId": "ben", "qualifier": "reports to"}, {"objectId": "ben", "qualifier": "stands in for"}]},
        {"id": "ben", "type": "person"}],
    "events": [{"id": "e", "type": "permit", "time": TIME, "relationships": [
        {"objectId": "mia", "qualifier": "asked by"}, {"objectId": "mia", "qualifier": "approved by"},
        {"objectId": "ben", "qualifier": "seen by"}]}]}))
Path("log.xml").write_text(f"""<log>
  <object-types><object-type name="person"><attributes/></object-type></object-types>
  <event-types><event-type name="permit"><attributes/></event-type></event-types>
  <objects>
    <object id="mia" type="person"><objects>
      <relationship object-id="ben" qualifier="reports to"/><relationship object-id="ben" qualifier="stands in for"/>
    </objects></object>
    <object id="ben" type="person"/>
  </objects>
  <events><event id="e" type="permit" time="{TIME}"><objects>
    <relationship object-id="mia" qualifier="asked by"/><relationship object-id="mia" qualifier="approved by"/>
    <relationship object-id="ben" qualifier="seen by"/>
  </objects></event></events>
</log>""")
for name, log in (("JSON", pm4py.read_ocel2_json("log.json")), ("XML", pm4py.read_ocel2_xml("log.xml"))):
    print(name, "event:", sorted(zip(log.relations["ocel:qualifier"], log.relations["ocel:oid"])), "- objects:",
          sorted(log.o2o["ocel:qualifier"]))
PYTHON
venv/bin/python -W ignore finding.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
JSON event: [('approved by', 'mia'), ('seen by', 'ben')] - objects: ['reports to', 'stands in for']
XML event: [('approved by', 'mia'), ('asked by', 'mia'), ('seen by', 'ben')] - objects: ['reports to', 'stands in for']
SEEN
