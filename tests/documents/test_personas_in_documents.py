"""Personas of a document: made-up people, each with the role she stands for and what she wants."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Namespace, URIRef

from commands import rolegraph
from rolegraph.documents.reading import Reading, read_file
from serving import StartServer

RG = Namespace("https://w3id.org/rolegraph/ontology#")
BASE = "https://yard.example/id/"
ROLES = "# Roles\n\n## Nurse\n\n- Takes blood samples\n\n## Ward Manager\n\n- Plans the shifts\n\n"


def read(folder: Path, text: str, answers: dict[tuple[str, str], str] | None = None) -> Reading:
    """Read a document."""
    path = folder / "people.md"
    path.write_text(text, encoding="utf-8")
    return read_file(path, shown_as="people.md", language="en", answers=answers)


def told(reading: Reading, name: str) -> list[tuple[str, str]]:
    """Return what is told of a persona."""
    (persona,) = (each for each in reading.personas if each.name == name)
    return [(each.what, each.text) for each in persona.told]


def imported(folder: Path, text: str) -> Graph:
    """Return the graph that a new catalogue has of a document."""
    document = folder / "people.md"
    document.write_text(text, encoding="utf-8")
    flags = ["--title", "Yard", "--base", BASE, "--language", "en", "--creator", "Yard Office"]
    licence = ["--license", "https://creativecommons.org/licenses/by/4.0/"]
    made = rolegraph("init", str(folder), "--yes", "--from", str(document), *flags, *licence)
    assert 0 == made.returncode, made.stderr
    return Graph().parse(folder / "data" / "people.ttl")


@pytest.mark.parametrize(
    "heading",
    [
        "Persona: Mia, Nurse",
        "Persona 1 \u2013 Mia, the Nurse",
        "Persona A: Mia (Nurse)",
        "Mia (Nurse), 29",
        "Mia, 29, Nurse",
        "Mia \u2013 Nurse",
        "Mia the Nurse",
        "Nurse \u2013 Mia",
    ],
)
def test_a_heading_names_a_persona_and_her_role(tmp_path: Path, heading: str) -> None:
    reading = read(tmp_path, f"{ROLES}# Personas\n\n## {heading}\n\n**Goals:** short ways\n")

    (persona,) = reading.personas
    assert ("Mia", "Nurse") == (persona.name, persona.role)
    assert [("goal", "short ways")] == told(reading, "Mia")
    assert ["Nurse", "Ward Manager"] == [role.name for role in reading.roles]


def test_a_persona_in_the_section_of_a_role_stands_for_that_role(tmp_path: Path) -> None:
    card = "### Persona: Mia\n\n> I came to care.\n\nGoals: short ways\n\n"
    reading = read(tmp_path, ROLES.replace("## Ward", f"{card}## Ward"))

    assert "Nurse" == reading.personas[0].role
    assert [("quote", "I came to care."), ("goal", "short ways")] == told(reading, "Mia")


def test_what_is_private_is_left_out_and_said_so(tmp_path: Path) -> None:
    card = "# Personas\n\n## Mia, Nurse\n\n- Age: 29\n- Goals: short ways\n- Salary: 3,100\n"
    reading = read(tmp_path, ROLES + card)

    assert [("goal", "short ways")] == told(reading, "Mia")
    assert [15, 17] == [each.line for each in reading.not_read]
    assert all("left out on purpose" in each.reason for each in reading.not_read)


def test_who_holds_a_role_is_no_persona(tmp_path: Path) -> None:
    held = "# Contacts\n\n| Role | Name |\n|---|---|\n| Nurse | Mia Sand |\n"
    reading = read(tmp_path, ROLES + held)

    assert () == reading.personas
    assert any("names of people are left out" in each.reason for each in reading.not_read)


def test_duties_on_the_card_of_a_persona_are_guesses_about_her_role(tmp_path: Path) -> None:
    card = (
        "# Personas\n\n## Mia, Nurse\n\n### Goals\n\n- Short ways\n\n### Responsibilities\n\n"
        "- Gives medicine\n"
    )
    nurse = read(tmp_path, ROLES + card).roles[0]

    assert ("Gives medicine", "inferred") in [
        (each.passage.plain, each.status) for each in nurse.statements
    ]


def test_a_persona_without_a_role_waits_for_an_answer(tmp_path: Path) -> None:
    card = f"{ROLES}# Personas\n\n## Mia\n\n**Goals:** short ways\n\n**Frustrations:** two logins\n"
    reading = read(tmp_path, card)
    (question,) = reading.questions

    assert ("Nurse", "Ward Manager", "leave out") == question.choices
    said = read(tmp_path, card, {("persona-role", "Mia"): "Ward Manager"})
    assert "Ward Manager" == said.personas[0].role
    assert () == said.questions
    gone = read(tmp_path, card, {("persona-role", "Mia"): "leave out"})
    assert () == gone.personas
    assert any("no persona of the catalogue" in each.reason for each in gone.not_read)


def test_duties_on_a_card_wait_with_its_role_and_go_there_once_it_is_named(tmp_path: Path) -> None:
    card = (
        f"{ROLES}# Personas\n\n## Mia\n\n**Goals:** short ways\n\n**Reports to:** Ward Manager\n\n"
        "**Responsibilities:** gives medicine\n"
    )
    waiting = read(tmp_path, card)
    told = [each for each in waiting.not_read if "waits for an answer" in each.reason]
    assert [(17, 19)] == [(each.line, each.end_line) for each in told]

    nurse = read(tmp_path, card, {("persona-role", "Mia"): "Nurse"}).roles[0]
    assert "gives medicine" in [each.passage.plain for each in nurse.statements]
    assert ["Ward Manager"] == [each.to for each in nurse.relations]


def test_a_catalogue_has_its_personas_with_the_place_of_each_word(tmp_path: Path) -> None:
    graph = imported(
        tmp_path,
        f"{ROLES}# Personas\n\n## Mia, Nurse\n\n**Goals:** short ways\n\n**Skills:** First aid\n\n"
        "**Scenario:** Mia comes in. Two beds are free.\n\n**Tools:** Orbis\n",
    )
    mia = URIRef(f"{BASE}personas/mia")

    assert URIRef(f"{BASE}roles/nurse") == graph.value(mia, RG.representsRole)
    assert "short ways" == str(graph.value(mia, RG.hasGoal))
    assert "First aid" == str(graph.value(mia, RG.hasSkill))
    assert "Mia comes in. Two beds are free." == str(graph.value(mia, RG.hasScenario))
    assert URIRef(f"{BASE}tools/orbis") == graph.value(mia, RG.usesTool)
    lines = {
        int(str(graph.value(each, RG.sourceLine))) for each in graph.objects(mia, RG.quotedFrom)
    }
    assert {13, 15, 17, 19} <= lines
    assert 0 == rolegraph("check", str(tmp_path)).returncode
    assert 0 == rolegraph("documents", "check", str(tmp_path)).returncode


def test_the_page_of_a_persona_shows_what_the_document_tells_and_where(
    tmp_path: Path, start_server: StartServer
) -> None:
    imported(tmp_path, f"{ROLES}# Personas\n\n## Mia, Nurse\n\n**Goals:** short ways\n")
    with start_server(str(tmp_path)).client() as client:
        page, role = (client.get(path).text for path in ("/personas/mia", "/roles/nurse"))

    assert "short ways" in page
    assert ">line 15</a>" in page
    assert '<a href="/personas/mia"' in role
    assert "<h2>Work</h2>" not in page  # nothing is told of that


WORDS = st.sampled_from(["short ways", "one login", "quiet nights", "a plan", "less paper"])
LABELS = st.sampled_from(
    ["Goals", "Frustrations", "Skills", "Scenario", "Age", "Tools", "Quote", "About", "Star sign"]
)


@given(
    fields=st.lists(st.tuples(LABELS, WORDS), min_size=1, max_size=6),
    form=st.sampled_from(["**{0}:** {1}\n\n", "### {0}\n\n{1}\n\n", "- {0}: {1}\n"]),
)
def test_no_line_of_a_card_is_lost(
    tmp_path_factory: pytest.TempPathFactory, fields: list[tuple[str, str]], form: str
) -> None:
    card = "".join(form.format(*each) for each in fields)
    reading = read(
        tmp_path_factory.mktemp("card"), f"{ROLES}# Personas\n\n## Persona: Mia, Nurse\n\n{card}"
    )
    persona = reading.personas[0]

    known = {line for each in reading.not_read for line in range(each.line, each.end_line + 1)}
    known |= {each.passage.line for each in persona.told}
    known |= {each.passage.line for each in persona.tools}
    known |= {each.passage.line for role in reading.roles for each in role.statements}
    text = reading.outline.source.text.splitlines()
    for _, value in fields:
        lines = [number for number, line in enumerate(text, start=1) if line.endswith(value)]
        assert set(lines) <= known


@pytest.mark.parametrize("name", ["Lena Okafor", "Ngozi Okafor"])
def test_a_name_that_ends_like_a_role_is_that_of_the_persona(tmp_path: Path, name: str) -> None:
    """Her card says her role, and she was a role of her own."""
    card = (
        f"# {name}\n\n**Role:** Nurse\n\n## Goals\n\n- Short ways\n\n## Frustrations\n\n- Noise\n"
    )
    reading = read(tmp_path, card)

    assert ["Nurse"] == [each.name for each in reading.roles]
    assert [("goal", "Short ways"), ("pain-point", "Noise")] == told(reading, name)
