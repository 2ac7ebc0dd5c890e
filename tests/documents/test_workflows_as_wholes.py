"""What is said of a workflow as a whole, who takes its steps over, access, and actions of minutes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import Graph
from typer.testing import CliRunner

from rolegraph.cli.documents.commands import app
from rolegraph.documents.account.workflows import WorkflowRead
from rolegraph.documents.reading import Reading, read_file

runner = CliRunner()
RG = "https://w3id.org/rolegraph/ontology#"
CONFIG = (
    '[catalogue]\ntitle = "Dock"\nbase = "https://dock.example/id/"\n[documents]\n"dock.md" = {}\n'
)
DOCK = """# Dock

## Shift Lead

Responsibilities:

- Plan the shifts

System access: SAP read-only, Jira admin

## Dispatcher

Responsibilities:

- Take calls

## Workflow: Unload a ship

Trigger: a ship is moored
Frequency: daily
Duration: 6 to 8 hours
Inputs: stowage plan, berth permit
Outputs: unloading report
Tools: SAP, Crane Control

1. Shift Lead: assign the gangs
2. Dispatcher: call the trucks. If no truck comes within 2 h, escalate to the Shift Lead.
"""
SECTIONS = """# Handbook

## Process: Close the month

### Frequency

Monthly

### Duration

2 days

### Inputs

- trial balance
- time sheets

### Outputs

- signed accounts

### Tools

- DATEV

### Steps

1. Controller: collect the sheets
2. Controller: sign the accounts
"""
RECORDS = {
    "roles": [{"name": "Controller", "responsibilities": ["Keep the books"]}],
    "workflows": [
        {
            "name": "Close the month",
            "frequency": "Monthly",
            "duration": "2 days",
            "inputs": ["trial balance", "time sheets"],
            "outputs": ["signed accounts"],
            "tools": ["DATEV"],
            "steps": [
                {"who": "Controller", "action": "Collect the sheets"},
                {"who": "Controller", "action": "Sign the accounts"},
            ],
        }
    ],
}
TABLE = (
    "Process,Owner,Frequency,Duration,Inputs,Steps,Outputs,Tools\n"
    "Close the month,Controller,Monthly,2 days,trial balance; time sheets,"
    "1. Collect the sheets 2. Sign the accounts,signed accounts,DATEV\n"
)
GERMAN = """# Handbuch

## Ablauf: Monatsabschluss

Häufigkeit: Monthly
Dauer: 2 days
Eingaben: trial balance; time sheets
Ausgaben: signed accounts
Werkzeuge: DATEV

