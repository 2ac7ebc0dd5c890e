#!/usr/bin/env bash
# pySFeel: ninety minutes ago are written as half an hour before midnight, and the months between two dates are too many.
#
# Versions: pySFeel 1.4.2.
# Expected: DMN TCK: string(duration("-P1Y")) is "-P1Y" and string(duration("-P1D")) is "-P1D" (string function): one minus,
#   before all of it. 1121 (years and months duration): from 2013-08-24 back to 2011-12-22 is -P1Y8M, whole months only.
#   A duration that string() writes is one that duration() reads again.
# Seen: string(duration("-PT90M")) is "P0DT23H30M0S", a positive duration; "-P1Y2M" becomes "P-1Y10M", in which the minus
#   stands where none may. From 2024-03-15 back to 2024-01-20, not yet two months, it counts three. Positive ones (the
#   controls) come back as they were.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pySFeel==1.4.2
cd "$folder"
cat > expressions.txt <<'FEEL'
string(duration("PT90M"))
string(duration("-PT90M"))
duration(string(duration("-PT90M"))) = duration("-PT90M")
string(duration("P1Y2M"))
string(duration("-P1Y2M"))
duration(string(duration("-P1Y2M"))) = duration("-P1Y2M")
years and months duration(date("2024-01-20"), date("2024-03-15"))
years and months duration(date("2024-03-15"), date("2024-01-20"))
years and months duration(date("2013-08-24"), date("2011-12-22"))
FEEL
cat > decide.py <<'PYTHON'
from pySFeel import SFeelParser

parser = SFeelParser()
for line in open("expressions.txt"):
    status, value = parser.sFeelParse(line.strip())
    print(line.strip(), "->", value, *status.get("errors", []))
PYTHON
venv/bin/python -W ignore decide.py | tee seen.txt
diff seen.txt - <<'SEEN'
string(duration("PT90M")) -> P0DT1H30M0S
string(duration("-PT90M")) -> P0DT23H30M0S
duration(string(duration("-PT90M"))) = duration("-PT90M") -> False
string(duration("P1Y2M")) -> P1Y2M
string(duration("-P1Y2M")) -> P-1Y10M
duration(string(duration("-P1Y2M"))) = duration("-P1Y2M") -> False
years and months duration(date("2024-01-20"), date("2024-03-15")) -> 1
years and months duration(date("2024-03-15"), date("2024-01-20")) -> -3
years and months duration(date("2013-08-24"), date("2011-12-22")) -> -20
SEEN
