#!/usr/bin/env bash
# bpmn-engine: an inclusive gateway that joins two ways does not wait, so all that follows is done twice.
#
# Versions: bpmn-engine 25.0.1 (npm).
# Expected: BPMN 2.0.2 (13.4.3, Table 13.3, Inclusive Gateway, read as quoted in the code of three engines): it is
#   activated when no token can arrive any more on an incoming flow that has none, consumes one from each, and produces
#   one per outgoing flow that holds.
# Seen: each token passes on its own. Of two checks that were both asked for, the signature that follows them is made
#   after the first, and once more after the second; so is the end. No error, and with one way chosen it is right, as a
#   test may have it. A parallel gateway with the same two ways (the control) waits. That joining was never made is
#   paed01/bpmn-elements issue 46, open.
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

const ways = (gateway, legal, money) => `<${gateway} id="split"/><task id="legal"/><task id="money"/><${gateway} id="join"/><task id="sign"/>`
  + flow("f1", "start", "split") + flow("f2", "split", "legal", legal) + flow("f3", "split", "money", money)
  + flow("f4", "legal", "join") + flow("f5", "money", "join") + flow("f6", "join", "sign") + flow("f7", "sign", "end");
(async () => {
  console.log("inclusive, both:", await steps(ways("inclusiveGateway", "${true}", "${true}")));
  console.log("inclusive, one:", await steps(ways("inclusiveGateway", "${true}", "${false}")));
  console.log("parallel:", await steps(ways("parallelGateway", "", "")));
})();
SCRIPT
node finding.cjs | tee seen.txt
diff seen.txt - <<'SEEN'
inclusive, both: start split legal join sign end money join sign end
inclusive, one: start split legal join sign end
parallel: start split legal money join sign end
SEEN
