"""What documents of clubs, councils, laboratories and fire brigades taught."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.documents.account.model import PEOPLE
from rolegraph.documents.readers.markdown import read_markdown
from rolegraph.documents.reading import Reading, read_file, read_outline
from rolegraph.documents.text.source import SourceText

_NAMES = {"pl": "Kierownik", "it": "Direttore", "fr": "Directeur", "uk": "Менеджер"}
STRUCTURES = Path(__file__).parent / "structures"


def _structure(name: str) -> Reading:
    return read_file(STRUCTURES / name, shown_as=name)


def _read(text: str, language: str = "en") -> Reading:
    outline = read_markdown(SourceText("roles.md", text.encode()))
    return read_outline(outline, "roles.md", language=language)


def _said(reading: Reading) -> dict[str, list[tuple[str | None, str]]]:
    return {
        role.name: [(each.kind, each.passage.plain) for each in role.statements]
        for role in reading.roles
    }


def _steps(reading: Reading, flow: int = 0) -> list[tuple[str, str]]:
    return [(step.role, step.name) for step in reading.workflows[flow].steps]


def _letters(reading: Reading) -> set[tuple[str, str, str]]:
    return {(each.role, each.activity, "".join(each.letters)) for each in reading.assignments}


@pytest.mark.parametrize(
    ("language", "role", "question"),
    [
        ("en", "Pilot", "What does the pilot not do?"),
        ("nl", "Ploegleider", "Wat doet de ploegleider niet?"),
        ("de", "Gruppenführer", "Was macht der Gruppenführer nicht?"),
        ("fr", "Directeur", "Qu'est-ce que le directeur ne fait pas ?"),
        ("es", "Coordinador", "¿Qué no hace el coordinador?"),
        ("it", "Coordinatore", "Che cosa non fa il coordinatore?"),
    ],
)
def test_what_a_question_denies_is_no_duty(language: str, role: str, question: str) -> None:
    """“Wat doet de ploegleider niet?” above a list made duties of it, and nobody was asked."""
    reading = _read(f"## {role}\n\n{question}\n\n- lift loads\n- sign papers\n", language)

    (said,) = _said(reading).values()
    assert {"exclusion"} == {kind for kind, _ in said}
    assert ["asked", "asked"] == [each.status for each in reading.roles[0].statements]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "## Wing Walker\n\nGuards the tips. They never walk backwards.\n"),
        ("en", "## Auditor\n\nReviews the books. Independence: does not audit own work.\n"),
        (
            "de",
            "## Gruppenführer\n\nFührt die Einheit. Dem Gruppenführer ist es untersagt zu rauchen.\n",
        ),
        (
            "pt",
            "## Assistente técnico\n\nAtende os leitores. É vedado ao assistente perdoar multas.\n",
        ),
    ],
)
def test_a_sentence_that_denies_is_asked_about(language: str, text: str) -> None:
    """It stood in the description, where nobody looks for what is forbidden."""
    reading = _read(text, language)

    (role,) = reading.roles
    assert ["exclusion"] == [each.kind for each in role.statements if each.status == "asked"]
    assert any(each.topic == "negation" for each in reading.questions)


@pytest.mark.parametrize(
    ("language", "label", "kind"),
    [
        ("pl", "Zastępuje go", "deputy"),
        ("pl", "Zastępuje", "deputises-for"),
        ("it", "Lo sostituisce", "deputy"),
        ("it", "Sostituisce", "deputises-for"),
        ("fr", "Le remplace", "deputy"),
        ("fr", "Remplace", "deputises-for"),
        ("uk", "Заміщає", "deputises-for"),
        ("uk", "Його заміщає", "deputy"),
    ],
)
def test_who_stands_in_for_whom_is_not_turned_around(language: str, label: str, kind: str) -> None:
    """A pronoun behind the verb turns it: “zastępuje go” names the deputy."""
    reading = _read(f"## {_NAMES[language]}\n\n{label}: X\n\n- keeps the keys\n", language)

    assert [kind] == [each.kind for each in reading.roles[0].relations]


def test_what_somebody_is_not_in_charge_of_names_no_person() -> None:
    """“Nicht zuständig für:: Reparatur von Flaschen” was left out as the name of a person."""
    said = _said(_structure("feuerwehr-de.adoc"))["Atemschutzgerätewart"]

    assert ("exclusion", "Reparatur von Pressluftflaschen") in said


def test_lines_above_lists_say_whose_duties_they_hold() -> None:
    """“Independent Validation will” was not read, and “… is responsible for:” was a duty."""
    reading = _structure("leads-alone.md")

    said = _said(reading)
    assert [3, 3, 3, 2, 3, 2] == [len(each) for each in said.values()]
    assert ("responsibility", "challenge the conceptual soundness") in said[
        "Independent Validation"
    ]
    assert not any(text.endswith(":") for each in said.values() for _, text in each)
    assert all(role.waits_for == "role" for role in reading.roles)


def test_a_numbered_duty_over_letters_is_each_of_them() -> None:
    """“3.2 The Proper Officer shall:” was one duty, with five texts nested in it."""
    said = _said(_structure("standing-orders.txt"))["PROPER OFFICER"]

    assert ("responsibility", "hold acceptance of office forms from councillors;") in said
    assert not any(text.endswith(":") for _, text in said)


def test_those_who_may_not_be_something_are_no_list_of_what_is_forbidden() -> None:
    """“Assistants may not be:” is over people, so that what stands below it stays nested."""
    text = "## Campaign Assistant\n\n1. Campaign Assistants may not be:\n    - officers\n    - candidates\n"
    (role,) = _read(text).roles

    (statement,) = role.statements
    assert ["officers", "candidates"] == [each.passage.plain for each in statement.parts]


def test_degrees_of_contribution_are_parts_in_an_activity() -> None:
    """“lead” in a cell described the role, and “supporting” was a tool that it works with."""
    reading = _structure("research-group.md")

    letters = _letters(reading)
    assert ("Principal Investigator", "Conceptualization", "R") in letters
    assert ("Research Software Engineer", "Data curation", "S") in letters
    assert 13 == len(letters)
    assert not any(role.tools for role in reading.roles)


def test_a_veto_is_a_right_and_no_approval() -> None:
    """Who may stop a decision was told to approve it."""
    reading = _structure("decisions-with-veto.md")

    (right,) = next(role for role in reading.roles if role.name == "Safety Officer").statements
    assert ("privilege", "Close the line") == (right.kind, right.passage.plain)
    assert ["Veto"] == [each.passage.plain for each in right.parts]
    assert not any(each.role == "Safety Officer" for each in reading.assignments)


def test_who_may_hold_what_together_is_told_and_no_right() -> None:
    """In a matrix of duties to keep apart, each cross gave its role a right of that name."""
    reading = _structure("decisions-with-veto.md")

    assert not any("Manager" in text for each in _said(reading).values() for _, text in each)
    assert any("hold together" in each.reason for each in reading.not_read)


def test_names_below_the_role_that_people_have_are_no_duties() -> None:
    """“Ines Falk | @saltmarsh | Gannet Ltd” was a duty of maintainers."""
    reading = _structure("maintainers-table.md")

    assert [[]] == list(_said(reading).values())
    assert [7, 8, 9] == [
        line
        for each in reading.not_read
        if PEOPLE in each.reason and each.line == 7
        for line in range(each.line, each.end_line + 1)
    ]


def test_what_a_page_folds_away_has_a_title() -> None:
    """The duties of the nurse, below `<summary>`, were those of the counsellor before her."""
    said = _said(_structure("pastoral-care.md"))

    assert ("responsibility", "Keeps the medical register") in said["School Nurse"]
    assert 1 == len(said["School Counsellor"])


def test_several_things_said_of_a_term_are_a_list() -> None:
    """All but the last described the role."""
    said = _said(_structure("research-group.md"))["PhD student"]

    assert 3 == len(said)


def test_a_bold_name_before_a_text_is_a_title_beside_others() -> None:
    """“**Commis** : …” was told of the dishwasher before it, who then had a superior."""
    reading = _structure("brigade-fr.md")

    names = ["Chef de cuisine", "Second de cuisine", "Chef de partie", "Plongeur", "Commis"]
    assert names == [role.name for role in reading.roles]
    superiors = {role.name: [each.to for each in role.relations] for role in reading.roles}
    assert ([], ["chef de partie"]) == (superiors["Plongeur"], superiors["Commis"])


def test_a_bold_name_behind_an_article_is_a_role_beside_others() -> None:
    """“The **Lead Maintainer** breaks ties” was told of the role before it."""
    reading = _read(
        "## Roles\n\n**Triager** labels issues.\n\n**Maintainer** reviews changes.\n\n"
        "The **Lead Maintainer** breaks ties.\n"
    )

    described = {role.name: [each.plain for each in role.description] for role in reading.roles}
    assert ["breaks ties."] == described["Lead Maintainer"]
    assert ["reviews changes."] == described["Maintainer"]


def test_sentences_on_what_several_do_in_turn_are_steps() -> None:
    """Below “What happens when a concern is logged” nothing was read."""
    roles = [role for role, _ in _steps(_structure("pastoral-care.md"))]

    assert ["", "Designated Safeguarding Lead", "Head of Year", ""] == roles


def test_sentences_below_a_heading_that_says_nothing_of_it_are_asked_about() -> None:
    """They may be a list of who does what."""
    text = (
        "## Clerk\n\n- files\n\n## Pilot\n\n- steers\n\n## Reports\n\n"
        "1. The clerk writes the report.\n2. The pilot reads it.\n3. The clerk sends it.\n"
    )

    assert [True] == [bool(each.waits_for) for each in _read(text).workflows]


def test_duties_that_bind_are_no_steps() -> None:
    """A statute says what each of several must do, in numbered paragraphs."""
    text = (
        "## Order of business\n\n1. The clerk shall write the report.\n"
        "2. The treasurer shall read it.\n3. The clerk shall send it.\n"
    )

    assert () == _read(text).workflows


def test_a_course_in_the_section_of_one_role_is_a_workflow() -> None:
    """“2. Hoofd BHV: beslist” was a duty of the receptionist in whose section it stands."""
    reading = _structure("emergency-team-nl.md")

    assert ["Receptionist", "Hoofd BHV", "Ploegleider", "Receptionist"] == [
        role for role, _ in _steps(reading)
    ]
    assert [] == _said(reading)["Receptionist"]


def test_rows_with_a_time_and_a_column_for_each_role_are_steps() -> None:
    """What each does at 18:00 described the role."""
    steps = _steps(_structure("film-club.rst"))

    assert ("Front of House Manager", "unlocks the foyer") == steps[0]
    assert 8 == len(steps)


def test_rows_without_a_time_stay_duties_where_all_cells_are_filled() -> None:
    """A table “| | Buyer | Seller |” with texts in all cells tells of no course."""
    text = (
        "# Desk\n\n| No. | Buyer | Seller |\n|---|---|---|\n"
        "| 1 | checks the price | writes the offer |\n| 2 | signs it | sends it |\n"
    )

    assert () == _read(text).workflows


def test_a_table_from_suppliers_to_customers_is_one_workflow() -> None:
    """Each row of a SIPOC was a workflow without a step."""
    reading = _structure("leads-alone.md")

    (flow,) = reading.workflows
    assert ["Check completeness", "Plan the validation", "Test the model", "Decide"] == [
        step.name for step in flow.steps
    ]
    assert ["Validation plan"] == [each.name for each in flow.steps[1].outputs]
    assert any("“Supplier”" in each.reason for each in reading.not_read)


def test_a_turtle_diagram_tells_of_its_process() -> None:
    """Its rows were told as not read, and the steps below it were duties."""
    (flow,) = _structure("turtle-it.md").workflows

    assert "Gestione dei reclami" == flow.name
    assert ["reclamo del cliente"] == [each.name for each in flow.inputs]
    assert [
        "Addetto commerciale",
        "Responsabile qualità",
        "Capo officina",
        "Responsabile qualità",
    ] == [step.role for step in flow.steps]


def test_a_logframe_says_who_leads_and_who_supports() -> None:
    """“Impact” and “Output 1.1” were roles, and the roles were left out."""
    reading = _structure("logframe.csv")

    assert "WASH Engineer" in {role.name for role in reading.roles}
    assert "Output 1.1" not in {role.name for role in reading.roles}
    assert ("Finance Officer", "Buy pumps", "S") in _letters(reading)


_ROLES = ["Registrar", "Conservator", "Treasurer", "Gardener"]
_DEEDS = ["checks the list", "signs the form", "calls the driver", "locks the gate"]


@given(
    st.lists(
        st.tuples(st.sampled_from(_ROLES), st.sampled_from(_DEEDS)), min_size=4, max_size=9
    ).filter(lambda turns: len({role for role, _ in turns}) > 1)
)
def test_turns_keep_their_order_and_their_roles(turns: list[tuple[str, str]]) -> None:
    """Whatever the turns are, none is lost, none is a duty, and nobody is made up."""
    sections = "".join(f"## {role}\n\n- keeps a diary\n\n" for role in _ROLES)
    entries = "".join(
        f"{n}. The {role.lower()} {deed}.\n" for n, (role, deed) in enumerate(turns, start=1)
    )
    reading = _read(f"{sections}## If the alarm sounds\n\n{entries}")

    assert [(role, f"The {role.lower()} {deed}") for role, deed in turns] == _steps(reading)
    assert set(_ROLES) == {role.name for role in reading.roles}
    assert {"keeps a diary"} == {text for each in _said(reading).values() for _, text in each}


def test_roles_before_their_duties_are_roles_without_bold_signs_too() -> None:
    """In a procedure of Word all were duties of its title, and one was the superior of that."""
    reading = _read(
        "# SOP-21 Batch review\n\n## Responsibilities\n\n"
        "Production Operator: Records each entry at the time of the activity.\n\n"
        "Production Supervisor: Reviews the record within one working day.\n"
    )

    assert ["Production Operator", "Production Supervisor"] == [r.name for r in reading.roles]
    assert not any(role.relations for role in reading.roles)


def test_steps_may_have_numbers_with_points() -> None:
    """Below “Step”, “3.1” was the step, and what is done a note on it."""
    reading = _read(
        "# Review\n\n## Procedure\n\n| Step | Responsible | Action |\n|---|---|---|\n"
        "| 3.1 | Clerk | Check the pages |\n| 3.2 | Pilot | Sign the log |\n"
    )

    assert [("Clerk", "Check the pages"), ("Pilot", "Sign the log")] == _steps(reading)


def test_who_gets_a_report_is_no_superior() -> None:
    """“Sends the report to the editor” made the editor one."""
    reading = _read("## Script Supervisor\n\n- notes each take\n- sends the report to the editor\n")

    assert [] == reading.roles[0].relations


def test_names_in_spans_begin_steps() -> None:
    """In pages of Google Docs the steps were duties, and “Presiding Officer and one …” a role."""
    reading = _structure("polling-place.html")

    assert ["Queue Manager", "Presiding Officer", "Poll Clerk", "Presiding Officer", ""] == [
        role for role, _ in _steps(reading)
    ]
    last = reading.workflows[0].steps[-1]
    assert ["Presiding Officer", "Poll Clerk"] == [each.name for each in last.partners]
    assert ["Presiding Officer", "Poll Clerk", "Queue Manager"] == [r.name for r in reading.roles]
