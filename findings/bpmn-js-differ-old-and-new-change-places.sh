#!/usr/bin/env bash
# bpmn-js-differ: the old name of a step is given as "newValue" and the new one as "oldValue".
#
# Versions: bpmn-js-differ 3.2.0, bpmn-moddle 10.3.1.
# Expected: the README: diff(oldDefinitions, newDefinitions), and in the example of its result { name: { oldValue: "",
#   newValue: "T" } }. A step of the second file only is in _added.
# Seen: a step is in _added and in _removed as it should be, and the values of attributes are the other way round:
#   "Check" that became "Sign" has oldValue "Sign". Of the documentation of a step, which is a list, the old text is
#   the oldValue and newValue is null, although there is a new one. So a report "was, is" is wrong in one half, and a
#   program that undoes a change writes it once more. No error.
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

const before = await read('<task id="check" name="Check"><documentation>one</documentation></task><task id="gone"/>');
const after = await read('<task id="check" name="Sign"><documentation>two</documentation></task><task id="fresh"/>');
const { _added, _removed, _changed } = diff(before, after);
console.log("added", Object.keys(_added).join(" "), "- removed", Object.keys(_removed).join(" "));
for (const [name, { oldValue, newValue }] of Object.entries(_changed.check.attrs)) {
  console.log(name, "old:", oldValue?.text ?? oldValue, "- new:", newValue?.text ?? newValue);
}
SCRIPT
node differ.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
added fresh - removed gone
documentation[0] old: one - new: null
name old: Sign - new: Check
SEEN
