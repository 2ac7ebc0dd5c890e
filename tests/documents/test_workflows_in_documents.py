"""Workflows that documents tell are workflows of the catalogue, with steps in order and places."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import rolegraph
from rolegraph.documents.account.workflows import StepRead, WorkflowRead
from rolegraph.documents.graph.described import Described
from rolegraph.documents.readers import outline_of
from rolegraph.documents.reading import Reading, read_file
from rolegraph.documents.reading.read import read_outline
from rolegraph.rdf.terms import RdfFormat, parse

TEAM = """# Platform team

## Site Reliability Engineer (SRE)

**Responsibilities**

- Keep the platform up

**Tools:** Argo CD, Grafana

## Release Manager

**Responsibilities**

- Plan releases
- Sign off the go-live

**Tools:** Jira

"""
STEPS = """1. Collect merged changes (Jira)
2. The release manager runs the smoke tests
3. SRE deploys to production with Argo CD. If that fails, go back to 2.
4. Sign off (Release Manager)
"""
NAMES = [
    "Collect merged changes (Jira)",
    "The release manager runs the smoke tests",
    "SRE deploys to production with Argo CD",
    "Sign off (Release Manager)",
]


def _read(folder: Path, text: str, name: str = "team.md", answer: str = "") -> Reading:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    asked = {("workflow", title): answer for title in ("Process: Ship a release",)}
    return read_file(path, shown_as=name, answers=asked if answer else None)


def _only(reading: Reading) -> WorkflowRead:
    (workflow,) = reading.workflows
    return workflow


def _names(workflow: WorkflowRead) -> list[str]:
    return [each.name for each in workflow.steps]


def _roles(steps: list[StepRead]) -> list[str]:
    return [each.role for each in steps]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("### Workflow: Ship a release", "Ship a release"),
        ("### Runbook 3 \u2013 Ship a release", "Ship a release"),
        ("**Process: Ship a release**", "Ship a release"),
        ("Workflow: Ship a release", "Ship a release"),
        ("### Release process", "Release process"),
        ("### Procedure for releases", "Procedure for releases"),
        ("### How we ship a release", "How we ship a release"),
        ("### Workflow", "Release Manager: Workflow"),
        ("**Steps:**", "Release Manager: Steps"),
    ],
)
def test_a_heading_with_a_word_for_it_has_the_steps_of_a_workflow_below(
    tmp_path: Path, heading: str, name: str
) -> None:
    """They were four guessed responsibilities of the role above."""
    reading = _read(tmp_path, f"{TEAM}{heading}\n\n{STEPS}")

    workflow = _only(reading)
    assert name == workflow.name
    assert NAMES == _names(workflow)
    sre, manager = "Site Reliability Engineer", "Release Manager"
    assert [manager, manager, sre, manager] == _roles(workflow.steps)
    duties = [each.passage.plain for role in reading.roles for each in role.statements]
    assert ["Keep the platform up", "Plan releases", "Sign off the go-live"] == duties
    assert () == reading.not_read


def test_a_step_keeps_who_does_it_with_what_and_the_way_back(tmp_path: Path) -> None:
    """“If that fails, go back to 2” is a way back, and stays in the text."""
    steps = _only(_read(tmp_path, f"{TEAM}### Workflow: Ship\n\n{STEPS}")).steps

    assert [["Jira"], [], ["Argo CD"], []] == [[t.name for t in each.tools] for each in steps]
    assert [0, 0, 2, 0] == [each.back_to for each in steps]
    assert ["If that fails, go back to 2."] == [each.plain for each in steps[2].notes]
    # Nobody is named in the first step: that the role of the section does it is a guess.
    assert [True, False, False, False] == [each.role_at is None for each in steps]


@pytest.mark.parametrize(
    "duties",
    [
        "### Responsibilities\n\n" + STEPS,
        "**Duties**\n\n" + STEPS,
        STEPS,
    ],
)
def test_numbered_duties_of_a_role_stay_duties(tmp_path: Path, duties: str) -> None:
    """Many writers number them; no word there speaks of a workflow."""
    reading = _read(tmp_path, f"# Roles\n\n## Release Manager\n\n{duties}")

    assert () == reading.workflows
    assert 4 <= len(reading.roles[0].statements)


BULLETS = f"{TEAM}### Process: Ship a release\n\n- Collect the changes\n- Ship them\n"


def test_bullets_below_such_a_heading_are_asked_about(tmp_path: Path) -> None:
    """Whether they have an order is not said; the answer decides, and nothing is lost before."""
    asked = _read(tmp_path, BULLETS)

    assert "workflow" == _only(asked).waits_for
    (question,) = asked.questions
    assert ("workflow", "responsibilities", "leave out") == question.choices
    told = _read(tmp_path, BULLETS, answer="workflow")
    assert ["Collect the changes", "Ship them"] == _names(_only(told))
    assert "" == _only(told).waits_for
    duties = _read(tmp_path, BULLETS, answer="responsibilities")
    assert () == duties.workflows
    texts = [each.passage.plain for role in duties.roles for each in role.statements]
    assert {"Collect the changes", "Ship them"} <= set(texts)
    left = _read(tmp_path, BULLETS, answer="leave out")
    assert () == left.workflows
    assert any("a person said" in each.reason for each in left.not_read)


CHAPTER = f"""{TEAM}## Workflows

