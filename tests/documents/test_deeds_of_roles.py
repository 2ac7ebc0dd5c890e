"""What a role does, said in sentences without its name, and people told of in paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import SKOS
from typer.testing import CliRunner

from rolegraph.cli.main import application
from rolegraph.documents.reading import Reading, read_file

STRUCTURES = Path(__file__).parent / "structures"


def _read(folder: Path, text: str, language: str | None = None) -> Reading:
    path = folder / "handbook.md"
    path.write_text(text, encoding="utf-8")
    return read_file(path, shown_as=path.name, language=language)


def _duties(reading: Reading) -> dict[str, list[str]]:
    return {
        role.name: [each.passage.plain for each in role.statements if each.kind != "exclusion"]
        for role in reading.roles
    }


@pytest.mark.parametrize(
    ("language", "text", "duty"),
    [
        ("en", "One a release. Cuts the branch and tells the users.", "Cuts the branch"),
        ("en", "One a release. Talks to the press.", "Talks to"),
        ("en", "One a release. Zeroises every counter.", "Zeroises every counter"),
        ("de", "Eine Person je Schicht. Bestückt die Wagen.", "Bestückt die Wagen"),
        ("fr", "Une personne par équipe. Étalonne les balances.", "Étalonne les balances"),
        ("es", "Una persona por turno. Calibra las balanzas.", "Calibra las balanzas"),
        ("it", "Una persona per turno. Tara le bilance.", "Tara le bilance"),
        ("pt", "Uma pessoa por turno. Calibra as balanças.", "Calibra as balanças"),
        ("nl", "Eén per ploeg. Bevoorraadt de karren.", "Bevoorraadt de karren"),
    ],
)
def test_a_verb_need_not_be_in_a_list_to_say_what_a_role_does(
    tmp_path: Path, language: str, text: str, duty: str
) -> None:
    """Verbs were known by a list, so “Cuts the branch” told of no duty."""
    reading = _read(tmp_path, f"# Team\n\n## Release Manager\n\n{text}\n", language)

    (role,) = reading.roles
    assert [duty] == [each.passage.plain[: len(duty)] for each in role.statements]
    assert ["inferred"] == [each.status for each in role.statements]


@pytest.mark.parametrize(
    "sentence",
    [
        "Requires a driving licence.",
        "Includes all drivers.",
        "Knows the harbour well.",
        "Meets every month.",
        "This is the person in charge of the day.",
    ],
)
def test_what_a_role_is_or_needs_is_no_duty(tmp_path: Path, sentence: str) -> None:
    reading = _read(tmp_path, f"# Team\n\n## Crane Driver\n\nOne a shift. {sentence}\n")

    assert {"Crane Driver": []} == _duties(reading)


def test_a_role_that_is_defined_by_what_it_does_has_that_duty(tmp_path: Path) -> None:
    """“Scribe: keeps the log” was a definition alone, so a team of six had no duty at all."""
    text = "# Roles\n\n**Scribe** - keeps the log.\n\n**Pilot** - an officer of the port.\n"
    reading = _read(tmp_path, text)

    assert {"Scribe": ["keeps the log."], "Pilot": []} == _duties(reading)
    assert ["keeps the log."] == [each.plain for each in reading.roles[0].description]


def test_a_first_sentence_stays_a_definition_where_a_list_tells_the_duties(tmp_path: Path) -> None:
    text = "# Roles\n\n## Lab Manager\n\nKeeps the lab running.\n\n- Orders consumables\n"

    assert {"Lab Manager": ["Orders consumables"]} == _duties(_read(tmp_path, text))


def test_a_sentence_that_goes_on_in_the_list_defines_nothing() -> None:
    reading = read_file(STRUCTURES / "hats-of-a-project.md", shown_as="hats.md")

    maintainer = next(role for role in reading.roles if role.name == "Maintainer")
    assert "Maintainers have commit access." == maintainer.description[0].plain
    assert not any("expected to" in each.plain for each in maintainer.description)


def test_a_contact_with_a_subject_is_a_role_and_no_list_of_people() -> None:
    """The whole section was left out as names of people."""
    reading = read_file(STRUCTURES / "hats-of-a-project.md", shown_as="hats.md")

    told = ["Receives reports at security@thistle.example.", "Must acknowledge within 48 hours."]
    assert told == _duties(reading)["Security contact"]


def test_an_entry_of_a_list_is_titled_without_what_joins_it_to_the_next(tmp_path: Path) -> None:
    document = STRUCTURES / "hats-of-a-project.md"
    done = CliRunner().invoke(
        application("init"), ["init", str(tmp_path / "c"), "--from", str(document), "--yes"]
    )
    assert 0 == done.exit_code, done.output

    graph = Graph()
    for path in (tmp_path / "c" / "data").glob("*.ttl"):
        graph.parse(path)
    labels = {str(label) for label in graph.objects(None, SKOS.prefLabel)}
    assert {"mentor contributors", "review pull requests within two weeks"} <= labels


def test_shortened_words_in_a_matrix_name_the_role_of_the_document(tmp_path: Path) -> None:
    text = (
        "# Roles\n\n## Department Manager\n\n- Signs orders\n\n## Beamtime Coordinator\n\n- Ships\n"
        "\n## RACI\n\n| | Dept. Mgr | Beamtime Coord. | Data Steward |\n|---|---|---|---|\n"
        "| Orders | A | R | I |\n"
    )
    reading = _read(tmp_path, text)

    told = {(each.role, *each.letters) for each in reading.assignments}
    assert {
        ("Department Manager", "A"),
        ("Beamtime Coordinator", "R"),
        ("Data Steward", "I"),
    } == told


def test_people_who_want_something_are_personas_and_no_roles() -> None:
    """“**Mira, 2nd-year PhD student.** She wants …” made a role of that name."""
    reading = read_file(STRUCTURES / "people-like-us.md", shown_as="lab.md")

    assert {"Mira": "2nd-year PhD student", "Jonas": "Master student"} == {
        each.name: each.role for each in reading.personas
    }
    assert not {name for name in _duties(reading) if "Mira" in name or "Jonas" in name}


def test_people_who_want_something_need_no_heading(tmp_path: Path) -> None:
    text = (
        "# The bakery\n\n## Baker\n\n- Bakes bread\n\n## The early shift\n\n"
        "**Mira, Baker.** Mira is annoyed that flour is delivered late.\n\n"
        "**Jonas, Baker.** Jonas works from three to eleven.\n"
    )
    reading = _read(tmp_path, text)

    assert ["Mira"] == [each.name for each in reading.personas]
    assert not any("Jonas" in role.name for role in reading.roles)


def test_entries_without_numbers_are_asked_about_where_the_heading_says_process() -> None:
    """“- [ ] Release manager opens …” below “Release process” was told of as no workflow."""
    reading = read_file(STRUCTURES / "hats-of-a-project.md", shown_as="hats.md")

    (workflow,) = reading.workflows
    assert ("Release process", "asked", 5) == (workflow.name, workflow.status, len(workflow.steps))


def test_what_to_do_in_a_case_is_a_workflow_and_no_list_of_duties(tmp_path: Path) -> None:
    """The words “to do” made a label of duties of it, and its steps were not read."""
    text = (
        "# Care\n\n## Head of Year\n\n- Chairs the meeting\n\n## Safeguarding Lead\n\n"
        "- Refers cases\n\n## What to do when you are worried about a child\n\n"
        "1. Safeguarding Lead: assess within one hour.\n2. Safeguarding Lead: refer or help.\n"
        "3. Head of Year: inform the tutor.\n"
    )
    reading = _read(tmp_path, text)

    (workflow,) = reading.workflows
    assert "read" == workflow.status
    assert 3 == len(workflow.steps)


def test_phases_in_bold_are_steps_where_roles_act_in_them(tmp_path: Path) -> None:
    text = (
        "# Incidents\n\n**Incident Commander (IC)** - owns the incident.\n\n"
        "**Scribe** - keeps the log.\n\n## Lifecycle\n\n1. **Detect.** The IC declares it.\n"
        "2. **Note.** The scribe opens the log.\n3. **Resolve.** The IC declares the end.\n"
    )
    reading = _read(tmp_path, text)

    (workflow,) = reading.workflows
    assert ["Detect", "Note", "Resolve"] == [each.name for each in workflow.steps]


def test_a_field_behind_a_sentence_is_read(tmp_path: Path) -> None:
    """“Keeps the lab running. Deputy: Technician.” was a definition as a whole."""
    text = (
        "# Lab\n\n## Technician\n\n- Cleans\n\n## Lab Manager\n\n"
        "Keeps the lab running. Deputy: Technician.\n\n- Orders consumables\n"
    )
    reading = _read(tmp_path, text)

    manager = next(role for role in reading.roles if role.name == "Lab Manager")
    assert [("deputy", "Technician")] == [(each.kind, each.to) for each in manager.relations]
    assert ["Keeps the lab running."] == [each.plain for each in manager.description]


def test_what_a_role_needs_is_asked_of_whoever_takes_it(tmp_path: Path) -> None:
    text = (
        "# Roles\n\n## Data Steward\n\nNeeds: experience with cranes.\n\n"
        "Must hold: a licence.\n\n- Keeps the data\n"
    )
    (role,) = _read(tmp_path, text).roles

    assert ["requirement", "requirement"] == [each.kind for each in role.statements][:2]


def test_names_of_roles_say_which_language_a_short_document_has(tmp_path: Path) -> None:
    """“Data Steward” has a Polish word in it, and the whole document was read as Polish."""
    reading = _read(tmp_path, "# Roles\n\n## Data Steward\n\n- Keeps the data\n")

    assert "en" == reading.language
    assert ["Data Steward"] == [role.name for role in reading.roles]


NIGHT = """# The shelter

