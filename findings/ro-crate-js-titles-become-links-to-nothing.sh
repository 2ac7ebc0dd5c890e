#!/usr/bin/env bash
# ro-crate (npm): a title with its language becomes a link to nothing, and so does a list; both are gone.
#
# Versions: ro-crate 3.7.2 (npm).
# Expected: RO-Crate 1.1 (Appendix, RO-Crate JSON-LD): the metadata is JSON-LD, in which {"@value": "...", "@language":
#   "en"} is a text of a language, {"@value": "2026", "@type": "xsd:gYear"} a typed value and {"@list": [...]} a list
#   (JSON-LD 1.1, 4.2.4, 4.2.1, 4.3.1). None of them is a node that could be moved elsewhere.
# Seen: each becomes {"@id": "entity-1"} and so on, and there is no entity of this name in the graph. A crate that was
#   read and written has no title in either language, no year and no order of its steps, with the options of the
#   README as without. No error or warning. A plain text and a link (the controls) stay.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ro-crate@3.7.2 >/dev/null
cat > ro-crate-metadata.json <<'JSON'
{"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": [
  {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"},
   "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"}},
  {"@id": "./", "@type": "Dataset",
   "name": [{"@value": "Roles", "@language": "en"}, {"@value": "Rollen", "@language": "de"}],
   "dateCreated": {"@value": "2026", "@type": "xsd:gYear"},
   "step": {"@list": ["wash", "cut"]},
   "description": "All roles", "author": {"@id": "#ann"}},
  {"@id": "#ann", "@type": "Person", "name": "Ann"}]}
JSON
cat > crate.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import crates from "ro-crate";

for (const options of [{}, { array: true, link: true }]) {
  const { "@graph": graph } = new crates.ROCrate(JSON.parse(readFileSync("ro-crate-metadata.json", "utf8")), options).toJSON();
  const root = graph.find((each) => each["@id"] === "./");
  for (const name of ["name", "dateCreated", "step", "description", "author"]) console.log(name, JSON.stringify(root[name]));
  console.log("in the graph:", graph.map((each) => each["@id"]).join(" "));
}
SCRIPT
node crate.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
name [{"@id":"entity-1"},{"@id":"entity-2"}]
dateCreated {"@id":"entity-3"}
step {"@id":"entity-4"}
description "All roles"
author {"@id":"#ann"}
in the graph: ro-crate-metadata.json ./ #ann
name [{"@id":"entity-1"},{"@id":"entity-2"}]
dateCreated {"@id":"entity-3"}
step {"@id":"entity-4"}
description "All roles"
author {"@id":"#ann"}
in the graph: ro-crate-metadata.json ./ #ann
SEEN