### Ship a release

Purpose: get changes to users safely.
Trigger: the sprint ends.

**Preconditions**

- All tests are green

| # | Step | Who | Input | Output | Tool | Duration |
|---|---|---|---|---|---|---|
| 1 | Collect merged changes | Release Manager | merge requests | change list | Jira | 1 h |
| 2 | Run smoke tests | SRE | change list | test report, log | pytest | 2 h |

**Done when:** the users have the changes.
"""


def test_a_table_of_steps_in_a_chapter_on_workflows_is_one(tmp_path: Path) -> None:
    """Its purpose and trigger were the description of a role, and its rows were not read."""
    reading = _read(tmp_path, CHAPTER)

    workflow = _only(reading)
    said = {name: [each.plain for each in texts] for name, texts in workflow.fields.items()}
    assert {
        "purpose": ["get changes to users safely."],
        "trigger": ["the sprint ends."],
        "outcome": [],
        "frequency": [],
        "duration": [],
        "entry": ["All tests are green"],
        "exit": ["the users have the changes."],
    } == said
    first, second = workflow.steps
    assert ["Release Manager", "Site Reliability Engineer"] == _roles([first, second])
    assert ["change list"] == [each.name for each in first.outputs]
    assert ["change list"] == [each.name for each in second.inputs]
    assert ["test report", "log"] == [each.name for each in second.outputs]
    assert ["pytest"] == [each.name for each in second.tools]
    reasons = {each.reason for each in reading.not_read}
    assert {"a step has no place for the column “Duration”"} == reasons


def test_a_matrix_whose_rows_are_steps_stays_one_of_assignments(tmp_path: Path) -> None:
    """Letters beside steps say how roles take part, not what comes after what."""
    table = "| # | Step | SRE | Release Manager |\n|---|---|---|---|\n"
    table += "| 1 | Deploy | R | A |\n| 2 | Roll back | R/A | C |\n"
    reading = _read(tmp_path, f"{TEAM}## Workflows\n\n### Ship a release\n\n{table}")

    assert () == reading.workflows
    assert 4 == len(reading.assignments)


RECORDS = """
workflows:
  - name: Ship a release
    purpose: Get changes to users.
    steps:
      - name: Collect merged changes
        role: Release Manager
        tools: [Jira]
        output: change list
      - step: Sign off
        role: Release Manager
        colour: red
personas:
  - name: Rita
    role: Release Manager
    goals: [no rollback]
    workflows:
      - name: Roll back
        steps: [Stop traffic, Restore the version before]
"""


def test_records_tell_workflows_at_the_top_and_below_a_persona(tmp_path: Path) -> None:
    """`workflows` was no known field."""
    reading = _read(tmp_path, RECORDS, "team.yaml")

    ship, back = reading.workflows
    assert ["Collect merged changes", "Sign off"] == _names(ship)
    assert ["Release Manager", "Release Manager"] == _roles(ship.steps)
    assert ["Stop traffic", "Restore the version before"] == _names(back)
    assert ["", "Rita"] == [ship.persona, back.persona]
    assert ["Colour: red"] == [each.plain for each in ship.steps[1].notes]
    assert () == reading.not_read


GERMAN = """# Mannschaft

