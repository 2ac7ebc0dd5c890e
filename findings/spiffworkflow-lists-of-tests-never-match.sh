#!/usr/bin/env bash
# SpiffWorkflow: in a DMN table "red", "blue" matches neither red nor blue, and not("red") nothing at all.
#
# Versions: SpiffWorkflow 3.2.0.
# Expected: DMN 1.5 (10.3.1.2, grammar rules 13 to 15; 10.3.2.15, Table 55, read in the specification's text): the
#   tests of a cell are one or more with commas between them, of which one must hold, or not(...) round them. Every
#   modeller writes such cells. The documentation says that cells are evaluated as Python.
# Seen: the cell is compared as one Python value: a tuple, or the result of Python's not. The rule never fires, for
#   whatever input, the table counts as well-formed, and the next rule or none decides: what was to be refused for two
#   reasons is not. No error. One text, and a comparison (the controls), work.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  SpiffWorkflow==3.2.0
cd "$folder"
cat > finding.py <<'PYTHON'
from types import SimpleNamespace

from lxml import etree
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.dmn.parser.DMNParser import DMNParser

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def decided(rules, value, policy='hitPolicy="UNIQUE"'):
    """What a table with one input gives, for rules of a test and an output each."""
    rows = "".join(
        f'<rule id="r{n}"><inputEntry id="i{n}"><text><![CDATA[{test}]]></text></inputEntry>'
        f'<outputEntry id="o{n}"><text>{output}</text></outputEntry></rule>' for n, (test, output) in enumerate(rules))
    document = etree.fromstring(
        f'<definitions xmlns="{DMN}" id="d" name="d" namespace="https://example.org/"><decision id="e" name="e">'
        f'<decisionTable id="t" {policy}><input id="i"><inputExpression id="x"><text>given</text></inputExpression></input>'
        f'<output id="o" name="out"/>{rows}</decisionTable></decision></definitions>')
    parser = DMNParser(None, document, {"dmn": DMN})
    parser.parse()
    task = SimpleNamespace(data={"given": value}, workflow=SimpleNamespace(script_engine=PythonScriptEngine()))
    return DMNEngine(parser.decision.decisionTables[0]).result(task).get("out", "no rule")


for test in ('"red"', '"red", "blue"', 'not("green")', 'not("green", "grey")'):
    for colour in ("red", "blue"):
        print(test, "of", colour, "->", decided([(test, '"stop"')], colour))
for test in ("< 4", "1, 2, 3", "not(5)"):
    print(test, "of 3 ->", decided([(test, '"stop"')], 3))
PYTHON
venv/bin/python -W ignore finding.py | tee seen.txt
diff seen.txt - <<'SEEN'
"red" of red -> stop
"red" of blue -> no rule
"red", "blue" of red -> no rule
"red", "blue" of blue -> no rule
not("green") of red -> no rule
not("green") of blue -> no rule
not("green", "grey") of red -> no rule
not("green", "grey") of blue -> no rule
< 4 of 3 -> stop
1, 2, 3 of 3 -> no rule
not(5) of 3 -> no rule
SEEN
