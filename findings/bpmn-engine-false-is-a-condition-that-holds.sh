#!/usr/bin/env bash
# bpmn-engine: the condition "false" holds, and so does "${environment.variables.amount} > 1000" with an amount of 5.
#
# Versions: bpmn-engine 25.0.1 (npm).
# Expected: BPMN 2.0.2 (8.3.13, Sequence Flow): a token is passed down the flow only if the expression evaluates to
#   true. What is no expression of the engine is refused, as gateways and tasks that it does not know are.
# Seen: a condition is a text in which each ${...} is replaced, and any text that is not empty counts as true. So the
#   way for large amounts is taken by small ones, a variable that came as "false" from a form or a file is true, and so
#   are 1 = 2 and a condition in FEEL. No error, no warning. ${false}, and a variable that is false (the controls), are
#   right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  bpmn-engine@25.0.1 >/dev/null
cat > finding.cjs <<'SCRIPT'
const { EventEmitter } = require("node:events");
const { Engine } = require("bpmn-engine");

const flow = (id, from, to, condition = "") => `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${
  condition && `<conditionExpression xsi:type="tFormalExpression"><![CDATA[${condition}]]></conditionExpression>`}</sequenceFlow>`;

// The steps of a process in the order in which they ended.
async function steps(content, variables = {}) {
  const source = `<?xml version="1.0"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="https://example.org/">
    <process id="p" isExecutable="true"><startEvent id="start"/>${content}<endEvent id="end"/></process></definitions>`;
  const ended = [];
  const listener = new EventEmitter();
  listener.on("activity.end", (step) => ended.push(step.id));
  const execution = await new Engine({ name: "finding", source }).execute({ listener, variables });
  if (!execution.stopped && execution.state === "running") await execution.waitFor("end");
  return ended.join(" ");
}

const choice = (condition) => `<exclusiveGateway id="gate" default="f2"/><task id="clerk"/><task id="board"/>` + flow("f1", "start", "gate")
  + flow("f2", "gate", "clerk") + flow("f3", "gate", "board", condition) + flow("f4", "clerk", "end") + flow("f5", "board", "end");
(async () => {
  const variables = { amount: 5, large: "false", small: false };
  for (const condition of ["false", "${environment.variables.amount} > 1000", "= amount > 1000", "1 = 2", "${environment.variables.large}",
    "${environment.variables.small}", "${false}"]) {
    console.log(condition, "->", (await steps(choice(condition), variables)).includes("board") ? "board" : "clerk");
  }
})();
SCRIPT
node finding.cjs | tee seen.txt
diff seen.txt - <<'SEEN'
false -> board
${environment.variables.amount} > 1000 -> board
= amount > 1000 -> board
1 = 2 -> board
${environment.variables.large} -> board
${environment.variables.small} -> clerk
${false} -> clerk
SEEN