## Release-Managerin

**Aufgaben**

- Plant die Auslieferungen des Produkts

## Betriebsingenieur

**Aufgaben**

- Hält die Plattform am Laufen

**Werkzeuge:** Argo CD

## Abläufe

### Auslieferung

Zweck: Änderungen sicher zu den Nutzern bringen.

**Schritte**

1. Die Release-Managerin sammelt die Änderungen
2. Der Betriebsingenieur rollt mit Argo CD aus. Schlägt das fehl, zurück zu Schritt 1.
3. Freigabe erteilen (Release-Managerin)

**Fertig wenn:** Die Nutzer haben die Änderungen.
"""


def test_a_german_document_tells_its_workflow(tmp_path: Path) -> None:
    """The words for it are known in thirteen languages."""
    reading = _read(tmp_path, GERMAN)

    workflow = _only(reading)
    assert "Auslieferung" == workflow.name
    expected = ["Release-Managerin", "Betriebsingenieur", "Release-Managerin"]
    assert expected == _roles(workflow.steps)
    assert ["Argo CD"] == [each.name for each in workflow.steps[1].tools]
    assert 1 == workflow.steps[1].back_to
    assert ["Die Nutzer haben die Änderungen."] == [each.plain for each in workflow.exit]


@pytest.mark.parametrize(
    ("title", "label", "step"),
    [
        ("Processus de livraison", "Étapes", "Étape"),
        ("Flujo de trabajo de entrega", "Pasos", "Paso"),
        ("Flusso di lavoro per la consegna", "Passi", "Passo"),
        ("Werkproces voor levering", "Stappen", "Stap"),
        ("Fluxo de trabalho de entrega", "Passos", "Passo"),
    ],
)
def test_words_of_other_languages_speak_of_workflows(
    tmp_path: Path, title: str, label: str, step: str
) -> None:
    """As headings, as labels over steps, and before the number of a step."""
    for form in (
        f"## {title}\n\n1. Aaa bbb\n2. Ccc ddd\n",
        f"## {title}\n\n### {label}\n\n- Aaa bbb\n- Ccc ddd\n",
        f"## {title}\n\n- {step} 1: Aaa bbb\n- {step} 2: Ccc ddd\n",
    ):
        path = tmp_path / "flow.md"
        path.write_text(f"# Equipo\n\n{form}", encoding="utf-8")
        language = {"É": "fr", "Paso": "es", "Pass": "it", "Stap": "nl"}
        code = next((v for k, v in language.items() if step.startswith(k)), "it")
        code = "pt" if label == "Passos" else "it" if label == "Passi" else code
        reading = read_file(path, language=code, shown_as="flow.md")
        assert ["Aaa bbb", "Ccc ddd"] == _names(_only(reading)), form


TEXTS = st.lists(
    st.text("abcdefghij klmnopqrstuvwxyz", min_size=3, max_size=40)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: len(text) > 2),
    min_size=1,
    max_size=12,
)


@given(texts=TEXTS)
def test_no_step_is_lost_and_the_order_is_kept(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    """Whatever the steps say, in a list, as “Step 1: …” and in a table."""
    folder = tmp_path_factory.mktemp("steps")
    words = [f"Prepare {text}" for text in texts]
    forms = {
        "list.md": "".join(f"{n}. {text}\n" for n, text in enumerate(words, 1)),
        "said.md": "".join(f"- Step {n}: {text}\n" for n, text in enumerate(words, 1)),
        "table.md": "| # | Step |\n|---|---|\n"
        + "".join(f"| {n} | {text} |\n" for n, text in enumerate(words, 1)),
    }
    for name, steps in forms.items():
        path = folder / name
        path.write_text(f"# Team\n\n## Workflow: Ship\n\n{steps}", encoding="utf-8")
        workflow = _only(read_outline(outline_of(path, name), name, language="en"))
        assert words == _names(workflow), name
        assert [*range(1, len(words) + 1)] == [each.order for each in workflow.steps]


def _graph(folder: Path, name: str = "team") -> Described:
    text = (folder / "data" / f"{name}.ttl").read_bytes()
    return Described(q.triple for q in parse(text, format=RdfFormat.TURTLE))


def _catalogue(folder: Path, text: str, name: str = "team.md") -> None:
    (folder / name).write_text(text, encoding="utf-8")
    done = rolegraph(
        "init", ".", "--from", name, "--title", "Team", "--base", "https://t.example/id/",
        "--license", "https://creativecommons.org/licenses/by/4.0/", "--language", "en",
        "--creator", "Team", folder=folder,
    )  # fmt: skip
    assert 0 == done.returncode, done.stderr
    assert "1 workflow with " in done.stdout


def test_the_graph_has_each_step_with_its_place(tmp_path: Path) -> None:
    """As statements and tools have; an artifact is there once, whichever steps name it."""
    _catalogue(tmp_path, CHAPTER)

    graph = _graph(tmp_path)
    (workflow,) = graph.present("rg:Workflow")
    assert "https://t.example/id/workflows/ship-a-release" == workflow
    steps = sorted(graph.present("rg:WorkflowStep"), key=lambda i: graph.number(i, "rg:stepOrder"))
    assert steps == sorted(graph.links(workflow, "rg:hasStep"))
    first, second = steps
    assert [first] == graph.links(second, "rg:directlyPrecededBy")
    assert graph.links(first, "rg:produces") == graph.links(second, "rg:consumes")
    assert 4 == len(graph.present("rg:Artifact"))
    assert 2 == len(graph.present("rg:Criterion"))
    assert "get changes to users safely." == graph.text(workflow, "rg:purpose")
    for iri in (workflow, *steps, *graph.present("rg:Artifact", "rg:Criterion")):
        assert graph.links(iri, "rg:quotedFrom"), iri
    done = rolegraph("check", "--format", "json", folder=tmp_path)
    found = json.loads(done.stdout)
    assert [] == [each for each in found["findings"] if each["severity"] == "Violation"]


def test_a_step_in_other_words_and_a_workflow_with_another_name_keep_their_iris(
    tmp_path: Path,
) -> None:
    """Whatever was said of them elsewhere still holds after a sync."""
    _catalogue(tmp_path, CHAPTER)
    before = _graph(tmp_path)
    changed = CHAPTER.replace("### Ship a release", "### Ship each release")
    changed = changed.replace("Collect merged changes", "Collect all merged changes")
    changed = changed.replace("| change list |", "| list of changes |")
    (tmp_path / "team.md").write_text(changed, encoding="utf-8")

    done = rolegraph("documents", "sync", "team.md", "--write", folder=tmp_path)

    assert 0 == done.returncode, done.stdout + done.stderr
    after = _graph(tmp_path)
    for kind in ("rg:Workflow", "rg:WorkflowStep"):
        assert before.present(kind) == after.present(kind)
    (workflow,) = after.present("rg:Workflow")
    assert "Ship each release" == after.label(workflow)
    labels = {after.label(each) for each in after.present("rg:WorkflowStep")}
    assert {"Collect all merged changes", "Run smoke tests"} == labels
    again = rolegraph("documents", "check", "team.md", folder=tmp_path)
    assert 0 == again.returncode, again.stdout


def test_a_step_that_is_gone_is_retired_and_what_people_added_stays(tmp_path: Path) -> None:
    """A handoff and a stage are for people to say; a step that is gone keeps its record."""
    _catalogue(tmp_path, CHAPTER)
    graph = _graph(tmp_path)
    second = next(i for i in graph.present("rg:WorkflowStep") if "smoke" in i)
    (workflow,) = graph.present("rg:Workflow")
    path = tmp_path / "data" / "team.ttl"
    ontology = "https://w3id.org/rolegraph/ontology#"
    handoff = f'\n<{second}> <{ontology}handoff> "The list is handed over."@en .\n'
    path.write_text(path.read_text(encoding="utf-8") + handoff, encoding="utf-8")
    lines = [line for line in CHAPTER.splitlines() if "| 1 |" not in line]
    text = "\n".join(lines).replace("Trigger: the sprint ends.\n", "")
    (tmp_path / "team.md").write_text(text.replace("| 2 |", "| 1 |"), encoding="utf-8")

    done = rolegraph("documents", "import", "team.md", folder=tmp_path)

    assert 0 == done.returncode, done.stdout + done.stderr
    after = _graph(tmp_path)
    assert [second] == after.present("rg:WorkflowStep") == after.links(workflow, "rg:hasStep")
    assert "The list is handed over." == after.text(second, "rg:handoff")
    assert 1 == after.number(second, "rg:stepOrder")
    assert [] == after.links(second, "rg:directlyPrecededBy")
    assert 2 == len(after.of_class("rg:WorkflowStep"))
    found = json.loads(rolegraph("check", "--format", "json", folder=tmp_path).stdout)
    assert [] == [each for each in found["findings"] if each["severity"] == "Violation"]


@pytest.mark.parametrize(
    ("steps", "roles"),
    [
        ("#### Tester\n\n1. Test it\n\n#### Release Manager\n\n2. Ship it", ["Tester", "RM"]),
        ("1. **Release Manager**: plans it\n2. **Tester**: tests it", ["RM", "Tester"]),
        ("1. Tester and Release Manager test it\n2. Ship it", ["", "RM"]),
        ("1. The bank pays\n2. Jane Miller signs it", ["", ""]),
        ("1. Release Manager approval is there\n2. A tester tests it", ["", ""]),
        ("1. The release manager of the week signs\n2. [RM] done (release manager)", ["RM", "RM"]),
    ],
)
def test_who_does_a_step_is_said_and_never_chosen(
    tmp_path: Path, steps: str, roles: list[str]
) -> None:
    """By a lane, by words in bold, by the first words; two together, or others, are nobody's."""
    text = f"{TEAM}### Workflow: Ship\n\n{steps}\n"
    found = _roles(_only(_read(tmp_path, text)).steps)

    assert [each.replace("RM", "Release Manager") for each in roles] == found


