#!/usr/bin/env bash
# common-expression-language: exists() is an error if an item that cannot be checked stands before the one that fits.
#
# Versions: common-expression-language 0.10.0 (PyPI, in Rust); cel-python 0.5.0 as peer.
# Expected: CEL (Language Definition, Macros): exists() joins what it finds by || and all() by &&, so that if one item
#   decides, errors from other items are ignored. a || b is so in either order.
# Seen: in [{"name": "Ann"}, {"level": 4}] an item with a level above 3 "exists" with an error, in the other order it
#   is true. all() is the same for false. Whether a list of roles can be judged depends on the order in which it came.
#   || and && themselves (the controls) ignore the error in either order.
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

environment = celpy.Environment()


def seen(evaluate, text):
    try:
        return bool(evaluate(text))
    except Exception:
        return "error"


for text in (
    '[{"name": "Ann"}, {"level": 4}].exists(r, r.level > 3)',
    '[{"level": 4}, {"name": "Ann"}].exists(r, r.level > 3)',
    '[{"name": "Ann"}, {"level": 4}].all(r, r.level > 5)',
    '[{"level": 4}, {"name": "Ann"}].all(r, r.level > 5)',
    '{"name": "Ann"}.level > 3 || {"level": 4}.level > 3',
    '{"level": 4}.level > 5 && {"name": "Ann"}.level > 5',
    '{"name": "Ann"}.level > 5 && {"level": 4}.level > 5',
):
    print(text, seen(cel.evaluate, text), "cel-python", seen(lambda each: environment.program(environment.compile(each)).evaluate({}), text))
PYTHON
venv/bin/python finding.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
[{"name": "Ann"}, {"level": 4}].exists(r, r.level > 3) error cel-python True
[{"level": 4}, {"name": "Ann"}].exists(r, r.level > 3) True cel-python True
[{"name": "Ann"}, {"level": 4}].all(r, r.level > 5) error cel-python False
[{"level": 4}, {"name": "Ann"}].all(r, r.level > 5) False cel-python False
{"name": "Ann"}.level > 3 || {"level": 4}.level > 3 True cel-python True
{"level": 4}.level > 5 && {"name": "Ann"}.level > 5 False cel-python False
{"name": "Ann"}.level > 5 && {"level": 4}.level > 5 False cel-python False
SEEN
