#!/usr/bin/env bash
# @inrupt/solid-client: half a second (".5") is read as 5 milliseconds, and ".123456" as more than two minutes.
#
# Versions: @inrupt/solid-client 3.0.0, n3 2.13.12; rdf-literal 2.0.0 as peer.
# Expected: XML Schema (part 2, 3.2.7.1): "'.' s+ (if present) represents the fractional seconds", as many digits as one
#   likes. 3.2.7.2: the canonical form has no zeros at the end, so half a second is written ".5".
# Seen: the digits are taken for a number of milliseconds. Of two events the later one comes first, and six digits, as
#   Python and Java write them, move a time by up to sixteen minutes. getTime does the same. No error. With three digits
#   (the control), which JavaScript writes, all is right. For times it is inrupt/solid-client-js issue 1766, open.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  @inrupt/solid-client@3.0.0 n3@2.13.12 rdf-literal@2.0.0 >/dev/null
cat > read.mjs <<'SCRIPT'
import { addTerm, createThing, getDatetime, getTime } from "@inrupt/solid-client";
import { DataFactory } from "n3";
import { fromRdf } from "rdf-literal";

const WHEN = "https://example.org/when";
const typed = (text, type) => DataFactory.literal(text, DataFactory.namedNode(`http://www.w3.org/2001/XMLSchema#${type}`));
const event = (literal) => addTerm(createThing({ url: "https://example.org/log#one" }), WHEN, literal);

// Minutes, seconds and milliseconds: as solid-client reads them, then as the peer does.
function read(fraction) {
  const literal = typed(`2026-05-01T12:00:00.${fraction}Z`, "dateTime");
  return [getDatetime(event(literal), WHEN), fromRdf(literal)].map((date) => date.toISOString().slice(14, 23));
}

const seen = [read("5"), read("25"), read("123456"), read("500")];
const time = getTime(event(typed("12:00:00.5Z", "time")), WHEN).millisecond;
console.log(".5, .25, .123456, .500 (solid-client, rdf-literal):", seen, "time .5:", time);
const asSeen = [
  ["00:00.005", "00:00.500"], ["00:00.025", "00:00.250"], ["02:03.456", "00:00.123"], ["00:00.500", "00:00.500"],
];
process.exit(JSON.stringify(seen) === JSON.stringify(asSeen) && time === 5 ? 0 : 1);
SCRIPT
node read.mjs
