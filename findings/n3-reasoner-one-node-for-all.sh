#!/usr/bin/env bash
# N3.js: a rule that makes a new node makes one for all its matches, so all that it says comes together there.
#
# Versions: n3 2.13.12 (its Reasoner).
# Expected: Notation3 (W3C community group; existential variables): a blank node in the conclusion of a rule stands
#   for something that exists for each match. "Whoever has a car has an insurance", { ?x :has ?car } => { ?x :insured
#   [ :for ?car ] }, gives each a policy of their own.
# Seen: Ann and Ben get the same policy, which is for both cars, so each is insured for the other's. With a second
#   rule on top of it wrong statements follow. No error. A rule without a new node (the control) is right; in a
#   premise a blank node never matches anything, though it is a variable there, and nothing is said.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts n3@2.13.12 >/dev/null
cat > reason.mjs <<'SCRIPT'
import { Parser, Reasoner, Store } from "n3";

const PREFIX = "@prefix : <https://example.org/> .\n";
const parse = (text) => new Store(new Parser({ format: "text/n3" }).parse(PREFIX + text));
const rules = {
  "a node in the conclusion": "{ ?x :has ?car } => { ?x :insured _:policy . _:policy :for ?car } .",
  "a node in the premise": "{ _:somebody :has ?car } => { ?car a :Owned } .",
  "variables only": "{ ?x :has ?car } => { ?car :ownedBy ?x } .",
};
for (const [name, rule] of Object.entries(rules)) {
  const store = parse(":ann :has :car1 . :ben :has :car2 .");
  const before = store.size;
  new Reasoner(store).reason(parse(rule));
  const short = (term) => (term.termType === "BlankNode" ? "[policy]" : term.value.replace(/.*[/#]/, ":"));
  const added = store.getQuads().slice().filter((quad) => quad.predicate.value !== "https://example.org/has");
  const nodes = new Set(added.map((quad) => quad.object).filter((term) => term.termType === "BlankNode").map((term) => term.value));
  console.log(`${name}: ${store.size - before} new, ${nodes.size} new nodes`);
  for (const line of added.map((quad) => "  " + [quad.subject, quad.predicate, quad.object].map(short).join(" ")).sort()) {
    console.log(line);
  }
}
SCRIPT
node reason.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
a node in the conclusion: 4 new, 1 new nodes
  :ann :insured [policy]
  :ben :insured [policy]
  [policy] :for :car1
  [policy] :for :car2
a node in the premise: 0 new, 0 new nodes
variables only: 2 new, 0 new nodes
  :car1 :ownedBy :ann
  :car2 :ownedBy :ben
SEEN
