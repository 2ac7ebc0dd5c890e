#!/usr/bin/env bash
# ical.js: BYSETPOS is ignored unless a monthly rule has BYDAY, so one review a week becomes three.
#
# Versions: ical.js 2.2.1; rrule-temporal 2.2.8 as peer.
# Expected: RFC 5545 (3.3.10): BYSETPOS is the nth "within the set of recurrence instances specified by the rule" in "one
#   interval of the recurrence rule. For example, in a WEEKLY rule, the interval would be one week". Its table says Limit
#   for every frequency. "The last of Monday, Wednesday and Friday" is one day a week.
# Seen (the first date is always the rule's own): every day of the set, as if BYSETPOS were not there: no error and no warning. With BYMONTHDAY, with two months of
#   a year and with hours of a day it is the same; COUNT is used up early. The RFC's own "third Tuesday, Wednesday or
#   Thursday" of a month (the control) is right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ical.js@2.2.1 rrule-temporal@2.2.8 >/dev/null
cat > reviews.mjs <<'SCRIPT'
import ICAL from "ical.js";
import { RRuleTemporal } from "rrule-temporal";

const short = (text) => text.replace(/[-:]/g, "").slice(0, 13);
for (const [start, rule] of [
  ["2024-02-07T09", "FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3;COUNT=3"],
  ["2024-02-02T09", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1;COUNT=3"],
  ["2024-02-15T09", "FREQ=MONTHLY;BYMONTHDAY=1,15,-1;BYSETPOS=2;COUNT=3"],
  ["2024-06-24T09", "FREQ=YEARLY;BYMONTH=2,6;BYDAY=-1MO;BYSETPOS=-1;COUNT=3"],
  ["2024-02-01T17", "FREQ=DAILY;BYHOUR=9,17;BYSETPOS=-1;COUNT=3"],
]) {
  const dates = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateTimeString(`${start}:00:00`));
  const seen = [];
  for (let next = dates.next(); next; next = dates.next()) seen.push(short(next.toString()));
  const peer = new RRuleTemporal({ rruleString: `DTSTART:${start.replaceAll("-", "")}0000Z\nRRULE:${rule}` }).all();
  console.log(rule);
  console.log("  ical.js       ", ...seen);
  console.log("  rrule-temporal", ...peer.map((each) => short(each.toString())));
}
SCRIPT
node reviews.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3;COUNT=3
  ical.js        20240207T0900 20240307T0900 20240404T0900
  rrule-temporal 20240207T0900 20240307T0900 20240404T0900
FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1;COUNT=3
  ical.js        20240202T0900 20240205T0900 20240207T0900
  rrule-temporal 20240202T0900 20240209T0900 20240216T0900
FREQ=MONTHLY;BYMONTHDAY=1,15,-1;BYSETPOS=2;COUNT=3
  ical.js        20240215T0900 20240229T0900 20240301T0900
  rrule-temporal 20240215T0900 20240315T0900 20240415T0900
FREQ=YEARLY;BYMONTH=2,6;BYDAY=-1MO;BYSETPOS=-1;COUNT=3
  ical.js        20240624T0900 20250224T0900 20250630T0900
  rrule-temporal 20240624T0900 20250630T0900 20260629T0900
FREQ=DAILY;BYHOUR=9,17;BYSETPOS=-1;COUNT=3
  ical.js        20240201T1700 20240202T0900 20240202T1700
  rrule-temporal 20240201T1700 20240202T1700 20240203T1700
SEEN