def test_steps_as_headings_and_as_rows_of_a_sheet_are_steps(tmp_path: Path) -> None:
    """A column may say which workflow a row belongs to."""
    text = "# Handbook\n\n## Processes\n\n### Offboarding\n\n#### Step 1: Collect hardware\n\n"
    text += "Laptop and phone.\n\n- Output: hardware list\n\n#### Step 2: Close accounts\n"
    sheet = "Workflow,#,Step,Role,Output\nShip,1,Collect,Release Manager,list\n"
    sheet += "Ship,2,Test,Tester,report\nBill,1,Count,Clerk,invoice\n"

    first, second = _only(_read(tmp_path, text)).steps
    assert ["Collect hardware", "Close accounts"] == [first.name, second.name]
    assert ["hardware list"] == [each.name for each in first.outputs]
    assert ["Laptop and phone."] == [each.plain for each in first.notes]
    rows = _read(tmp_path, sheet, "steps.csv")
    named = [(each.name, _names(each), _roles(each.steps)) for each in rows.workflows]
    assert [
        ("Ship", ["Collect", "Test"], ["Release Manager", "Tester"]),
        ("Bill", ["Count"], ["Clerk"]),
    ] == named


def test_what_is_nested_in_a_step_is_told_with_it(tmp_path: Path) -> None:
    """The model has one level of steps; nothing below is dropped."""
    nested = "1. Check it\n   - all is there\n   - Tool: Jira\n   - costs are right\n2. Pay\n"
    _catalogue(tmp_path, f"{TEAM}### Workflow: Pay a bill\n\n{nested}")

    graph = _graph(tmp_path)
    check, _ = sorted(graph.present("rg:WorkflowStep"))
    assert "all is there; costs are right" == graph.text(check, "dcterms:description")
    assert ["https://t.example/id/tools/jira"] == graph.links(check, "rg:usesTool")


