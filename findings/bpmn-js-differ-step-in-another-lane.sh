#!/usr/bin/env bash
# bpmn-js-differ: a step that moved to the lane of another role is no difference, nor is a timer of two hours for one.
#
# Versions: bpmn-js-differ 3.2.0, bpmn-moddle 10.3.1.
# Expected: the README calls it "a semantic diffing utility for BPMN 2.0 files". BPMN 2.0.2 (10.8, Lanes; 10.5.5,
#   event definitions): a lane holds references to its steps, and says most often which role does them; a timer has
#   the time as its expression.
# Seen: nothing is changed, added or removed in the result: two versions of a process in which other people do the
#   work, or in which a deadline was doubled, are the same. A text annotation with another text and an attribute of an
#   extension, as engines use for assignees, are passed over likewise. No warning. A new name of a step (the control)
#   is found, and so is another script.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts bpmn-js-differ@3.2.0 bpmn-moddle@10.3.1 >/dev/null
cat > differ.mjs <<'SCRIPT'
import { diff } from "bpmn-js-differ";
import { BpmnModdle } from "bpmn-moddle";

async function read(content) {
  const { rootElement } = await new BpmnModdle().fromXML(`<?xml version="1.0"?>
    <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="https://example.org/"
      xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:ex="https://example.org/ex">
    <process id="p">${content}</process></definitions>`);
  return rootElement;
}

const lanes = (first, second) => `<laneSet id="l"><lane id="audit">${first}</lane><lane id="sales">${second}</lane></laneSet>
  <task id="check"/>`;
const timer = (time) => `<startEvent id="s"><timerEventDefinition id="t"><timeDuration
  xsi:type="tFormalExpression">${time}</timeDuration></timerEventDefinition></startEvent>`;
const step = "<flowNodeRef>check</flowNodeRef>";
const pairs = {
  lane: [lanes(step, ""), lanes("", step)],
  timer: [timer("PT1H"), timer("PT2H")],
  annotation: ['<textAnnotation id="t"><text>may sign</text></textAnnotation>',
    '<textAnnotation id="t"><text>must not sign</text></textAnnotation>'],
  assignee: ['<userTask id="check" ex:assignee="ann"/>', '<userTask id="check" ex:assignee="ben"/>'],
  script: ['<scriptTask id="check"><script>a</script></scriptTask>', '<scriptTask id="check"><script>b</script></scriptTask>'],
  name: ['<task id="check" name="Check"/>', '<task id="check" name="Sign"/>'],
};
for (const [name, [before, after]] of Object.entries(pairs)) {
  const { _added, _removed, _changed, _layoutChanged } = diff(await read(before), await read(after));
  const told = [_added, _removed, _changed, _layoutChanged].flatMap((each) => Object.keys(each));
  console.log(name, "->", told.join(" ") || "no difference");
}
SCRIPT
node differ.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
lane -> no difference
timer -> no difference
annotation -> no difference
assignee -> no difference
script -> check
name -> check
SEEN
