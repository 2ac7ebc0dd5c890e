#!/usr/bin/env bash
# ttl2jsonld: a long integer becomes another one, and an infinite value goes with its triple.
#
# Versions: @frogcat/ttl2jsonld 0.0.10; n3 2.13.12 with jsonld 9.0.0 as peer.
# Expected: Turtle (2.5.2) has xsd:integer without a limit, and XML Schema has INF as a double. JSON-LD 1.1
#   can hold both as {"@value": "...", "@type": "..."}, as the peer writes them.
# Seen: every xsd:integer and xsd:double goes through a JavaScript number. 9007199254740993, an identifier for
#   instance, is written as 9007199254740992. "INF"^^xsd:double is written as null, which JSON-LD removes
#   when it is read. The converter reports neither.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  @frogcat/ttl2jsonld@0.0.10 n3@2.13.12 jsonld@9.0.0 >/dev/null
cat > check.mjs <<'SCRIPT'
import jsonld from "jsonld";
import ttl2jsonld from "@frogcat/ttl2jsonld";
import { Parser, Writer } from "n3";

const TURTLE = `@prefix : <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:x :id 9007199254740993 ; :limit "INF"^^xsd:double ; :count 5 .`;
const values = (node) =>
  ["id", "limit", "count"].map((name) => node[`https://example.org/${name}`]?.map((value) => value["@value"]));

const written = JSON.parse(JSON.stringify(ttl2jsonld.parse(TURTLE)));
const [node] = await jsonld.expand(written);

const writer = new Writer({ format: "N-Quads" });
writer.addQuads(new Parser().parse(TURTLE));
const quads = await new Promise((resolve) => writer.end((error, text) => resolve(text)));
const [peer] = await jsonld.fromRDF(quads, { format: "application/n-quads" });
const seen = JSON.stringify([values(node), values(peer)]);
console.log("id, limit, count by ttl2jsonld and by the peer:", seen);
process.exit(seen === '[[[9007199254740992],null,[5]],[["9007199254740993"],["INF"],["5"]]]' ? 0 : 1);
SCRIPT
node check.mjs
