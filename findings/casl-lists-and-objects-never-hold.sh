#!/usr/bin/env bash
# CASL: a condition {"grades": [3, 4]} does not hold for grades [3, 4], nor {"place": {"unit": "board"}} for that
#   place.
#
# Versions: @casl/ability 7.0.1 (npm); sift 17.1.4 and mingo 7.2.7 (npm) as peers.
# Expected: CASL (Guide, Conditions in Depth): conditions are written in a part of MongoDB's query language, with $eq,
#   $in and $all. MongoDB (Query an Array; Query on Embedded/Nested Documents; $eq): a list or an object as the value
#   matches an equal one, with the same items or fields in the same order.
# Seen: values are compared as JavaScript compares objects, by identity, so $eq, $in and $all with a list or an object
#   never hold, and can() says no to everybody. Rules come as JSON from a server as a rule, where no identity is left.
#   No error, no warning. Texts, dates, a path as "place.unit", and one item of a list (the controls) are found.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  @casl/ability@7.0.1 sift@17.1.4 mingo@7.2.7 >/dev/null
cat > finding.mjs <<'SCRIPT'
import { createMongoAbility, subject } from "@casl/ability";
import { Query } from "mingo";
import sift from "sift";

const since = () => new Date("2026-01-01");
const role = () => ({ grades: [3, 4], place: { unit: "board" }, steps: [{ name: "sign" }], since: since(), name: "lead" });
for (const condition of [
  { grades: [3, 4] }, { grades: { $eq: [3, 4] } }, { place: { unit: "board" } }, { place: { $in: [{ unit: "board" }] } }, { steps: { $all: [{ name: "sign" }] } },
  { name: "lead" }, { since: since() }, { grades: 3 }, { "place.unit": "board" }, { "steps.name": "sign" },
]) {
  const casl = createMongoAbility([{ action: "read", subject: "Role", conditions: condition }]).can("read", subject("Role", role()));
  console.log(JSON.stringify(condition), "CASL", casl, "sift", sift(condition)(role()), "mingo", new Query(condition).test(role()));
}
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
{"grades":[3,4]} CASL false sift true mingo true
{"grades":{"$eq":[3,4]}} CASL false sift true mingo true
{"place":{"unit":"board"}} CASL false sift true mingo true
{"place":{"$in":[{"unit":"board"}]}} CASL false sift true mingo true
{"steps":{"$all":[{"name":"sign"}]}} CASL false sift true mingo true
{"name":"lead"} CASL true sift true mingo true
{"since":"2026-01-01T00:00:00.000Z"} CASL true sift true mingo true
{"grades":3} CASL true sift true mingo true
{"place.unit":"board"} CASL true sift true mingo true
{"steps.name":"sign"} CASL true sift true mingo true
SEEN
