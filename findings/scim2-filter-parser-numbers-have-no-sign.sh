#!/usr/bin/env bash
# scim2-filter-parser: -3 and 2.5 are illegal characters, and null is the text NULL.
#
# Versions: scim2-filter-parser 0.7.0.
# Expected: SCIM (RFC 7644, 3.4.2.2, figure 1): compValue = false / null / true / number / string, by the rules of JSON
#   (RFC 7159), where a number may have a sign, a fraction and an exponent. SCIM has the type decimal (RFC 7643, 2.3.3).
# Seen: a sign or a point ends in a ValueError, an exponent in a parser error. A number that is read, true and null come
#   out as texts: whoever asks for those with no grade gets a query for a grade that is the text "NULL", and none.
#   Whole numbers from zero on (the control) are read.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check scim2-filter-parser==0.7.0
cd "$folder"
cat > finding.py <<'PYTHON'
from scim2_filter_parser.queries import SQLQuery

COLUMNS = {("grade", None, None): "grade"}
for text in ("grade gt 3", "grade gt 0", "grade gt -3", "grade gt 2.5", "grade gt 1e3", "grade eq null", "grade eq true"):
    try:
        query = SQLQuery(text, "people", COLUMNS)
        print(text, "->", query.where_sql, query.params_dict)
    except Exception as error:
        print(text, "->", type(error).__name__)
PYTHON
venv/bin/python finding.py | tee seen.txt
diff seen.txt - <<'SEEN'
grade gt 3 -> grade > {a} {'a': '3'}
grade gt 0 -> grade > {a} {'a': '0'}
grade gt -3 -> ValueError
grade gt 2.5 -> ValueError
grade gt 1e3 -> SCIMParserError
grade eq null -> grade = {a} {'a': 'NULL'}
grade eq true -> grade = {a} {'a': 'TRUE'}
SEEN
