#!/usr/bin/env bash
# pyArchimate: of two values of one property the first is gone, and a number becomes a text.
#
# Versions: pyArchimate 2.0.0.
# Expected: the exchange format (ArchiMate Model Exchange File Format, archimate3_Model.xsd): properties holds property
#   elements one after another, several may refer to one propertyDefinition, and that has a type (string, boolean,
#   currency, date, time, number).
# Seen: read and written again, a role with the skills "tides" and "radio" has "radio" only, and the definition of type
#   number is one of type string. No error. Values of different properties (the control) are kept.
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
  <elements>
    <element identifier="id-1" xsi:type="BusinessRole">
      <name xml:lang="en">Pilot</name>
      <properties>
        <property propertyDefinitionRef="p1"><value xml:lang="en">tides</value></property>
        <property propertyDefinitionRef="p1"><value xml:lang="en">radio</value></property>
        <property propertyDefinitionRef="p2"><value>12</value></property>
      </properties>
    </element>
  </elements>
  <propertyDefinitions>
    <propertyDefinition identifier="p1" type="string"><name>skill</name></propertyDefinition>
    <propertyDefinition identifier="p2" type="number"><name>hours</name></propertyDefinition>
  </propertyDefinitions>
</model>
XML
cat > finding.py <<'PYTHON'
import xml.etree.ElementTree as tree

from pyArchimate import Model, Writers

NAMESPACE = "{http://www.opengroup.org/xsd/archimate/3.0/}"
model = Model("read")
model.read("model.xml")
model.write("again.xml", writer=Writers.archimate)
for name in ("model.xml", "again.xml"):
    root = tree.parse(name)
    print(name, "values:", *[value.text for value in root.iter(NAMESPACE + "value")])
    print(name, "types:", *[one.get("type") for one in root.iter(NAMESPACE + "propertyDefinition")])
PYTHON
venv/bin/python -W ignore finding.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
model.xml values: tides radio 12
model.xml types: string number
again.xml values: radio 12
again.xml types: string string
SEEN
