"""Records refer to each other by id: each reference is the record of that id, or it is told."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph.documents.readers.records.read import read_records
from rolegraph.documents.readers.records.toml import read_toml
from rolegraph.documents.reading import Reading, read_file, read_outline
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.source import SourceText

NAMES = [
    "Crane Driver",
    "Banksman",
    "Yard Lead",
    "Night Watchman",
    "Port Manager",
    "Data Steward",
    "Release Engineer",
]
KINDS_OF_ID = st.sampled_from(["YARD-{n}", "r{n}", "{n}", "role_{n}", "R{n:02}", "urn:x:{n}"])
MISSING = 77


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """Make a file of roles, a persona, a workflow and a RACI that refer to each other by id."""
    pattern, is_number = draw(KINDS_OF_ID), False
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=6, unique=True))
    is_number = pattern == "{n}"
    ids: list[Any] = [
        number + 1 if is_number else pattern.format(n=number + 1) for number, _ in enumerate(names)
    ]
    missing: Any = MISSING if is_number else pattern.format(n=MISSING)
    some_id = st.sampled_from([*ids, missing])
    superior = draw(
        st.sampled_from(["reports_to", "reportsTo", "manager_id", "Reports To", "supervisor"])
    )
    roles = []
    for key, name in zip(ids, names, strict=True):
        role: dict[str, Any] = {"id": key, "name": name, "responsibilities": [f"Duty of {name}"]}
        if draw(st.booleans()):
            role[superior] = draw(some_id)
        roles.append(role)
    who = draw(st.sampled_from(["who", "role", "owner", "assignee", "performed_by"]))
    steps = [
        {who: each, "do": f"Do thing {number}"}
        for number, each in enumerate(draw(st.lists(some_id, min_size=1, max_size=4)), start=1)
    ]
    column = st.dictionaries(some_id.map(str), st.sampled_from("RACI"), min_size=1, max_size=4)
    rows = draw(st.dictionaries(st.sampled_from(["Stop work", "Order parts"]), column, min_size=1))
    rows = {name: row for name, row in rows.items() if {"R", "A"} & {*row.values()}}
    data: dict[str, Any] = {"roles": roles}
    persona = {"name": "Nadia", "role": draw(some_id), "goals": ["Go home safely"]}
    more = [("personas", [persona]), ("workflows", [{"name": "Heavy lift", "steps": steps}])]
    more += [("raci", rows)] if rows and not is_number else []
    data |= dict(draw(st.permutations(more)))
    if draw(st.booleans()):
        data["roles"] = data.pop("roles")  # references before what they refer to
    return data


def _read(data: dict[str, Any], form: str) -> Reading:
    if form == "json":
        text = json.dumps(data, indent=1)
    else:
        text = yaml.safe_dump(data, sort_keys=False, default_flow_style=form == "flow")
    name = "yard.json" if form == "json" else "yard.yaml"
    return read_outline(read_records(SourceText(name, text.encode())), name)


@settings(deadline=None)
@given(records(), st.sampled_from(["block", "flow", "json"]))
def test_each_reference_by_id_is_the_role_of_that_id_or_is_told(
    data: dict[str, Any], form: str
) -> None:
    """A reference that makes a new role in silence splits what is known of one role in two."""
    reading = _read(data, form)
    names = {str(each["id"]): each["name"] for each in data["roles"]}
    asked = {text for question in reading.questions for text in question.texts}
    told = " ".join(each.reason for each in reading.not_read)
    roles = {each.name: each for each in reading.roles}

    def check(reference: object, found: str) -> None:
        name = names.get(str(reference))
        if name is not None:
            assert name == found
        else:
            assert str(reference) in asked or f"“{reference}”" in told, (reference, told, asked)

    assert {*roles} - {*names.values()} <= asked
    for each in data["roles"]:
        role = roles[each["name"]]
        assert [str(each["id"])] == role.notations
        for key in {*each} - {"id", "name", "responsibilities"}:
            (relation,) = role.relations
            if names.get(str(each[key])) != each["name"]:
                check(each[key], next(iter(relation.roles), ""))
    (flow,) = reading.workflows
    for step, said in zip(flow.steps, data["workflows"][0]["steps"], strict=True):
        check(next(iter(said.values())), step.role)
    (persona,) = reading.personas
    check(data["personas"][0]["role"], persona.role)
    for activity, row in data.get("raci", {}).items():
        assigned = {
            each.passage.span.start: each
            for each in reading.assignments
            if each.activity == activity
        }
        assert len(row) == len(assigned)
        for reference, each in zip(row, [assigned[at] for at in sorted(assigned)], strict=True):
            check(reference, each.role)


@settings(deadline=None)
@given(records())
def test_toml_is_read_as_yaml_is(data: dict[str, Any]) -> None:
    """A team that changes the format of its file has the same roles."""
    lines = []
    for chapter, entries in data.items():
        if chapter == "raci":
            lines.append("[raci]")
            for activity, row in entries.items():
                pairs = ", ".join(f"{json.dumps(key)} = '{letter}'" for key, letter in row.items())
                lines.append(f"{json.dumps(activity)} = {{{pairs}}}  # who does what")
            continue
        for entry in entries:
            lines.append(f"[[{chapter}]]")
            for key, value in entry.items():
                if key != "steps":
                    lines.append(f"{json.dumps(key)} = {json.dumps(value)}")
            for step in entry.get("steps", []):
                lines.append(f"[[{chapter}.steps]]")
                lines += [f"{json.dumps(key)} = {json.dumps(value)}" for key, value in step.items()]
    text = "\n".join(lines)
    assert data == tomllib.loads(text)
    toml = read_outline(read_toml(SourceText("yard.toml", text.encode())), "yard.toml")
    other = _read(data, "block")

    assert [(r.name, r.notations) for r in other.roles] == [
        (r.name, r.notations) for r in toml.roles
    ]
    assert [[s.role for s in f.steps] for f in other.workflows] == [
        [s.role for s in f.steps] for f in toml.workflows
    ]
    assert [p.role for p in other.personas] == [p.role for p in toml.personas]
    assert {(a.role, a.activity, a.letters) for a in other.assignments} == {
        (a.role, a.activity, a.letters) for a in toml.assignments
    }
    source = toml.outline.source.text
    for role in toml.roles:
        assert source[role.passage.span.start : role.passage.span.end] == role.name
        assert all(
            source[each.passage.span.start : each.passage.span.end] == each.passage.plain
            for each in role.statements
        )


RACI = {
    "activity → role → letter": "{Stop work: {Y1: R, Y2: A}, Order parts: {Y1: I, Y2: R}}",
    "role → activity → letter": "{Y1: {Stop work: R, Order parts: I}, Y2: {Stop work: A, Order parts: R}}",
    "activity → letter → roles": "{Stop work: {R: Y1, A: [Y2]}, Order parts: {R: [Y2], I: Y1}}",
    "words": "{Stop work: {responsible: Y1, accountable: Y2}, Order parts: {responsible: Y2, informed: [Y1]}}",
    "records": "[{activity: Stop work, R: Y1, A: Y2}, {activity: Order parts, R: [Y2], I: [Y1]}]",
    "one letter each": "[{task: Stop work, role: Y1, letter: R}, {task: Stop work, role: Y2, letter: A},"
    " {task: Order parts, role: Y1, letter: I}, {task: Order parts, role: Y2, letter: R}]",
    "nested": "[{activity: Stop work, roles: {Y1: R, Y2: A}}, {activity: Order parts, roles: {Y1: I, Y2: R}}]",
}


@pytest.mark.parametrize("form", RACI)
def test_a_matrix_is_read_in_each_form_that_teams_use(form: str) -> None:
    """The same matrix written otherwise says the same."""
    text = f"""roles:
  - {{id: Y1, name: Crane Driver, duties: [Lift loads]}}
  - {{id: Y2, name: Yard Lead, duties: [Plan the day]}}
