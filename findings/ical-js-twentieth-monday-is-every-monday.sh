#!/usr/bin/env bash
# ical.js: "the 20th Monday of the year" and "Monday of week 20" are every Monday.
#
# Versions: ical.js 2.2.1; rrule-temporal 2.2.8 as peer.
# Expected: RFC 5545 (3.3.10): the number before a day of BYDAY in a YEARLY rule is "an offset within the year when the
#   BYWEEKNO or BYMONTH rule parts are not present"; BYWEEKNO are "weeks according to week numbering as defined in
#   ISO.8601". 3.8.5.3 has both as examples: BYDAY=20MO is 1997-05-19, BYWEEKNO=20;BYDAY=MO is 1997-05-12.
# Seen: a yearly review comes each week, without an error; BYWEEKNO without a day gives nothing at all. With 1MO and -1MO,
#   or with BYMONTH (the controls), the numbers count.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ical.js@2.2.1 rrule-temporal@2.2.8 >/dev/null
cat > reviews.mjs <<'SCRIPT'
import ICAL from "ical.js";
import { RRuleTemporal } from "rrule-temporal";

const short = (text) => text.slice(0, 10);
for (const [start, rule] of [
  ["1997-05-19", "FREQ=YEARLY;BYDAY=20MO;COUNT=3"],
  ["1997-05-12", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3"],
  ["1997-05-12", "FREQ=YEARLY;BYWEEKNO=20;COUNT=3"],
  ["1997-12-29", "FREQ=YEARLY;BYDAY=1MO,-1MO;COUNT=3"],
  ["1997-05-19", "FREQ=YEARLY;BYMONTH=5;BYDAY=3MO;COUNT=3"],
]) {
  const dates = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateTimeString(`${start}T09:00:00`));
  const seen = [];
  for (let next = dates.next(); next; next = dates.next()) seen.push(short(next.toString()));
  const peer = new RRuleTemporal({ rruleString: `DTSTART:${start.replaceAll("-", "")}T090000Z\nRRULE:${rule}` }).all();
  console.log(rule);
  console.log("  ical.js       ", ...seen);
  console.log("  rrule-temporal", ...peer.map((each) => short(each.toString())));
}
SCRIPT
node reviews.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
FREQ=YEARLY;BYDAY=20MO;COUNT=3
  ical.js        1997-05-19 1997-05-26 1997-06-02
  rrule-temporal 1997-05-19 1998-05-18 1999-05-17
FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3
  ical.js        1997-05-19 1997-05-26 1997-06-02
  rrule-temporal 1997-05-12 1998-05-11 1999-05-17
FREQ=YEARLY;BYWEEKNO=20;COUNT=3
  ical.js       
  rrule-temporal 1997-05-12 1998-05-11 1999-05-17
FREQ=YEARLY;BYDAY=1MO,-1MO;COUNT=3
  ical.js        1997-12-29 1998-01-05 1998-12-28
  rrule-temporal 1997-12-29 1998-01-05 1998-12-28
FREQ=YEARLY;BYMONTH=5;BYDAY=3MO;COUNT=3
  ical.js        1997-05-19 1998-05-18 1999-05-17
  rrule-temporal 1997-05-19 1998-05-18 1999-05-17
SEEN
