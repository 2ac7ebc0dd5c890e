#!/usr/bin/env bash
# @inrupt/solid-client: noon at -05:00 is read as 07:00 UTC, since the time zone is added where it must be taken away.
#
# Versions: @inrupt/solid-client 3.0.0, n3 2.13.12; rdf-literal 2.0.0 as peer.
# Expected: XML Schema (part 2, 3.2.7.1): "2002-10-10T12:00:00-05:00 (noon on 10 October 2002 ...) is
#   2002-10-10T17:00:00Z, five hours later than 2002-10-10T12:00:00Z".
# Seen: getDatetime gives 07:00 UTC for this very example, ten hours off. In Central Europe a meeting is four hours too
#   late, in India eleven. What a program reads and writes back with setDatetime is another instant in the pod. No
#   error. With "Z" (the control) the instant is right, so it stays hidden where the program itself wrote all the data:
#   it writes UTC only.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  @inrupt/solid-client@3.0.0 n3@2.13.12 rdf-literal@2.0.0 >/dev/null
cat > read.mjs <<'SCRIPT'
import { addTerm, createThing, getDatetime } from "@inrupt/solid-client";
import { DataFactory } from "n3";
import { fromRdf } from "rdf-literal";

const WHEN = "https://example.org/when";
const DATE_TIME = DataFactory.namedNode("http://www.w3.org/2001/XMLSchema#dateTime");

// The instant of a literal: as solid-client reads it, then as the peer does.
function read(text) {
  const literal = DataFactory.literal(text, DATE_TIME);
  const meeting = addTerm(createThing({ url: "https://example.org/meetings#one" }), WHEN, literal);
  return [getDatetime(meeting, WHEN), fromRdf(literal)].map((date) => date.toISOString().slice(0, 16));
}

const seen = {
  "-05:00": read("2002-10-10T12:00:00-05:00"),
  "+02:00": read("2026-05-01T12:00:00+02:00"),
  "+05:30": read("2026-05-01T01:00:00+05:30"),
  Z: read("2026-05-01T12:00:00Z"),
};
console.log("UTC (solid-client, rdf-literal):", seen);
const asSeen = {
  "-05:00": ["2002-10-10T07:00", "2002-10-10T17:00"],
  "+02:00": ["2026-05-01T14:00", "2026-05-01T10:00"],
  "+05:30": ["2026-05-01T06:30", "2026-04-30T19:30"],
  Z: ["2026-05-01T12:00", "2026-05-01T12:00"],
};
process.exit(JSON.stringify(seen) === JSON.stringify(asSeen) ? 0 : 1);
SCRIPT
node read.mjs