def test_what_was_edited_in_the_graph_of_a_workflow_is_told(tmp_path: Path) -> None:
    """The document says who does a step; another role there is told with its line."""
    _catalogue(tmp_path, CHAPTER)
    path = tmp_path / "data" / "team.ttl"
    text = path.read_text(encoding="utf-8")
    edited = text.replace(
        "rg:performedByRole role:release-manager",
        "rg:performedByRole role:site-reliability-engineer",
    )
    assert text != edited
    path.write_text(edited, encoding="utf-8")

    checked = rolegraph("documents", "check", "team.md", folder=tmp_path)

    assert 1 == checked.returncode
    assert "rg:performedByRole" in checked.stdout
    refused = rolegraph("documents", "import", "team.md", folder=tmp_path)
    assert 0 != refused.returncode
    assert edited == path.read_text(encoding="utf-8")


PERSONA = f"""{TEAM}### Persona: Rita

> I want boring releases.

**Goals:** no rollback on Friday

"""


@pytest.mark.parametrize(
    "flow",
    [
        "## Workflows\n\n### Ship\n\nPersona: Rita\n\n1. Collect\n2. Sign off\n",
        "## Workflows\n\n### Ship\n\n1. Rita collects the changes\n2. SRE deploys them\n",
        "#### Workflow: Ship\n\n1. Collect\n2. Sign off\n",
    ],
)
def test_the_persona_follows_the_workflow_that_tells_of_her(tmp_path: Path, flow: str) -> None:
    """By a label, as the one who does steps by name, or as it stands in her section."""
    _catalogue(tmp_path, PERSONA + flow)

    graph = _graph(tmp_path)
    (persona,), (workflow,) = graph.present("rg:Persona"), graph.present("rg:Workflow")
    assert [workflow] == graph.links(persona, "rg:followsWorkflow")
    first = next(
        i for i in graph.present("rg:WorkflowStep") if 1 == graph.number(i, "rg:stepOrder")
    )
    told = "Persona: Rita" not in flow
    manager = ["https://t.example/id/roles/release-manager"]
    assert (manager if told else []) == graph.links(first, "rg:performedByRole")