raci: {RACI[form]}
"""
    reading = read_outline(read_records(SourceText("yard.yaml", text.encode())), "yard.yaml")

    assert {
        ("Crane Driver", "Stop work", ("R",)),
        ("Yard Lead", "Stop work", ("A",)),
        ("Crane Driver", "Order parts", ("I",)),
        ("Yard Lead", "Order parts", ("R",)),
    } == {(each.role, each.activity, each.letters) for each in reading.assignments}
    assert () == reading.not_read


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("roles: &r\n  - name: Crane Driver\n    parts: *r\n", "an alias stands in what it names"),
        (
            "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
            + "".join(
                f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n"
                for old, new in ("ab", "bc", "cd", "de", "ef")
            ),
            "has more than 500000 values",
        ),
        ("roles: " + "[" * 3000 + "]" * 3000, "nested too deeply"),
    ],
    ids=["circle", "growth", "depth"],
)
def test_aliases_without_end_are_refused(tmp_path: Path, text: str, reported: str) -> None:
    """A file of a few lines must not take the memory of the machine."""
    path = tmp_path / "roles.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(MalformedDocument) as caught:
        read_file(path)
    assert reported in str(caught.value)


def test_a_text_that_holds_an_id_is_no_reference() -> None:
    """“See PM” is a sentence, and `lead` in it is a word."""
    text = """roles:
  - {id: lead, name: Yard Lead, duties: [Take the lead, lead]}
  - {id: PM, name: Port Manager, duties: [See PM for keys]}
