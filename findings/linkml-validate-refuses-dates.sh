#!/usr/bin/env bash
# LinkML: linkml-validate refuses a date in YAML, "2026-03-01 is not of type 'string'"; in quotes it is right.
#
# Versions: linkml 1.12.1, linkml-runtime 1.12.1.
# Expected: linkml:types has date, "a date (year, month and day) in an idealized calendar". YAML 1.1 (timestamp type)
#   reads 2026-03-01 without quotes as a date, so this is a date by both, and the usual way to write one.
# Seen: the validator hands the date of Python to a JSON Schema that asks for a string, so the file is invalid, and so
#   is a datetime. Whoever puts quotes round it is told that all is fine. linkml-convert reads both files and gives the
#   same JSON, which is valid (the control).
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  linkml==1.12.1 linkml-runtime==1.12.1
cd "$folder"
cat > schema.yaml <<'YAML'
id: https://example.org/s
name: s
prefixes: {linkml: https://w3id.org/linkml/, ex: https://example.org/}
default_prefix: ex
imports: [linkml:types]
classes:
  Case:
    tree_root: true
    attributes:
      when: {range: date}
YAML
printf 'when: 2026-03-01\n' > plain.yaml
printf 'when: "2026-03-01"\n' > quotes.yaml
for name in plain quotes; do
  echo "$name: $(venv/bin/linkml-validate -s schema.yaml -C Case "$name.yaml" 2>/dev/null | tail -1)"
done | tee seen.txt
for name in plain quotes; do
  echo "$name as JSON:" $(venv/bin/linkml-convert -s schema.yaml -C Case -t json --no-validate "$name.yaml" 2>/dev/null)
done | tee -a seen.txt
diff seen.txt - <<'SEEN'
plain: [ERROR] [plain.yaml/0] datetime.date(2026, 3, 1) is not of type 'string', 'null' in /when
quotes: No issues found
plain as JSON: { "when": "2026-03-01", "@type": "Case" }
quotes as JSON: { "when": "2026-03-01", "@type": "Case" }
SEEN
