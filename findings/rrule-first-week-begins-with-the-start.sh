#!/usr/bin/env bash
# python-dateutil and rrule (npm): BYSETPOS counts from DTSTART in the first week and from Monday in all others.
#
# Versions: python-dateutil 2.9.0.post0; rrule 2.8.1; rrule-temporal 2.2.8 as peer.
# Expected: RFC 5545 (3.3.10, BYSETPOS): "A set of recurrence instances starts at the beginning of the interval defined by
#   the FREQ rule part." The week of 2024-01-31 starts on Monday 29; its Monday, Wednesday and Friday have the 31st as
#   the second, so that is the first review, and DTSTART is in step with the rule.
# Seen: both leave out what lies before DTSTART and count the rest: the 31st is the first of two, and Friday is "the second"
#   in that week alone. The start itself is not among the dates. In months, and where DTSTART is the first of its week (the
#   controls), all agree.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-dateutil==2.9.0.post0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rrule@2.8.1 rrule-temporal@2.2.8 >/dev/null
cat > cases.txt <<'TEXT'
20240131T090000 FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2;COUNT=3
20240321T090000 FREQ=MONTHLY;BYMONTHDAY=1,11,21,-1;BYSETPOS=3;COUNT=3
20240129T090000 FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1;COUNT=3
TEXT
cat > reviews.py <<'PYTHON'
from dateutil.rrule import rrulestr

for line in open("cases.txt"):
    start, rule = line.split()
    print("dateutil      ", start[:8], rule, *[f"{date:%Y%m%d}" for date in rrulestr(f"DTSTART:{start}\nRRULE:{rule}")])
PYTHON
cat > reviews.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import rrule from "rrule";
import { RRuleTemporal } from "rrule-temporal";

const short = (text) => text.slice(0, 10).replace(/-/g, "");
for (const line of readFileSync("cases.txt", "utf8").trim().split("\n")) {
  const [start, rule] = line.split(" ");
  const text = `DTSTART:${start}Z\nRRULE:${rule}`;
  console.log("rrule         ", start.slice(0, 8), rule, ...rrule.rrulestr(text).all().map((each) => short(each.toISOString())));
  console.log("rrule-temporal", start.slice(0, 8), rule, ...new RRuleTemporal({ rruleString: text }).all().map((each) => short(each.toString())));
}
SCRIPT
{ venv/bin/python reviews.py; node reviews.mjs; } | tee seen.txt
diff seen.txt - <<'SEEN'
dateutil       20240131 FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2;COUNT=3 20240202 20240207 20240214
dateutil       20240321 FREQ=MONTHLY;BYMONTHDAY=1,11,21,-1;BYSETPOS=3;COUNT=3 20240321 20240421 20240521
dateutil       20240129 FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1;COUNT=3 20240129 20240205 20240212
rrule          20240131 FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2;COUNT=3 20240202 20240207 20240214
rrule-temporal 20240131 FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2;COUNT=3 20240131 20240207 20240214
rrule          20240321 FREQ=MONTHLY;BYMONTHDAY=1,11,21,-1;BYSETPOS=3;COUNT=3 20240321 20240421 20240521
rrule-temporal 20240321 FREQ=MONTHLY;BYMONTHDAY=1,11,21,-1;BYSETPOS=3;COUNT=3 20240321 20240421 20240521
rrule          20240129 FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1;COUNT=3 20240129 20240205 20240212
rrule-temporal 20240129 FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1;COUNT=3 20240129 20240205 20240212
SEEN
