#!/usr/bin/env bash
# python-dateutil and rrule (npm): "in week 20 of each year" is seven dates a year, not the weekday of the start.
#
# Versions: python-dateutil 2.9.0.post0; rrule 2.8.1; rrule-temporal 2.2.8 as peer.
# Expected: RFC 5545 (3.3.10): "Information, not contained in the rule, necessary to determine the various recurrence
#   instance start time and dates are derived from the Start Time"; "if the BYMINUTE, BYHOUR, BYDAY, BYMONTHDAY, or BYMONTH
#   rule part were missing, the appropriate minute, hour, day, or month would have been retrieved from the DTSTART
#   property". A review that starts on Wednesday of week 20 is on Wednesday of week 20, once a year.
# Seen: every day of that week, so COUNT=3 is used up by Friday of the first year. The hour is taken from DTSTART, and in
#   monthly and weekly rules (the controls) the day is too.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-dateutil==2.9.0.post0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rrule@2.8.1 rrule-temporal@2.2.8 >/dev/null
cat > cases.txt <<'TEXT'
20240515T090000 FREQ=YEARLY;BYWEEKNO=20;COUNT=3
20240515T090000 FREQ=YEARLY;BYMONTH=5;COUNT=3
20240515T090000 FREQ=MONTHLY;COUNT=3
20240515T090000 FREQ=WEEKLY;COUNT=3
TEXT
cat > reviews.py <<'PYTHON'
from dateutil.rrule import rrulestr

for line in open("cases.txt"):
    start, rule = line.split()
    print("dateutil      ", rule, *[f"{date:%Y%m%dT%H}" for date in rrulestr(f"DTSTART:{start}\nRRULE:{rule}")])
PYTHON
cat > reviews.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import rrule from "rrule";
import { RRuleTemporal } from "rrule-temporal";

const short = (text) => text.slice(0, 13).replace(/-/g, "");
for (const line of readFileSync("cases.txt", "utf8").trim().split("\n")) {
  const [start, rule] = line.split(" ");
  const text = `DTSTART:${start}Z\nRRULE:${rule}`;
  console.log("rrule         ", rule, ...rrule.rrulestr(text).all().map((each) => short(each.toISOString())));
  console.log("rrule-temporal", rule, ...new RRuleTemporal({ rruleString: text }).all().map((each) => short(each.toString())));
}
SCRIPT
{ venv/bin/python reviews.py; node reviews.mjs; } | tee seen.txt
diff seen.txt - <<'SEEN'
dateutil       FREQ=YEARLY;BYWEEKNO=20;COUNT=3 20240515T09 20240516T09 20240517T09
dateutil       FREQ=YEARLY;BYMONTH=5;COUNT=3 20240515T09 20250515T09 20260515T09
dateutil       FREQ=MONTHLY;COUNT=3 20240515T09 20240615T09 20240715T09
dateutil       FREQ=WEEKLY;COUNT=3 20240515T09 20240522T09 20240529T09
rrule          FREQ=YEARLY;BYWEEKNO=20;COUNT=3 20240515T09 20240516T09 20240517T09
rrule-temporal FREQ=YEARLY;BYWEEKNO=20;COUNT=3 20240515T09 20250514T09 20260513T09
rrule          FREQ=YEARLY;BYMONTH=5;COUNT=3 20240515T09 20250515T09 20260515T09
rrule-temporal FREQ=YEARLY;BYMONTH=5;COUNT=3 20240515T09 20250515T09 20260515T09
rrule          FREQ=MONTHLY;COUNT=3 20240515T09 20240615T09 20240715T09
rrule-temporal FREQ=MONTHLY;COUNT=3 20240515T09 20240615T09 20240715T09
rrule          FREQ=WEEKLY;COUNT=3 20240515T09 20240522T09 20240529T09
rrule-temporal FREQ=WEEKLY;COUNT=3 20240515T09 20240522T09 20240529T09
SEEN
