#!/usr/bin/env bash
# SpiffWorkflow: rule order, output order, priority and any are read as first, unique too, and sums are not added up.
#
# Versions: SpiffWorkflow 3.2.0.
# Expected: DMN 1.5 (8.2.8 and 10.3.2.10, read in the specification's text): rule order gives a list of all outputs;
#   priority the output that stands first in the list of output values; under unique rules must not overlap, under any
#   they must agree; collect with SUM, COUNT, MIN or MAX gives one value.
# Seen: all but collect give the output of the first rule that matches, whatever the table asks, also where two rules
#   of a unique table contradict each other, and collect is a list with any aggregation. No error, no warning: a table
#   that was tested in a modeller decides otherwise here. Collect alone, and first (the controls), are right.
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


for policy in ("FIRST", "UNIQUE", "ANY", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT"):
    print(policy, "->", decided([("> 1", 10), ("> 2", 20), ("> 9", 30)], 3, f'hitPolicy="{policy}"'))
for aggregation in ("SUM", "COUNT", "MAX"):
    print("COLLECT", aggregation, "->", decided([("> 1", 10), ("> 2", 20)], 3, f'hitPolicy="COLLECT" aggregation="{aggregation}"'))
PYTHON
venv/bin/python -W ignore finding.py | tee seen.txt
diff seen.txt - <<'SEEN'
FIRST -> 10
UNIQUE -> 10
ANY -> 10
PRIORITY -> 10
RULE ORDER -> 10
OUTPUT ORDER -> 10
COLLECT -> [10, 20]
COLLECT SUM -> [10, 20]
COLLECT COUNT -> [10, 20]
COLLECT MAX -> [10, 20]
SEEN
