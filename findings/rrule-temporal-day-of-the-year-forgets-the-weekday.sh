#!/usr/bin/env bash
# rrule-temporal: days of the year that must be Mondays are any weekday.
#
# Versions: rrule-temporal 2.2.8; ical.js 2.2.1 as peer.
# Expected: RFC 5545 (3.3.10, table of BYxxx rule parts, note 2): BYDAY in a YEARLY rule is "Limit if BYYEARDAY or
#   BYMONTHDAY is present". "Days 1, 100 and 200 of the year if they are a Monday" are three dates in ten years.
# Seen: BYDAY is ignored and each of the three days comes every year, among them Tuesdays and Thursdays; no error. With
#   BYMONTHDAY (the control) BYDAY limits.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ical.js@2.2.1 rrule-temporal@2.2.8 >/dev/null
cat > reviews.mjs <<'SCRIPT'
import ICAL from "ical.js";
import { RRuleTemporal } from "rrule-temporal";

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const named = (text) => `${text.slice(0, 10)} ${days[new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDay()]}`;
for (const rule of ["FREQ=YEARLY;BYYEARDAY=1,100,200;BYDAY=MO;COUNT=4", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=9,10;BYDAY=MO;COUNT=2"]) {
  const start = rule.includes("YEARDAY") ? "2018-01-01" : "2018-04-09";
  const dates = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateTimeString(`${start}T09:00:00`));
  const seen = [];
  for (let next = dates.next(); next; next = dates.next()) seen.push(named(next.toString()));
  const ours = new RRuleTemporal({ rruleString: `DTSTART:${start.replaceAll("-", "")}T090000Z\nRRULE:${rule}` }).all();
  console.log(rule);
  console.log("  rrule-temporal:", ours.map((each) => named(each.toString())).join(", "));
  console.log("  ical.js:", seen.join(", "));
}
SCRIPT
node reviews.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
FREQ=YEARLY;BYYEARDAY=1,100,200;BYDAY=MO;COUNT=4
  rrule-temporal: 2018-01-01 Monday, 2018-04-10 Tuesday, 2018-07-19 Thursday, 2019-01-01 Tuesday
  ical.js: 2018-01-01 Monday, 2021-07-19 Monday, 2023-04-10 Monday, 2024-01-01 Monday
FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=9,10;BYDAY=MO;COUNT=2
  rrule-temporal: 2018-04-09 Monday, 2023-04-10 Monday
  ical.js: 2018-04-09 Monday, 2023-04-10 Monday
SEEN
