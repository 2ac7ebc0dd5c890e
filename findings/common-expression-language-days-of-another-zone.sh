#!/usr/bin/env bash
# common-expression-language: the hour, day and year of a time with an offset are those of its offset, not of UTC.
#
# Versions: common-expression-language 0.10.0 (PyPI, in Rust); cel-python 0.5.0 as peer.
# Expected: CEL (Language Definition, List of Standard Definitions): getHours, getDate, getFullYear and the like
#   without a time zone are those of UTC. A timestamp is an instant and has no offset, so equal ones have equal parts.
# Seen: 2026-01-01T00:30:00+02:00 has the hour 0, day 1 and year 2026; the equal instant 2025-12-31T22:30:00Z (the
#   control) has 22, 31 and 2025. So whether "after six" or "this year" holds depends on how the sender wrote the
#   time, and a rule gives another answer than in other engines. No error.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  common-expression-language==0.10.0 cel-python==0.5.0
cd "$folder"
cat > finding.py <<'PYTHON'
import cel
import celpy

PARTS = "getHours", "getDate", "getDayOfWeek", "getFullYear"
environment = celpy.Environment()


def peer(text):
    return int(environment.program(environment.compile(text)).evaluate({}))


for time in ("2026-01-01T00:30:00+02:00", "2025-12-31T22:30:00Z", "2026-03-05T20:00:00-05:00"):
    asked = [f'timestamp("{time}").{part}()' for part in PARTS]
    print(time, [cel.evaluate(text) for text in asked], "cel-python", [peer(text) for text in asked])
print("one instant:", cel.evaluate('timestamp("2026-01-01T00:30:00+02:00") == timestamp("2025-12-31T22:30:00Z")'))
PYTHON
venv/bin/python finding.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
2026-01-01T00:30:00+02:00 [0, 1, 4, 2026] cel-python [22, 31, 3, 2025]
2025-12-31T22:30:00Z [22, 31, 3, 2025] cel-python [22, 31, 3, 2025]
2026-03-05T20:00:00-05:00 [20, 5, 4, 2026] cel-python [1, 6, 5, 2026]
one instant: True
SEEN