def test_a_tool_or_stage_that_people_described_is_known_in_steps(tmp_path: Path) -> None:
    """What the catalogue has is found again; what it has not is told and not made up."""
    steps = "| # | Step | Phase |\n|---|---|---|\n| 1 | Ship with Argo CD | Operation |\n"
    steps += "| 2 | Watch with care | Ashes |\n"
    _catalogue(tmp_path, f"# Team\n\n## Release Manager\n\n- Plans\n\n## Workflow: Ship\n\n{steps}")
    start = "@prefix rg: <https://w3id.org/rolegraph/ontology#> .\n"
    start += "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<https://t.example/id/"
    for name, thing in (
        ("tools", 'tools/argo> a rg:Tool ; skos:prefLabel "Argo CD"@en .'),
        ("lifecycle", 'stages/run> a rg:LifecycleStage ; skos:prefLabel "Operation"@en .'),
    ):
        (tmp_path / "data" / f"{name}.ttl").write_text(start + thing, encoding="utf-8")

    done = rolegraph("documents", "import", "team.md", folder=tmp_path)

    graph = _graph(tmp_path)
    ship, watch = sorted(graph.present("rg:WorkflowStep"))
    assert ["https://t.example/id/tools/argo"] == graph.links(ship, "rg:usesTool")
    assert ["https://t.example/id/stages/run"] == graph.links(ship, "rg:operatesInStage")
    assert [] == graph.links(watch, "rg:usesTool") + graph.links(watch, "rg:operatesInStage")
    assert "the catalogue has no lifecycle stage “Ashes”" in done.stdout


def test_the_procedure_of_one_document_is_not_that_of_another(tmp_path: Path) -> None:
    """Each work instruction has a heading “5 Procedure”, and means its own."""
    names = []
    for title in ("Calibration of pipettes", "Cleaning of benches"):
        path = tmp_path / "work.md"
        path.write_text(f"# {title}\n\n## 5 Procedure\n\n1. Prepare it\n2. Do it\n", "utf-8")
        names += [each.name for each in read_file(path, language="en").workflows]

    assert ["Calibration of pipettes: Procedure", "Cleaning of benches: Procedure"] == names
