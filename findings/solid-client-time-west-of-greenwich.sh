#!/usr/bin/env bash
# @inrupt/solid-client: a time in Newfoundland, 08:00:00-03:30, that is read and written is "08:00:00-03:0-30".
#
# Versions: @inrupt/solid-client 3.0.0, n3 2.13.12; rdf-validate-datatype 0.2.2 as judge.
# Expected: XML Schema (part 2, 3.2.8; 3.2.7.3): a time zone is a sign, two digits, a colon and two digits. What getTime
#   gives is what setTime takes, so the time stays the same.
# Seen: getTime puts the sign before hours and minutes, setTime writes it before both. The literal is ill-typed: no
#   query compares it, and getTime itself has no value for it. West of Greenwich each zone with half an hour is hit. No
#   error. +05:30 and -05:00 (the controls) come back as they were.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  @inrupt/solid-client@3.0.0 n3@2.13.12 rdf-validate-datatype@0.2.2 >/dev/null
cat > through.mjs <<'SCRIPT'
import { addTerm, createThing, getTerm, getTime, setTime } from "@inrupt/solid-client";
import { DataFactory } from "n3";
import { validateTerm } from "rdf-validate-datatype";

const OPENS = "https://example.org/opens";
const TIME = DataFactory.namedNode("http://www.w3.org/2001/XMLSchema#time");
const shop = () => createThing({ url: "https://example.org/shops#one" });

// A time that was read and written, and whether the judge takes it.
function through(text) {
  const time = getTime(addTerm(shop(), OPENS, DataFactory.literal(text, TIME)), OPENS);
  const written = getTerm(setTime(shop(), OPENS, time), OPENS);
  return [written.value, validateTerm(written)];
}

const seen = ["08:00:00-03:30", "08:00:00+05:30", "08:00:00-05:00"].map(through);
console.log("written, valid:", seen);
const asSeen = [["08:00:00-03:0-30", false], ["08:00:00+05:30", true], ["08:00:00-05:00", true]];
process.exit(JSON.stringify(seen) === JSON.stringify(asSeen) ? 0 : 1);
SCRIPT
node through.mjs
