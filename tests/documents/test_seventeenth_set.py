"""What documents of other trades taught: a podcast's team, a privacy office, a lock, a food bank."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.account.model import Reading
from rolegraph.documents.reading import read_file

_TEAM = """team:
  - role: Producer
    person: Dana
    does: [books guests]
  - role: Editor
    does: [cuts the interview]
listeners:
  - name: Commuting Carla
    wants: a story for the train
    annoyed_by: long advertising
episode:
  - {step: record the talk, who: Producer}
  - {step: cut it, who: Editor, tool: Reaper}
"""


def _read(tmp_path: Path, text: str, name: str = "roles.md") -> Reading:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_file(path)


def _told(reading: Reading) -> list[tuple[str, str | None, str]]:
    return [
        (role.name, each.kind, each.passage.plain)
        for role in reading.roles
        for each in role.statements
    ]


def _letters(reading: Reading) -> set[tuple[str, str, str]]:
    return {(each.role, each.activity, "".join(each.letters)) for each in reading.assignments}


def test_a_list_of_records_with_roles_is_read_below_any_name(tmp_path: Path) -> None:
    """With the names of people in it, the whole file was told as not read."""
    reading = _read(tmp_path, f"title: The Ferryman\n{_TEAM}", "podcast.yaml")

    assert _told(reading) == [
        ("Producer", "responsibility", "books guests"),
        ("Editor", "responsibility", "cuts the interview"),
    ]
    assert any("names of people" in each.reason for each in reading.not_read)


def test_records_of_steps_are_the_workflow_that_their_list_is_named_for(tmp_path: Path) -> None:
    (workflow,) = _read(tmp_path, _TEAM, "podcast.yaml").workflows

    assert workflow.name == "episode"
    assert [(step.name, step.role) for step in workflow.steps] == [
        ("record the talk", "Producer"),
        ("cut it", "Editor"),
    ]


def test_a_record_with_wishes_and_annoyances_is_a_persona_whose_role_is_asked(
    tmp_path: Path,
) -> None:
    reading = _read(tmp_path, _TEAM, "podcast.yaml")

    assert [(each.name, each.role) for each in reading.personas] == [("Commuting Carla", "")]
    assert [each.topic for each in reading.questions] == ["persona-role"]


def test_cells_that_say_what_each_role_does_are_statements_on_the_activity(
    tmp_path: Path,
) -> None:
    """“IT Security” is no word for a role, but its cells say what it does."""
    reading = _read(
        tmp_path,
        "| Activity | Privacy Manager | IT Security | Business Owner |\n|---|---|---|---|\n"
        "| Answer requests | Deals with it | Searches the systems | Is informed |\n"
        "| Report a breach | Writes the report | Investigates | Signs |\n",
    )

    parts = {
        (role.name, each.passage.plain, part.passage.plain)
        for role in reading.roles
        for each in role.statements
        for part in each.parts
    }
    assert parts == {
        ("Privacy Manager", "Answer requests", "Deals with it"),
        ("Privacy Manager", "Report a breach", "Writes the report"),
        ("IT Security", "Answer requests", "Searches the systems"),
        ("IT Security", "Report a breach", "Investigates"),
        ("Business Owner", "Report a breach", "Signs"),
    }
    assert _letters(reading) == {("Business Owner", "Answer requests", "I")}
    assert [role.waits_for for role in reading.roles if role.name == "IT Security"] == ["role"]


def test_columns_of_frequencies_and_notes_beside_roles_are_no_roles(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        "| Activity | Privacy Manager | Business Owner | How often |\n|---|---|---|---|\n"
        "| Answer requests | Writes the answer | Signs the answer | Monthly |\n"
        "| Report a breach | Writes the report | Signs the report | Never so far |\n",
    )

    assert "How often" not in {role.name for role in reading.roles}


def test_rows_in_order_of_time_are_the_steps_of_whoever_does_them(tmp_path: Path) -> None:
    """They were roles, defined by what they do on that day."""
    reading = _read(
        tmp_path,
        "# Order of the day\n\n| Time | Who | What |\n|---|---|---|\n| 06:00 | Gaffer | Light |\n"
        "| 07:15 | Producer | Safety briefing |\n| 7:30 | Director | Scene 41 |\n",
    )

    (workflow,) = reading.workflows
    assert [(step.name, step.role) for step in workflow.steps] == [
        ("Light", "Gaffer"),
        ("Safety briefing", "Producer"),
        ("Scene 41", "Director"),
    ]
    assert not any(role.description for role in reading.roles)


def test_times_without_anybody_are_no_steps(tmp_path: Path) -> None:
    reading = _read(
        tmp_path, "# Open day\n\n| Time | What |\n|---|---|\n| 9:00 | Welcome |\n| 9:30 | Tour |\n"
    )

    assert not reading.workflows


def test_what_has_an_owner_is_named_in_words_and_not_by_its_number(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        "# Targets\n\n| No. | Key result | Owner |\n|---|---|---|\n"
        "| 1 | First contact resolution | Support Lead |\n| 2 | Reopened | Quality Manager |\n",
    )

    assert _letters(reading) == {
        ("Support Lead", "First contact resolution", "R"),
        ("Quality Manager", "Reopened", "R"),
    }
    assert all(role.waits_for for role in reading.roles)


def test_a_table_of_decisions_says_who_decides_and_who_is_asked(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        "# Governance\n\n## Maintainers\n\n* review pull requests\n\n## Lead\n\n* breaks ties\n\n"
        "## Decisions\n\n| Decision | Who decides | Who is asked |\n|---|---|---|\n"
        "| Break the API | two thirds of maintainers | lead, on the mailing list |\n"
        "| Merge a fix | one maintainer | - |\n| Spend money | lead | all maintainers |\n",
    )

    assert _letters(reading) == {
        ("Maintainers", "Break the API", "A"),
        ("Lead", "Break the API", "C"),
        ("Maintainers", "Merge a fix", "A"),
        ("Lead", "Spend money", "A"),
        ("Maintainers", "Spend money", "C"),
    }
    assert any("says how, and names no role" in each.reason for each in reading.not_read)


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Roles", "Opens and closes the gates. Hoists flags at noon. Reports every fault."),
        ("Funções", "Recolhe os produtos. Rejeita embalagens abertas. Regista os quilos."),
    ],
)
def test_sentences_on_what_a_role_does_are_duties_beside_each_other(
    tmp_path: Path, heading: str, text: str
) -> None:
    reading = _read(tmp_path, f"# {heading}\n\n## Motorista\n\n{text}\n")

    duties = [said for _, kind, said in _told(reading) if kind == "responsibility"]
    assert " ".join(duties) == text
    assert [each.plain for each in reading.roles[0].description] == duties[:1]


def test_plurals_with_a_verb_behind_them_are_no_deeds(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        "# Roles\n\n## Gate Keeper\n\nKeeps the gates. Handovers are encouraged. "
        "Visitors report faults to the office.\n",
    )

    assert [said for _, _, said in _told(reading)] == ["Keeps the gates."]


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("Keeps the gates. Must be able to swim.", "requirement", "Must be able to swim."),
        ("Volunteers need a first aid certificate.", "requirement", ""),
        ("The guard has no voting rights.", "exclusion", ""),
    ],
)
def test_what_somebody_needs_or_may_not_have_is_no_duty_and_no_right(
    tmp_path: Path, text: str, kind: str, said: str
) -> None:
    name = "Volunteers" if text.startswith("Volunteers") else "Guard"
    reading = _read(tmp_path, f"# Roles\n\n## {name}\n\n{text}\n")

    assert (name, kind, said or text) in _told(reading)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "# Rollen\n\n## Kirchenpfleger\n\n- führt die Kasse\n- hat kein Stimmrecht\n"),
        ("fr", "# Rôles\n\n## Bénévole\n\n- aide à l'accueil\n- n'a pas accès au fichier\n"),
        ("es", "# Roles\n\n## Voluntario\n\n- ayuda en la sala\n- no tiene derecho a voto\n"),
        ("pt", "# Papéis\n\n## Voluntário\n\n- ajuda na sala\n- não tem direito a voto\n"),
    ],
)
def test_a_right_that_somebody_has_not_is_an_exclusion(
    tmp_path: Path, language: str, text: str
) -> None:
    """“Hat kein Stimmrecht” was asked about as a privilege."""
    path = tmp_path / "roles.md"
    path.write_text(text, encoding="utf-8")
    (role,) = read_file(path, language=language).roles

    assert role.statements[1].kind == "exclusion"


def test_a_title_on_who_does_what_names_no_role(tmp_path: Path) -> None:
    """The whole page was asked about as one role."""
    reading = _read(
        tmp_path,
        "# Médiathèque de Saint-Aubin : qui fait quoi\n\n## Droits et limites\n\n"
        "- L'agent d'accueil peut annuler une pénalité.\n",
    )

    assert "Médiathèque de Saint-Aubin : qui fait quoi" not in {r.name for r in reading.roles}


def test_a_numbered_list_below_if_or_in_weeks_is_asked_about_as_a_workflow(tmp_path: Path) -> None:
    """Nobody was told of these steps; they were not read."""
    reading = _read(
        tmp_path,
        "# Safeguarding\n\n## If you are worried about a child\n\n1. Write down what the child said."
        "\n2. Tell the lead in person.\n3. The lead decides whether to refer.\n\n## Rhythm\n\n"
        "1. Week 0: the board agrees objectives\n2. Week 1: owners draft key results\n"
        "3. Week 12: the board scores them\n",
    )

    told = [(each.name, each.status, len(each.steps)) for each in reading.workflows]
    assert told == [("If you are worried about a child", "asked", 3), ("Rhythm", "asked", 3)]


def test_lines_in_which_roles_take_turns_are_asked_about_as_a_workflow(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        "# Library\n\n## Welcoming a class\n\nTeacher: books a slot\nLibrarian: confirms it\n"
        "Caretaker: opens the room\nLibrarian: reads a story\n",
    )

    (workflow,) = reading.workflows
    assert workflow.status == "asked"
    assert [each.name for each in workflow.steps][:2] == ["books a slot", "confirms it"]


def test_a_talk_between_two_is_no_workflow(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        "# Library\n\n## A talk\n\nLibrarian: Good morning.\nTeacher: Do you have room?\n"
        "Librarian: Yes, on Monday.\nTeacher: Thank you.\n",
    )

    assert not reading.workflows


@pytest.mark.parametrize("label", ["Puesto", "Cargo"])
def test_a_first_line_names_the_post_that_the_whole_page_describes(
    tmp_path: Path, label: str
) -> None:
    """Without a title that is a role, nothing of such a page was read."""
    reading = _read(
        tmp_path,
        f"DESCRIPCIÓN DE PUESTO\n\n{label}: Jefe de almacén\nDepende de: Jefe de logística\n\n"
        "FUNCIONES\n- Hacer inventario cada trimestre.\n\nREQUISITOS\n- Carné en vigor.\n",
        "puesto.txt",
    )

    assert [(name, kind) for name, kind, _ in _told(reading)] == [
        ("Jefe de almacén", "responsibility"),
        ("Jefe de almacén", "requirement"),
    ]


def test_people_in_a_table_are_no_roles_beside_their_role_in_the_study(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        "Name,Role in study,Start\nA. Novak,Principal Investigator,2026-01-04\n"
        "M. Ruiz,Study Coordinator,2026-01-10\n",
        "log.csv",
    )

    assert {role.name for role in reading.roles} == {"Principal Investigator", "Study Coordinator"}
    assert not any(role.description for role in reading.roles)


def test_several_names_in_one_cell_are_not_one_role(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        "# Termine\n\n| Ereignis | Wer | Ergebnis |\n|---|---|---|\n"
        "| Planning | PO, Team, SM | Sprint-Ziel |\n| Retro | Team, SM | eine Maßnahme |\n",
    )

    assert not reading.roles


def test_a_chapter_on_roles_below_the_title_of_a_runbook_has_roles_and_no_steps(
    tmp_path: Path,
) -> None:
    reading = _read(
        tmp_path,
        "# Runbook: checkout is down\n\n## First minutes\n\n1. Incident commander takes over.\n"
        "2. Scribe opens the log.\n\n## Roles in an incident\n\n"
        "**Incident commander.** Runs the call. Does not debug.\n\n**Scribe.** Keeps the log.\n",
    )

    (workflow,) = reading.workflows
    assert [each.role for each in workflow.steps] == ["Incident commander", "Scribe"]
    assert ("Incident commander", "exclusion", "Does not debug.") in _told(reading)


def test_a_woman_with_a_title_and_an_initial_defines_no_role(tmp_path: Path) -> None:
    reading = _read(
        tmp_path, "# Roles\n\n## Safeguarding Lead\n\nMrs K. Adeyemi. Keeps the records.\n"
    )

    assert [each.plain for each in reading.roles[0].description] == ["Keeps the records."]
