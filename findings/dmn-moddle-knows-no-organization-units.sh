#!/usr/bin/env bash
# dmn-moddle: the units that make and own decisions are gone from a DMN file that was read and written.
#
# Versions: dmn-moddle 12.2.1 (npm).
# Expected: DMN's XML schema (DMN13.xsd, read in the repository of DMN's test kit): organizationUnit and
#   performanceIndicator are the two business context elements; decisionMaker, decisionOwner and owner refer to a unit
#   by its id. The library calls itself a wrapper for DMN 1.3, and writes what it has read.
# Seen: performance indicators are kept, and an organizationUnit is an unknown type: it is left out, with decisionMade
#   and decisionOwned, and the decisions still point at its id, where nothing is. fromXML tells of it in a list of
#   warnings beside the result, which a program may pass over; toXML says nothing. So each file that says who decides
#   loses the names of those who do. All else of the file (the control) stays.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  dmn-moddle@12.2.1 >/dev/null
cat > finding.mjs <<'SCRIPT'
import { DmnModdle } from "dmn-moddle";

const document = `<?xml version="1.0"?><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"
  namespace="https://example.org/"><decision id="limit" name="Limit"><decisionMaker href="#board"/><decisionOwner href="#board"/></decision>
  <knowledgeSource id="law" name="Law"><owner href="#board"/></knowledgeSource>
  <organizationUnit id="board" name="Board of directors"><decisionMade href="#limit"/><decisionOwned href="#limit"/></organizationUnit>
  <performanceIndicator id="losses" name="Losses"><impactingDecision href="#limit"/></performanceIndicator></definitions>`;
const moddle = new DmnModdle();
const { rootElement, warnings } = await moddle.fromXML(document, "dmn:Definitions");
const { xml } = await moddle.toXML(rootElement);
console.log("warnings of reading:", warnings.length);
for (const tag of ["decision", "decisionMaker", "decisionOwner", "knowledgeSource", "owner", "organizationUnit", "decisionMade",
  "performanceIndicator", "impactingDecision"]) {
  const count = (text) => text.match(new RegExp(`<(\\w+:)?${tag}[ />]`, "g"))?.length ?? 0;
  console.log(tag, count(document), "->", count(xml));
}
console.log("Board of directors:", document.includes("Board of directors"), "->", xml.includes("Board of directors"));
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
warnings of reading: 1
decision 1 -> 1
decisionMaker 1 -> 1
decisionOwner 1 -> 1
knowledgeSource 1 -> 1
owner 1 -> 1
organizationUnit 1 -> 0
decisionMade 1 -> 0
performanceIndicator 1 -> 1
impactingDecision 1 -> 1
Board of directors: true -> false
SEEN
