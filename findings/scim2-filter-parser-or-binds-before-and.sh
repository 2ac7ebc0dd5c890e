#!/usr/bin/env bash
# scim2-filter-parser: a or b and c is read as (a or b) and c, so people whom a alone names are not found.
#
# Versions: scim2-filter-parser 0.7.0.
# Expected: SCIM (RFC 7644, 3.4.2.2): filters are evaluated in the order of precedence: grouping, then the logical
#   operators, "where "not" takes precedence over "and", which takes precedence over "or"".
# Seen: "and" and "or" have one rank and are taken from the left. Asked for pilots, or cooks at home, the query that is
#   made gives those at home only. The predicate of the same package does the same. No error. With brackets, and with
#   "and" before "or" (the controls), the answer is right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check scim2-filter-parser==0.7.0
cd "$folder"
cat > finding.py <<'PYTHON'
import sqlite3

from scim2_filter_parser.queries import SQLQuery

COLUMNS = {("title", None, None): "title", ("userType", None, None): "kind"}
people = sqlite3.connect(":memory:")
people.executescript("""
    create table people (name text, title text, kind text);
    insert into people values ('Ann', 'pilot', 'office'), ('Ben', 'pilot', 'home'), ('Cem', 'cook', 'home'),
      ('Dee', 'cook', 'office'), ('Eve', 'judge', 'home');
""")
for text in (
    'title eq "pilot" or title eq "cook" and userType eq "home"',
    'title eq "pilot" or (title eq "cook" and userType eq "home")',
    'title eq "cook" and userType eq "home" or title eq "pilot"',
    '(title eq "pilot" or title eq "cook") and userType eq "home"',
):
    query = SQLQuery(text, "people", COLUMNS)
    where = query.where_sql
    for name in query.params_dict:
        where = where.replace("{%s}" % name, f":p{name}")
    rows = people.execute(f"select name from people where {where} order by name",
                          {f"p{name}": value for name, value in query.params_dict.items()})
    print(text, "->", *[name for (name,) in rows])
PYTHON
venv/bin/python finding.py | tee seen.txt
diff seen.txt - <<'SEEN'
title eq "pilot" or title eq "cook" and userType eq "home" -> Ben Cem
title eq "pilot" or (title eq "cook" and userType eq "home") -> Ann Ben Cem
title eq "cook" and userType eq "home" or title eq "pilot" -> Ann Ben Cem
(title eq "pilot" or title eq "cook") and userType eq "home" -> Ben Cem
SEEN
