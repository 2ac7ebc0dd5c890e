"""Workflows are known by their shape: who does what, step by step, whatever stands above."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import paragraph, table, write_word

from commands import rolegraph
from rolegraph.documents.account.workflows import WorkflowRead
from rolegraph.documents.graph.described import Described
from rolegraph.documents.readers import outline_of
from rolegraph.documents.reading import Reading, read_file
from rolegraph.documents.reading.read import read_outline
from rolegraph.rdf.terms import RdfFormat, parse

ROLES = ("Registrar", "Conservator", "Courier", "Head of Lending", "Health and Safety Officer")
TEAM = "# Lending desk\n\n" + "".join(
    f"## {role}\n\n- keeps an eye on it\n\n" for role in ROLES[:2]
)


def _read(folder: Path, text: str, name: str = "desk.md") -> Reading:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_file(path, language="en", shown_as=name)


def _told(workflow: WorkflowRead) -> list[tuple[str, str]]:
    return [(each.role, each.name) for each in workflow.steps]


@pytest.mark.parametrize(
    "form",
    [
        "{role}: {action}",
        "{role} \u2013 {action}",
        "**{role}** {action}",
        "**{role}:** {action}",
        "[{role}] {action}",
        "*{role}*: {action}",
    ],
)
def test_a_numbered_list_that_says_who_does_what_is_a_workflow(tmp_path: Path, form: str) -> None:
    """Its heading has no word for a workflow; its steps became practices of the roles."""
    steps = [
        ("Registrar", "log the letter"),
        ("Conservator", "look at it"),
        ("Registrar", "answer"),
    ]
    rows = "".join(
        f"{n}. {form.format(role=role, action=action)}\n"
        for n, (role, action) in enumerate(steps, 1)
    )

    reading = _read(tmp_path, f"{TEAM}## 3.1 Outgoing book\n\n{rows}")

    (workflow,) = reading.workflows
    assert "Outgoing book" == workflow.name
    assert steps == _told(workflow)
    assert ["Registrar", "Conservator"] == [each.name for each in reading.roles]
    told = [each.passage.plain for role in reading.roles for each in role.statements]
    assert ["keeps an eye on it"] * 2 == told
    assert () == reading.not_read


def test_who_stands_in_brackets_at_the_end_does_the_step(tmp_path: Path) -> None:
    """“Log the letter (Registrar)” has the same shape, turned."""
    rows = "1. Log the letter (Registrar)\n2. Look at it (Conservator)\n3. Answer (Registrar)\n"

    (workflow,) = _read(tmp_path, f"{TEAM}## Outgoing book\n\n{rows}").workflows

    assert ["Registrar", "Conservator", "Registrar"] == [each.role for each in workflow.steps]


@pytest.mark.parametrize(
    "text",
    [
        "## Roles\n\n1. Registrar: keeps the register\n2. Courier: drives\n3. Clerk: answers\n",
        "## Rules\n\n1. Registrar: keeps the register\n2. Courier: drives\n",
        (
            "## Open actions\n\n| # | Action | Who | Due |\n|---|---|---|---|\n"
            "| 1 | Book a room | Registrar | Friday |\n| 2 | Order tea | Courier | Monday |\n"
        ),
        (
            "## Meetings\n\n| Who | When | What |\n|---|---|---|\n| Registrar | Monday | Planning |\n"
            "| Courier | Friday | Tours |\n"
        ),
        "## Duties\n\n| Role | Task |\n|---|---|\n| Registrar | Logs |\n| Courier | Drives |\n",
    ],
)
def test_a_list_of_roles_and_a_list_of_what_is_open_are_no_workflows(
    tmp_path: Path, text: str
) -> None:
    """They have roles and what these do as well, and no order."""
    assert () == _read(tmp_path, f"# Desk\n\n{text}").workflows


def test_bullets_that_say_who_does_what_are_asked_about(tmp_path: Path) -> None:
    """Nothing says that they follow each other; “Night round” was taken for a role."""
    boxes = "☐ Courier: checks the doors\n☐ Registrar: counts the keys\n☐ Courier: writes the log\n"

    reading = _read(tmp_path, f"{TEAM}## Night round\n\n{boxes}")

    (workflow,) = reading.workflows
    assert ("asked", "workflow") == (workflow.status, workflow.waits_for)
    assert ["workflow"] == [each.topic for each in reading.questions]
    texts = [each.name for each in workflow.steps]
    assert ["checks the doors", "counts the keys", "writes the log"] == texts
    assert ["the task box is left out; its text is read"] == [e.reason for e in reading.not_read]


def test_labels_above_the_steps_share_a_line(tmp_path: Path) -> None:
    """Owner, trigger and result have places of their own; what has no label is a description."""
    line = "Owner: Registrar. Trigger: a letter. Takes a week. Result: it is on show."
    steps = "1. Registrar: log it\n2. Courier: drive. If the road is shut, go to step 4.\n"
    steps += "3. Courier: unload\n4. Registrar: answer. If that fails, go back to 1.\n"

    (workflow,) = _read(tmp_path, f"{TEAM}## Outgoing book\n\n{line}\n\n{steps}").workflows

    said = {name: [each.plain for each in texts] for name, texts in workflow.fields.items()}
    assert ["a letter."] == said["trigger"]
    assert ["it is on show."] == said["outcome"]
    assert ["Registrar"] == [each.name for each in workflow.owners]
    assert ["Takes a week."] == [each.plain for each in workflow.notes]
    assert [0, 4, 0, 0] == [each.on_to for each in workflow.steps]
    assert [0, 0, 0, 1] == [each.back_to for each in workflow.steps]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("Courier + Conservator", ["Courier", "Conservator"]),
        ("Courier & Conservator", ["Courier", "Conservator"]),
        ("Courier and Conservator", ["Courier", "Conservator"]),
        ("Courier / Conservator", ["Courier", "Conservator"]),
        ("Courier, Conservator", ["Courier", "Conservator"]),
        ("Courier<br>Conservator", ["Courier", "Conservator"]),
    ],
)
def test_several_who_do_a_step_are_roles_each(
    tmp_path: Path, who: str, expected: list[str]
) -> None:
    """“Courier + Conservator” was a role of that name."""
    rows = f"| 1 | Courier | Set traps | Map |\n| 2 | {who} | Count | Sheet |\n"
    head = "| Step | Who | Action | Output |\n|---|---|---|---|\n"

    reading = _read(tmp_path, f"{TEAM}## Pests\n\n{head}{rows}")

    (workflow,) = reading.workflows
    first, second = workflow.steps
    assert ("Courier", []) == (first.role, first.partners)
    assert ("", expected) == (second.role, [each.name for each in second.partners])
    assert {"Registrar", "Conservator", "Courier"} == {each.name for each in reading.roles}


def test_an_and_within_a_name_makes_no_two_roles(tmp_path: Path) -> None:
    """“Health and Safety Officer” is one; beside a known role, an unknown half is asked about."""
    rows = "| 1 | Health and Safety Officer | Check | List |\n| 2 | Zot and Courier | Go | Log |\n"
    rows += "| 3 | Courier | Rest | Log |\n"
    head = "| Step | Who | Action | Output |\n|---|---|---|---|\n"

    reading = _read(tmp_path, f"{TEAM}## Rounds\n\n{head}{rows}\n## Courier\n\n- drives\n")

    waits = {each.name: each.waits_for for each in reading.roles}
    assert waits["Health and Safety Officer"] == "" == waits["Courier"]
    assert not {"Health", "Zot and Courier"} & set(waits)
    assert "role" == waits["Zot"]


def test_a_table_with_one_lane_a_role_is_a_workflow(tmp_path: Path) -> None:
    """Each step stands in the column of who does it."""
    text = (
        "# Buying\n\n## Ordering\n\n| Step | Requester | Line Manager | Buyer |\n|---|---|---|---|\n"
        "| 1 | Fills in the form | | |\n| 2 | | Approves the form | |\n| 3 | | | Places the order |\n"
    )

    (workflow,) = _read(tmp_path, text).workflows

    assert [
        ("Requester", "Fills in the form"),
        ("Line Manager", "Approves the form"),
        ("Buyer", "Places the order"),
    ] == _told(workflow)


def test_a_table_with_one_workflow_a_row_is_read(tmp_path: Path) -> None:
    """What the model has no place for is told with its line."""
    text = (
        "# Desk\n\n## At a glance\n\n"
        "| Process | Owner | Trigger | Steps | Inputs | Outputs | Budget |\n"
        "|---|---|---|---|---|---|---|\n"
        "| Close | Controller | month ends | 1. Clerk: post; 2. Controller: sign | books | report"
        " | 5 |\n"
        "| Set-up | Buyer | new firm | Buyer: ask → Clerk: record | forms | record | 7 |\n"
    )

    reading = _read(tmp_path, text)

    first, second = reading.workflows
    assert ("Close", "Set-up") == (first.name, second.name)
    assert [("Clerk", "post"), ("Controller", "sign")] == _told(first)
    assert [("Buyer", "ask"), ("Clerk", "record")] == _told(second)
    assert ["month ends"] == [each.plain for each in first.trigger]
    assert (["books"], ["report"]) == tuple(
        [each.name for each in things] for things in (first.inputs, first.outputs)
    )
    assert ["Controller"] == [each.name for each in first.owners]
    assert {5, 7} == {each.line for each in reading.not_read}
    assert all("no place for the column “Budget”" in each.reason for each in reading.not_read)


def test_days_with_lists_are_one_workflow(tmp_path: Path) -> None:
    """“Day 1” and “Day 2” are times of what their heading names."""
    text = (
        "# Onboarding\n\nOwner: People Partner\n\n## Day 1\n\n1. People Partner: greet them\n"
        "2. Administrator: give a laptop\n\n## Day 2\n\n1. Team Lead: show the build\n"
    )

    (workflow,) = _read(tmp_path, text).workflows

    assert "Onboarding" == workflow.name
    steps = [("People Partner", "greet them"), ("Administrator", "give a laptop")]
    assert [*steps, ("Team Lead", "show the build")] == _told(workflow)
    assert ["Day 1", "Day 1", "Day 2"] == [each.notes[0].plain for each in workflow.steps]


def test_names_of_people_in_steps_are_left_out(tmp_path: Path) -> None:
    """Who holds a role is named above; everybody who reads the graph would see the name."""
    people = "## Registrar\n\nPost holder: Amelia Hart  \nGrade: 7\n\n- logs\n\n"
    steps = "1. Amelia Hart: log it\n2. Jonas Weber drives\n3. Registrar: answer (Amelia Hart)\n"
    steps += "4. Registrar: file it\n"
    (tmp_path / "desk.md").write_text(f"# Desk\n\n{people}## Loans\n\n{steps}", encoding="utf-8")
    done = rolegraph(
        "init", ".", "--from", "desk.md", "--title", "Desk", "--base", "https://d.example/id/",
        "--license", "https://creativecommons.org/licenses/by/4.0/", "--language", "en",
        "--creator", "Desk", folder=tmp_path,
    )  # fmt: skip

    assert 0 == done.returncode, done.stderr
    text = (tmp_path / "data" / "desk.ttl").read_text(encoding="utf-8")
    assert not any(name in text for name in ("Amelia", "Hart", "Jonas", "Weber"))
    graph = Described(quad.triple for quad in parse(text.encode(), format=RdfFormat.TURTLE))
    steps_there = graph.present("rg:WorkflowStep")
    assert {"log it", "drives", "answer", "file it"} == {graph.label(each) for each in steps_there}
    done_by = {graph.label(each): graph.links(each, "rg:performedByRole") for each in steps_there}
    registrar = ["https://d.example/id/roles/registrar"]
    assert (registrar, []) == (done_by["log it"], done_by["drives"])


FLOW = (
    "Owner: Registrar. Trigger: a letter. Result: it is on show.\n\n"
    "1. Registrar: log it. If it is lost, go to step 3.\n"
    "2. Registrar and Conservator: pack it\n3. Registrar: answer\n"
)


def test_owner_outcome_partners_and_branches_are_in_the_graph(tmp_path: Path) -> None:
    """Each with its place, so that it goes when the document no longer tells it."""
    path = tmp_path / "desk.md"
    path.write_text(f"{TEAM}## Loans\n\n{FLOW}", encoding="utf-8")
    done = rolegraph(
        "init", ".", "--from", "desk.md", "--title", "Desk", "--base", "https://d.example/id/",
        "--license", "https://creativecommons.org/licenses/by/4.0/", "--language", "en",
        "--creator", "Desk", folder=tmp_path,
    )  # fmt: skip
    assert 0 == done.returncode, done.stderr

    graph = _graph(tmp_path)
    (workflow,) = graph.present("rg:Workflow")
    roles = "https://d.example/id/roles/"
    assert [f"{roles}registrar"] == graph.links(workflow, "rg:ownedByRole")
    assert "it is on show." == graph.text(workflow, "rg:outcome")
    steps = {graph.number(i, "rg:stepOrder"): i for i in graph.present("rg:WorkflowStep")}
    both = {f"{roles}registrar", f"{roles}conservator"}
    assert both == set(graph.links(steps[2], "rg:involvesRole"))
    assert [steps[3]] == graph.links(steps[1], "rg:branchesTo")
    found = json.loads(rolegraph("check", "--format", "json", folder=tmp_path).stdout)
    assert [] == [each for each in found["findings"] if each["severity"] == "Violation"]

    text = f"{TEAM}## Loans\n\n{FLOW}".replace("Owner: Registrar. ", "")
    text = text.replace(" If it is lost, go to step 3.", "").replace(" and Conservator", "")
    path.write_text(text, encoding="utf-8")
    done = rolegraph("documents", "import", "desk.md", folder=tmp_path)
    assert 0 == done.returncode, done.stdout + done.stderr
    after = _graph(tmp_path)
    assert [] == after.links(workflow, "rg:ownedByRole") + after.links(steps[1], "rg:branchesTo")
    assert [] == after.links(steps[2], "rg:involvesRole")
    assert [f"{roles}registrar"] == after.links(steps[2], "rg:performedByRole")


def _graph(folder: Path) -> Described:
    text = (folder / "data" / "desk.ttl").read_bytes()
    return Described(quad.triple for quad in parse(text, format=RdfFormat.TURTLE))


def test_a_word_file_with_blank_rows_tells_its_steps(tmp_path: Path) -> None:
    """Writers part rows by empty ones; a cell may hold a step in each of its paragraphs."""
    blank = ("", "", "", "")
    body = paragraph("Pests", "heading 1") + table(
        ("Step", "Who", "Action", "Output"),
        blank,
        ("1", "Courier", "Set traps", "Map"),
        blank,
        ("2", "Courier + Registrar", "Count", "Sheet"),
    )
    path = write_word(tmp_path / "pests.docx", body)

    (workflow,) = read_file(path, language="en").workflows

    assert [("Courier", "Set traps"), ("", "Count")] == _told(workflow)
    assert ["Courier", "Registrar"] == [each.name for each in workflow.steps[1].partners]


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(ROLES[:4]),
        st.text("abcdefghij klmnopqrstuvwxyz", min_size=3, max_size=30)
        .map(lambda text: " ".join(text.split()))
        .filter(lambda text: len(text) > 2),
    ),
    min_size=3,
    max_size=9,
).filter(lambda steps: 1 < len({role for role, _ in steps}) < len(steps))


@given(told=ACTIONS)
def test_no_step_is_lost_in_any_shape(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[str, str]]
) -> None:
    """Whoever does what, in lists of each form and in tables; the order stays."""
    steps = [(role, f"prepare {action}") for role, action in told]
    names = [*dict.fromkeys(role for role, _ in steps)]
    lanes = "".join(
        f"| {n} | " + " | ".join(action if role == each else "" for each in names) + " |\n"
        for n, (role, action) in enumerate(steps, 1)
    )
    forms = {
        "colon": "".join(f"{n}. {r}: {a}\n" for n, (r, a) in enumerate(steps, 1)),
        "dash": "".join(f"{n}. {r} \u2013 {a}\n" for n, (r, a) in enumerate(steps, 1)),
        "bold": "".join(f"{n}. **{r}** {a}\n" for n, (r, a) in enumerate(steps, 1)),
        "table": "| Who | Action |\n|---|---|\n" + "".join(f"| {r} | {a} |\n" for r, a in steps),
        "numbers": "| Step | Who | Action |\n|---|---|---|\n"
        + "".join(f"| {n} | {r} | {a} |\n" for n, (r, a) in enumerate(steps, 1)),
        "lanes": f"| # | {' | '.join(names)} |\n|{'---|' * (len(names) + 1)}\n{lanes}",
        "rows": "| Process | Trigger | Steps |\n|---|---|---|\n| Outgoing book | a letter | "
        + "<br>".join(f"{r}: {a}" for r, a in steps)
        + " |\n",
    }
    path = tmp_path_factory.mktemp("shapes") / "desk.md"
    for name, form in forms.items():
        path.write_text(f"# Desk\n\n## Outgoing book\n\n{form}", encoding="utf-8")
        reading = read_outline(outline_of(path, name), name, language="en")
        (workflow,) = reading.workflows
        assert steps == _told(workflow), name
        assert "Outgoing book" == workflow.name
        assert set(names) == {each.name for each in reading.roles}, name
        assert not any(each.statements for each in reading.roles), name


@pytest.mark.parametrize(
    "text",
    [
        (
            "## Contacts\n\n1. Registrar: Maria Keller, 0171\n2. Courier: Jan Novak, 0172\n"
            "3. Registrar: Ute Wolf, 0173\n"
        ),
        "## On duty\n\n1. Registrar: Maria Keller\n2. Courier: Jan Novak\n3. Registrar: Ute Wolf\n",
        (
            "## Suppliers\n\n| Supplier | Who | Action |\n|---|---|---|\n"
            "| Paper | Registrar | Calls |\n| Glue | Courier | Collects |\n"
        ),
    ],
)
def test_who_has_a_role_and_who_sees_to_what_are_no_steps(tmp_path: Path, text: str) -> None:
    """A name behind a role is who has it; rows that are named are no steps."""
    assert () == _read(tmp_path, f"# Desk\n\n{text}").workflows


def test_a_heading_that_names_its_kind_first_is_a_workflow_in_german(tmp_path: Path) -> None:
    """“Ablauf Schichtübergabe” was a role with four duties."""
    document = tmp_path / "handbuch.md"
    document.write_text(
        "# Handbuch der Leitstelle\n\n## Disponent\n\n### Aufgaben\n\n- Nimmt Notrufe an\n\n"
        "## Ablauf Schichtübergabe\n\n1. Disponent prüft die Funkgeräte\n2. Lage besprechen\n",
        encoding="utf-8",
    )
    reading = read_file(document)

    assert ["Disponent"] == [role.name for role in reading.roles]
    (flow,) = reading.workflows
    assert ["prüft die Funkgeräte", "Lage besprechen"] == [
        each.name.removeprefix("Disponent ") for each in flow.steps
    ]


def test_activities_of_a_process_register_are_its_steps_where_a_cell_has_several(
    tmp_path: Path,
) -> None:
    document = tmp_path / "processes.csv"
    document.write_text(
        "Process,Owner,Activities,Outputs\n"
        "Admit a member,Secretary,1. Check the form 2. Enter the member 3. Send the card,Card\n"
        "Close the year,Treasurer,Reconcile the accounts,Balance\n",
        encoding="utf-8",
    )
    flows = {
        flow.name: [each.name for each in flow.steps] for flow in read_file(document).workflows
    }

    assert flows == {
        "Admit a member": ["Check the form", "Enter the member", "Send the card"],
        "Close the year": ["Reconcile the accounts"],
    }
