#!/usr/bin/env bash
# pyArchimate: a role named in two languages comes back with the first name, and no language.
#
# Versions: pyArchimate 2.0.0.
# Expected: the exchange format (ArchiMate Model Exchange File Format, archimate3_Model.xsd): name, documentation and
#   label may stand several times, each with xml:lang, so that one model serves several languages.
# Seen: read and written again, the model and the element have the name and documentation that stand first, and xml:lang
#   is gone, so the German name of an element whose English one comes second looks like the name for all. No error.
#   Identifier and type (the control) are kept.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyArchimate==2.0.0
cd "$folder"
cat > model.xml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" identifier="id-m">
  <name xml:lang="en">Harbour</name>
  <name xml:lang="de">Hafen</name>
  <elements>
    <element identifier="id-1" xsi:type="BusinessRole">
      <name xml:lang="de">Lotsin</name>
      <name xml:lang="en">Pilot</name>
      <documentation xml:lang="en">Guides ships</documentation>
      <documentation xml:lang="de">Leitet Schiffe</documentation>
    </element>
  </elements>
</model>
XML
cat > finding.py <<'PYTHON'
import xml.etree.ElementTree as tree

from pyArchimate import Model, Writers

NAMESPACE = "{http://www.opengroup.org/xsd/archimate/3.0/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
model = Model("read")
model.read("model.xml")
model.write("again.xml", writer=Writers.archimate)
for file in ("model.xml", "again.xml"):
    root = tree.parse(file)
    for kind in ("name", "documentation"):
        print(file, kind, [f"{each.text} @ {each.get(LANGUAGE)}" for each in root.iter(NAMESPACE + kind)])
    print(file, [each.get("identifier") for each in root.iter(NAMESPACE + "element")])
PYTHON
venv/bin/python -W ignore finding.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
model.xml name ['Harbour @ en', 'Hafen @ de', 'Lotsin @ de', 'Pilot @ en']
model.xml documentation ['Guides ships @ en', 'Leitet Schiffe @ de']
model.xml ['id-1']
again.xml name ['Harbour @ None', 'Lotsin @ None']
again.xml documentation ['Guides ships @ None']
again.xml ['id-1']
SEEN