"""
    reading = read_outline(read_records(SourceText("yard.yaml", text.encode())), "yard.yaml")

    assert [["Take the lead", "lead"], ["See PM for keys"]] == [
        [each.passage.plain for each in role.statements] for role in reading.roles
    ]


def test_toml_that_does_not_parse_is_refused_at_its_line(tmp_path: Path) -> None:
    """A writer must find the fault."""
    path = tmp_path / "roles.toml"
    path.write_text("[[roles]]\nname = 'Crane Driver'\nduties = [\n", encoding="utf-8")

    with pytest.raises(MalformedDocument) as caught:
        read_file(path)
    assert "does not parse" in str(caught.value)


@pytest.mark.parametrize("head", ["team: Harbour Yard", "metadata: {name: Harbour Yard}"])
def test_a_file_of_records_is_called_what_it_says(tmp_path: Path, head: str) -> None:
    """A list of documents that are all called “roles” says nothing."""
    path = tmp_path / "roles.yaml"
    path.write_text(f"{head}\nroles:\n  - {{id: Y1, name: Banksman, duties: [Give signs]}}\n")
    title = read_file(path).outline.title

    assert title is not None
    assert ("Harbour Yard", 1) == (title.plain, title.line)


def test_an_id_of_two_roles_is_told_with_both(tmp_path: Path) -> None:
    """To take the first of them would be a guess that nobody sees."""
    sheet = (
        "Role ID,Role,Reports To ID,Duties\nR1,Clerk,R2,Files\nR2,Head,,Signs\nR2,Deputy,,Stamps\n"
    )
    records = """roles:
  - {id: R1, name: Clerk, reports_to: R2, duties: [Files]}
  - {id: R2, name: Head, duties: [Signs]}
  - {id: R2, name: Deputy, duties: [Stamps]}
"""
    for name, text in (("roles.csv", sheet), ("roles.yaml", records)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        reading = read_file(tmp_path / name)

        assert [()] == [each.roles for role in reading.roles for each in role.relations]
        (lost,) = reading.not_read
        assert lost.reason.endswith("“R2” is the id of “Head” and “Deputy”")


def test_a_role_with_an_id_of_its_own_is_no_other_one() -> None:
    """The id of one may be the name of another: “lead” and “head” are words of both kinds."""
    text = """roles:
  - {id: head, name: Lead, duties: [Leads the yard]}
  - {id: lead, name: Head, duties: [Heads the port]}
"""
    reading = read_outline(read_records(SourceText("yard.yaml", text.encode())), "yard.yaml")

    assert {"Lead": ["Leads the yard"], "Head": ["Heads the port"]} == {
        role.name: [each.passage.plain for each in role.statements] for role in reading.roles
    }