## Shift leader

- Writes the night log

## Volunteers

Volunteers help with beds. Volunteers must not give out medication.

## House doctor (external)

Dr. Brandt looks in on Tuesdays. She treats wounds and refers guests to the clinic.

## A night

19:30 Shift leader opens, volunteers make beds
20:00 Doors open; a volunteer registers every guest
23:00 Shift leader checks the rooms
7:00 Wake-up; volunteers serve breakfast
"""


def test_lines_with_times_are_asked_about_as_a_workflow(tmp_path: Path) -> None:
    """A timetable in plain lines was told as not read; the times stay with their steps."""
    (workflow,) = _read(tmp_path, NIGHT).workflows

    assert ("A night", "asked") == (workflow.name, workflow.status)
    assert ["19:30", "20:00", "23:00", "7:00"] == [
        note.plain for step in workflow.steps for note in step.notes
    ]
    assert "Shift leader opens, volunteers make beds" == workflow.steps[0].name


@pytest.mark.parametrize(
    "lines",
    [
        "9:00 open\n12:00 close\n9:00 open\n12:00 close",  # back and forth
        "9:00 The bell rings\n10:00 The bell rings\n11:00 The bell rings",  # nobody acts
    ],
)
def test_times_alone_make_no_workflow(tmp_path: Path, lines: str) -> None:
    text = (
        f"# Desk\n\n## Clerk\n\n- Keeps the desk\n\n## Driver\n\n- Drives\n\n## Hours\n\n{lines}\n"
    )

    assert () == _read(tmp_path, text).workflows


def test_who_is_named_with_a_title_is_left_out_of_the_definition(tmp_path: Path) -> None:
    """“Dr. Brandt looks in on Tuesdays” was the definition of the house doctor."""
    reading = _read(tmp_path, NIGHT)

    doctor = next(role for role in reading.roles if role.name == "House doctor")
    assert [] == doctor.description
    assert ["She treats wounds and refers guests to the clinic."] == _duties(reading)[doctor.name]
    assert any("Brandt" in span.text for span in reading.people)


def test_a_title_before_a_role_names_nobody(tmp_path: Path) -> None:
    text = "# Verein\n\n## Vorsitz\n\nFrau Präsidentin leitet die Sitzung.\n\n- Lädt ein\n"
    reading = _read(tmp_path, text, "de")

    assert () == reading.people


def test_a_role_with_nothing_but_what_it_must_not_do_has_its_deed_as_well(tmp_path: Path) -> None:
    assert ["Volunteers help with beds."] == _duties(_read(tmp_path, NIGHT))["Volunteers"]


def test_a_bold_name_beside_roles_is_asked_about_and_not_told_of_the_one_before() -> None:
    """What volunteers do and must not do was the definition of the buyer above them."""
    reading = read_file(STRUCTURES / "cooperativa-es.md", shown_as="coop.md")

    buyer = next(role for role in reading.roles if role.name == "Responsable de compras")
    assert not any("voluntari" in each.plain for each in buyer.description)
    assert "Voluntariado" in _duties(reading)


def test_a_section_beside_roles_that_begins_with_a_deed_is_one_as_well(tmp_path: Path) -> None:
    text = (
        "# Inn\n\n## Waiter\n\n- Takes orders\n\n## Head Cook\n\n- Writes the menu\n\n"
        "## Second\n\nChecks the fridges twice a day.\n\n## Parking\n\nIs behind the house.\n"
    )
    reading = _read(tmp_path, text)

    assert {"Waiter", "Head Cook", "Second"} == set(_duties(reading))
    assert "asked" == next(r for r in reading.roles if r.name == "Second").status


def test_what_somebody_must_or_may_do_needs_no_name_in_the_section_of_a_role(
    tmp_path: Path,
) -> None:
    text = "# Équipe\n\n## Plongeur\n\nUn par soir. Doit signaler toute casse. Peut partir.\n"
    (role,) = _read(tmp_path, text, "fr").roles

    assert [
        ("responsibility", "Doit signaler toute casse."),
        ("privilege", "Peut partir."),
    ] == [(each.kind, each.passage.plain) for each in role.statements]


@pytest.mark.parametrize(
    ("language", "cells", "letters"),
    [
        ("en", ("decides", "consulted", "proposes", "informed"), "ACRI"),
        ("fr", ("décide", "consulté", "propose", "informé"), "ACRI"),
        ("es", ("decide", "consultado", "propone", "informado"), "ACRI"),
        ("de", ("entscheidet", "konsultiert", "schlägt vor", "informiert"), "ACRI"),
    ],
)
def test_a_table_of_who_decides_is_a_matrix(
    tmp_path: Path, language: str, cells: tuple[str, ...], letters: str
) -> None:
    """“decides”, “consulted” were duties with parts, one for each cell."""
    first, second, third, fourth = cells
    text = (
        "# Team\n\n## Manager\n\n- X y z\n\n## Director\n\n- X y z\n\n## Tables\n\n"
        f"| | Manager | Director |\n|---|---|---|\n| Menu | {first} | {second} |\n"
        f"| Rota | {third} | {fourth} |\n"
    )
    reading = _read(tmp_path, text, language)

    assert [*letters] == [letter for each in reading.assignments for letter in each.letters]


def test_a_certificate_that_somebody_must_hold_is_required_of_them(tmp_path: Path) -> None:
    text = (
        "# Wards\n\n## Nurse\n\nWorks at night. Must hold a valid first aid certificate. "
        "Must hold a handover each morning.\n\n## Porter\n\n- Moves beds\n"
    )
    nurse = _read(tmp_path, text).roles[0]

    assert ["requirement", "responsibility"] == [each.kind for each in nurse.statements]
