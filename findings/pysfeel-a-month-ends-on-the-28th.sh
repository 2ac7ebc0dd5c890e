#!/usr/bin/env bash
# pySFeel: a month after 31 May is 28 June.
#
# Versions: pySFeel 1.4.2; @bpmn-io/feelin 6.1.1 and python-dateutil 2.9.0.post0 as peers.
# Expected: FEEL adds a years and months duration to a date. Where the month has no such day, XML Schema (part 2, appendix E,
#   Adding durations to dateTimes) takes the last day of the month: 2024-06-30, and 2024-02-29 in a leap year.
# Seen: the 28th, in every month and every year, so a review that is due a month after the 31st comes one to three days
#   early, and earlier than one that is due a month after the 30th. Days that exist (the controls) are kept.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pySFeel==1.4.2 python-dateutil==2.9.0.post0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @bpmn-io/feelin@6.1.1 >/dev/null
cat > add.py <<'PYTHON'
import datetime
import subprocess

from dateutil.relativedelta import relativedelta
from pySFeel import SFeelParser

CODE = 'import("@bpmn-io/feelin").then(({ evaluate }) => console.log(evaluate(process.argv[1], {}).value))'
parser = SFeelParser()
for day, months in (("2024-05-31", 1), ("2024-05-30", 1), ("2024-01-31", 1), ("2024-01-31", 2), ("2024-08-31", 6)):
    expression = f'date("{day}") + duration("P{months}M")'
    feelin = subprocess.run(["node", "-e", CODE, f"string({expression})"], capture_output=True, text=True).stdout.strip()
    dateutil = datetime.date.fromisoformat(day) + relativedelta(months=months)
    print(f"{expression}: pySFeel {parser.sFeelParse(expression)[1]}, feelin {feelin}, dateutil {dateutil}")
PYTHON
venv/bin/python -W ignore add.py | tee seen.txt
diff seen.txt - <<'SEEN'
date("2024-05-31") + duration("P1M"): pySFeel 2024-06-28, feelin 2024-06-30, dateutil 2024-06-30
date("2024-05-30") + duration("P1M"): pySFeel 2024-06-30, feelin 2024-06-30, dateutil 2024-06-30
date("2024-01-31") + duration("P1M"): pySFeel 2024-02-28, feelin 2024-02-29, dateutil 2024-02-29
date("2024-01-31") + duration("P2M"): pySFeel 2024-03-31, feelin 2024-03-31, dateutil 2024-03-31
date("2024-08-31") + duration("P6M"): pySFeel 2025-02-28, feelin 2025-02-28, dateutil 2025-02-28
SEEN
