#!/usr/bin/env bash
# pm4py: a BPMN process that was read and written has no lanes, so nothing says any more who does which step.
#
# Versions: pm4py 2.7.23.11 with pandas 2.3.3.
# Expected: BPMN 2.0.2 (10.8, Lanes): lanes sort the steps of a process, most often by the role that does them. What a
#   tool that reads and writes BPMN files does not know, it keeps, or it says what it leaves out.
# Seen: laneSet, lanes, the documentation of a task and the data object are gone from what write_bpmn writes, without a
#   message; identifiers of processes and flows get "id" before them, so links from outside break. Pools, steps, flows
#   and text annotations stay (the control). A diagram that was only cleaned of one step lost its roles.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pm4py==2.7.23.11 pandas==2.3.3
cd "$folder"
cat > process.bpmn <<'BPMN'
<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="https://example.org/">
  <bpmn:collaboration id="c"><bpmn:participant id="office" name="Office" processRef="report" /></bpmn:collaboration>
  <bpmn:process id="report" isExecutable="false">
    <bpmn:laneSet id="lanes">
      <bpmn:lane id="clerk" name="Clerk"><bpmn:flowNodeRef>begin</bpmn:flowNodeRef><bpmn:flowNodeRef>write</bpmn:flowNodeRef></bpmn:lane>
      <bpmn:lane id="reviewer" name="Reviewer"><bpmn:flowNodeRef>approve</bpmn:flowNodeRef><bpmn:flowNodeRef>end</bpmn:flowNodeRef></bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="begin"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:task id="write" name="Write"><bpmn:documentation>Two pages at least.</bpmn:documentation>
      <bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:task>
    <bpmn:task id="approve" name="Approve"><bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing></bpmn:task>
    <bpmn:endEvent id="end"><bpmn:incoming>f3</bpmn:incoming></bpmn:endEvent>
    <bpmn:dataObject id="paper" /><bpmn:dataObjectReference id="draft" name="Draft" dataObjectRef="paper" />
    <bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="write" />
    <bpmn:sequenceFlow id="f2" sourceRef="write" targetRef="approve" />
    <bpmn:sequenceFlow id="f3" sourceRef="approve" targetRef="end" />
    <bpmn:textAnnotation id="note"><bpmn:text>Four eyes</bpmn:text></bpmn:textAnnotation>
  </bpmn:process>
</bpmn:definitions>
BPMN
cat > read_and_write.py <<'PYTHON'
import xml.etree.ElementTree as ElementTree

import pm4py

pm4py.write_bpmn(pm4py.read_bpmn("process.bpmn"), "written.bpmn", auto_layout=False)
MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
for name in ("participant", "lane", "flowNodeRef", "documentation", "dataObjectReference", "task", "sequenceFlow", "textAnnotation"):
    before, after = (len(list(ElementTree.parse(file).iter(MODEL + name))) for file in ("process.bpmn", "written.bpmn"))
    print(f"{name}: {before} before, {after} after")
PYTHON
venv/bin/python read_and_write.py | tee seen.txt
diff seen.txt - <<'SEEN'
participant: 1 before, 1 after
lane: 2 before, 0 after
flowNodeRef: 4 before, 0 after
documentation: 1 before, 0 after
dataObjectReference: 1 before, 0 after
task: 2 before, 2 after
sequenceFlow: 3 before, 3 after
textAnnotation: 1 before, 1 after
SEEN