1. Buchhalterin: sammelt die Zettel
2. Buchhalterin: zeichnet den Abschluss
"""


def read(folder: Path, text: str, name: str = "roles.md") -> Reading:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_file(path)


def of_whole(workflow: WorkflowRead) -> dict[str, list[str]]:
    things = {"inputs": workflow.inputs, "outputs": workflow.outputs, "tools": workflow.tools}
    texts = {"frequency": workflow.frequency, "duration": workflow.duration}
    found = {name: [each.name for each in named] for name, named in things.items()}
    return found | {name: [each.plain for each in said] for name, said in texts.items()}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("roles.md", SECTIONS),
        ("roles.json", json.dumps(RECORDS, indent=1)),
        ("roles.csv", TABLE),
        ("handbuch.md", GERMAN),
    ],
)
def test_each_form_says_the_same_of_a_workflow(name: str, text: str, tmp_path: Path) -> None:
    """How often, how long, from what and with what: whoever plans work asks for it first."""
    (workflow,) = read(tmp_path, text, name).workflows

    assert {
        "frequency": ["Monthly"],
        "duration": ["2 days"],
        "inputs": ["trial balance", "time sheets"],
        "outputs": ["signed accounts"],
        "tools": ["DATEV"],
    } == of_whole(workflow)


def test_an_output_that_is_a_sentence_is_the_outcome(tmp_path: Path) -> None:
    """“All members have been told.” is no artifact."""
    text = DOCK.replace(
        "Outputs: unloading report", "Outputs: All gangs have been told. It is late."
    )
    (workflow,) = read(tmp_path, text).workflows

    assert ["All gangs have been told. It is late."] == [each.plain for each in workflow.outcome]
    assert [] == workflow.outputs


def test_what_denies_is_no_thing(tmp_path: Path) -> None:
    """“Tools: none” and “not SAP” would make a tool of a refusal."""
    text = DOCK.replace("Tools: SAP, Crane Control", "Tools: not SAP")
    reading = read(tmp_path, text.replace("Inputs: stowage plan, berth permit", "Inputs: none"))

    assert ([], []) == (reading.workflows[0].tools, reading.workflows[0].inputs)
    assert any("denies something" in each.reason for each in reading.not_read)
    assert any("says that there is none: “input”" in each.reason for each in reading.not_read)


def test_all_of_it_is_in_the_graph_and_goes_with_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workflow that no longer needs SAP must not go on needing it."""
    (tmp_path / "rolegraph.toml").write_text(CONFIG, encoding="utf-8")
    document = tmp_path / "dock.md"
    document.write_text(DOCK, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert 0 == runner.invoke(app, ["import"]).exit_code

    def told() -> set[tuple[str, str, str]]:
        names = ("frequency", "duration", "hasInput", "hasOutput", "usesTool", "escalatedToRole")
        names += ("escalationCondition", "givesAccessTo")
        graph = Graph().parse(tmp_path / "data" / "dock.ttl")
        return {
            (str(one).rpartition("/")[2], name, str(other).rpartition("/")[2])
            for one, said, other in graph
            if (name := str(said).removeprefix(RG)) in names
        }

    flow, step = "unload-a-ship", "unload-a-ship-call-the-trucks"
    whole = {
        (flow, "frequency", "daily"),
        (flow, "duration", "6 to 8 hours"),
        (flow, "hasInput", "stowage-plan"),
        (flow, "hasInput", "berth-permit"),
        (flow, "hasOutput", "unloading-report"),
        (flow, "usesTool", "sap"),
        (flow, "usesTool", "crane-control"),
        (step, "escalatedToRole", "shift-lead"),
        (step, "escalationCondition", "If no truck comes within 2 h"),
        ("shift-lead-sap-read-only", "givesAccessTo", "sap"),
        ("shift-lead-jira-admin", "givesAccessTo", "jira"),
    }
    assert whole == told()

    changed = DOCK.replace("Tools: SAP, Crane Control", "Tools: Crane Control")
    changed = changed.replace("Frequency: daily", "Frequency: weekly")
    changed = changed.replace(" If no truck comes within 2 h, escalate to the Shift Lead.", "")
    document.write_text(changed, encoding="utf-8")
    assert 0 == runner.invoke(app, ["import"]).exit_code
    gone = {(flow, "usesTool", "sap"), (flow, "frequency", "daily")}
    gone |= {each for each in whole if each[0] == step}
    assert (whole - gone) | {(flow, "frequency", "weekly")} == told()


@pytest.mark.parametrize(
    ("said", "to", "when"),
    [
        ("Call. If nobody comes, escalate to the Shift Lead.", ["Shift Lead"], "If nobody comes"),
        ("Call. Escalate to the Shift Lead after 2 h.", ["Shift Lead"], "after 2 h"),
        ("Call. Unless it works, escalate the call to the Shift Lead", ["Shift Lead"], None),
        ("Call. Do not escalate to the Shift Lead.", [], ""),
        ("Call. If it is late, never escalate to the Shift Lead.", [], ""),
        ("Call. Escalate to the mayor.", [], ""),
    ],
)
def test_who_takes_a_step_over_is_read_out_of_its_text(
    said: str, to: list[str], when: str | None, tmp_path: Path
) -> None:
    """The text stays with the step; what denies is no way for the work to take."""
    text = DOCK.partition("2. Dispatcher: ")[0] + f"2. Dispatcher: {said}\n"
    step = read(tmp_path, text).workflows[0].steps[1]

    assert to == [each.name for each in step.escalated_to]
    assert when is None or when == "".join(each.name for each in step.escalated_when)
    assert said.partition(". ")[2].rstrip(".") in step.notes[0].plain


def test_a_label_below_a_step_says_who_takes_it_over(tmp_path: Path) -> None:
    """A name that no role has stays with the step, and is told."""
    below = "   - Escalation: Shift Lead, if the line is dead\n   - Escalates to: the mayor\n"
    text = DOCK.partition("2. Dispatcher: ")[0] + "2. Dispatcher: call the trucks\n" + below
    reading = read(tmp_path, text)

    step = reading.workflows[0].steps[1]
    assert ["Shift Lead"] == [each.name for each in step.escalated_to]
    assert ["if the line is dead"] == [each.name for each in step.escalated_when]
    assert ["the mayor"] == [each.plain for each in step.notes]
    assert any("no role of this document is “the mayor”" in e.reason for e in reading.not_read)


@pytest.mark.parametrize(
    ("entry", "tool"),
    [
        ("Jira admin", "Jira"),
        ("Jira: read-only", "Jira"),
        ("SAP (write access)", "SAP"),
        ("Read-only in Grafana", "Grafana"),
        ("Badge for building A", ""),
        ("prod read-only", ""),
        ("Jira: no access", ""),
        ("No admin in Jira", ""),
    ],
)
def test_a_privilege_names_its_tool_where_the_form_is_plain(
    entry: str, tool: str, tmp_path: Path
) -> None:
    """Who can change what in which system is the first question of every audit."""
    text = f"# R\n\n## Engineer\n\nResponsibilities:\n\n- Run it\n\nSystem access:\n\n- {entry}\n"
    found = read(tmp_path, text).roles[0].statements[1]

    assert tool == found.access
    assert ("asked" if entry.casefold().find("no a") >= 0 else "read") == found.status


def test_actions_of_minutes_are_duties_of_whom_they_name(tmp_path: Path) -> None:
    """Plain ones are guesses; others are asked or told, and people are left out."""
    text = """# Minutes

## Budget

ACTION: Treasurer to send the draft to all members.
Action (Secretary): book the hall
Action: Chair \u2013 write to the council

- ACTION: Treasurer not to pay the invoice
- Action: the roof is to be looked at
- Action (Anna Miller): buy coffee
"""
    reading = read(tmp_path, text)

    assert [
        ("Treasurer", "responsibility", "send the draft to all members."),
        ("Treasurer", "exclusion", "not to pay the invoice"),
        ("Secretary", "responsibility", "book the hall"),
        ("Chair", "responsibility", "write to the council"),
    ] == [
        (role.name, each.kind, each.passage.plain)
        for role in reading.roles
        for each in role.statements
    ]
    assert {"role"} == {role.waits_for for role in reading.roles}
    assert {"role", "negation"} == {each.topic for each in reading.questions}
    reasons = {each.line: each.reason for each in reading.not_read}
    assert "say who" in reasons[10]
    assert "seems to be a person" in reasons[11]
