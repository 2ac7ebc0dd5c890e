"""What documents of programmes taught: handbooks, job descriptions with headers, lists of bodies."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.reading import Reading, read_file

STRUCTURES = Path(__file__).parent / "structures"


def _structure(name: str) -> Reading:
    return read_file(STRUCTURES / name, shown_as=name)


def _read(folder: Path, text: str, name: str = "roles.md") -> Reading:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_file(path, shown_as=path.name)


def _said(reading: Reading) -> dict[str, list[tuple[str | None, str]]]:
    return {
        role.name: [(each.kind, each.passage.plain) for each in role.statements]
        for role in reading.roles
    }


def _relations(reading: Reading, role: int = 0) -> list[tuple[str, str]]:
    return [(each.kind, each.to) for each in reading.roles[role].relations]


def test_a_handbook_with_a_definition_of_done_is_no_workflow() -> None:
    """All of it was one workflow, and what a role does not do was a step of it."""
    reading = _structure("handbook-of-a-train.md")

    said = _said(reading)
    assert ("exclusion", "assign work to people") in said["Release Train Engineer"]
    assert ["How to raise an impediment"] == [each.name for each in reading.workflows]


def test_a_column_affirms_what_the_one_beside_it_denies() -> None:
    """“I am expected to” beside “I am not expected to” was a column of unknown words."""
    said = _said(_structure("handbook-of-a-train.md"))["Scrum Master / Team Coach"]

    assert ("responsibility", "teach agile practices") in said
    assert ("exclusion", "be the boss of the team") in said


def test_who_takes_part_in_a_meeting_is_no_role_of_that_name() -> None:
    """“**Facilitator:** RTE” beside “**Input:** …” made a role “Facilitator”."""
    names = [role.name for role in _structure("handbook-of-a-train.md").roles]

    assert ["Release Train Engineer", "Scrum Master / Team Coach"] == names


def test_cards_that_name_their_role_in_a_field_are_roles() -> None:
    """Two cards were one role with the name of the folder, and their fields were duties."""
    reading = _structure("mansionario-it.md")

    first, second = reading.roles
    assert ("Responsabile Assicurazione Qualità", ["RAQ"]) == (first.name, first.aliases)
    assert [first.name] == [to for each in second.relations for to in each.roles]
    assert ("deputy", second.name) in _relations(reading)


def test_cards_as_tables_of_fields_are_roles(tmp_path: Path) -> None:
    """A field in a table names the role as one in a line does."""
    reading = _read(
        tmp_path,
        "# Job descriptions\n\n## Sheet 1\n\n| Job title | Lock Keeper |\n|---|---|\n"
        "| Reports to | Harbour Master |\n\n### Duties\n\n- Opens the lock\n\n## Sheet 2\n\n"
        "| Job title | Harbour Master |\n|---|---|\n| Direct reports | Lock Keeper |\n\n"
        "### Duties\n\n- Plans the berths\n",
    )

    assert {
        "Lock Keeper": [("responsibility", "Opens the lock")],
        "Harbour Master": [("responsibility", "Plans the berths")],
    } == _said(reading)


def test_whom_a_role_replaces_is_not_its_deputy() -> None:
    """“Zastępuje” was the same as “Zastępowany przez”, so the link was the wrong way round."""
    found = _relations(_structure("zakres-pl.md"))

    assert [
        ("supervises", "Operator wózka"),
        ("deputises-for", "Specjalista ds. transportu"),
        ("deputy", "Zastępca kierownika magazynu"),
    ] == found


def test_a_scope_of_rights_is_one_of_rights() -> None:
    """What stands below “Zakres uprawnień” was a guessed duty."""
    said = _said(_structure("zakres-pl.md"))["Kierownik magazynu"]

    assert [("privilege", "Wstrzymanie wydania towaru.")] == said[-1:]


@pytest.mark.parametrize("name", ["mansionario-it.md", "zakres-pl.md", "cargo-pt.md"])
def test_codes_and_lines_to_sign_describe_nobody(name: str) -> None:
    """Numbers of forms, names of people and lines for signatures stood in the description."""
    reading = _structure(name)

    described = " ".join(each.plain for role in reading.roles for each in role.description)
    for sign in ("MQ-04", "RH-DC-023", "Kowalska", "podpis", "Assinatura", "Firma", "___"):
        assert sign not in described
    assert any("blank" in each.reason or "one works" in each.reason for each in reading.not_read)


@pytest.mark.parametrize(
    ("label", "title"),
    [
        ("Denominación del puesto", "Jefe de almacén"),
        ("Stellenbezeichnung", "Lagerleiter"),
        ("Intitulé de la fonction", "Responsable du magasin"),
        ("Título do cargo", "Coordenador de estoque"),
        ("Functiebenaming", "Magazijnmanager"),
    ],
)
def test_the_title_of_the_job_is_known_in_each_language(
    tmp_path: Path, label: str, title: str
) -> None:
    """Else the name of the form was the role."""
    texts = {
        "Denominación del puesto": "Funciones\n\n- Organiza el almacén y las entregas del día\n",
        "Stellenbezeichnung": "Aufgaben\n\n- Führt das Lager und prüft die Lieferungen der Woche\n",
        "Intitulé de la fonction": "Tâches\n\n- Gère le magasin et les livraisons de la semaine\n",
        "Título do cargo": "Atribuições\n\n- Organiza o estoque e as entregas da semana\n",
        "Functiebenaming": "Taken\n\n- Leidt het magazijn en controleert de leveringen van de week\n",
    }
    reading = _read(tmp_path, f"# Form 7\n\n**{label}:** {title}\n\n## {texts[label]}")

    assert [title] == [role.name for role in reading.roles]


def test_what_a_list_of_verbs_says_is_no_list_of_people() -> None:
    """“Token holders can:” and “Its staff:” hid the rights below them as names of people."""
    said = _said(_structure("members-who-can.md"))

    assert ("privilege", "recall a council member") in said["Token Holders"]
    assert ("privilege", "may reject a model") in said["Validation Team"]
    assert [] == said["Grants Council"]


def test_a_tick_below_no_is_no_right() -> None:
    """A table “Right | Yes | No” made a right of what the role must not do."""
    said = _said(_structure("moderator-rights.md"))

    assert ("exclusion", "Read private messages") in said["Site Owner"]
    assert ("privilege", "Close the forum") in said["Site Owner"]
    assert ("exclusion", "Delete an account") in said["Forum Moderator"]


def test_what_is_only_recommended_is_no_right_to_decide() -> None:
    """Columns “Decides” and “Recommends” were not read, and all rows were rights."""
    moderator = _structure("moderator-rights.md").roles[0]

    told = {
        each.passage.plain: (each.kind, [part.passage.plain for part in each.parts], each.status)
        for each in moderator.statements
    }
    assert ("privilege", ["Decides"], "inferred") == told["Ban for a day"]
    assert ("responsibility", ["Recommends"], "inferred") == told["Ban for ever"]
    assert ("privilege", [], "asked") == told["Close the forum"]


def test_a_sentence_that_ends_in_a_denial_is_asked_about() -> None:
    """“Runs the lottery and shall sell no data” was a duty, and nobody was asked."""
    moderator = _structure("moderator-rights.md").roles[0]

    asked = [each.passage.plain for each in moderator.statements if each.topic == "negation"]
    assert [
        "The moderator runs the lottery and shall sell no data.",
        "The moderator lends tools and never pays in cash.",
    ] == asked


def test_columns_of_a_specification_are_no_pairs() -> None:
    """“Essential | Desirable | Assessed by” was read as label and value, and lost its cells."""
    owner = _structure("moderator-rights.md").roles[1]

    needed = [each.passage.plain for each in owner.statements if each.kind == "requirement"]
    assert ["Explains rules", "Knows the software"] == needed


def test_what_areas_and_measures_are_called_describes_nobody() -> None:
    """The result area was a goal of a persona, and the measure described the role."""
    owner = _structure("moderator-rights.md").roles[1]

    assert [] == owner.description
    assert "goal" not in {each.kind for each in owner.statements}


def test_the_column_with_roles_goes_before_the_one_with_who_has_them() -> None:
    """Below “Operator role | Who” the companies were the roles."""
    names = [role.name for role in _structure("operators-of-a-system.md").roles]

    assert ["Provider", "Deployer"] == names[:2]


def test_a_name_is_as_long_as_its_abbreviation() -> None:
    """“Person responsible for regulatory compliance (PRRC)” was a role “Person”."""
    role = _structure("operators-of-a-system.md").roles[2]

    assert ("Person responsible for regulatory compliance", ["PRRC"]) == (role.name, role.aliases)


def test_rows_are_named_by_words_and_by_what_differs() -> None:
    """The activity was “12”, the number of an article, or the project that all rows share."""
    law = _structure("operators-of-a-system.md")
    board = _structure("tasks-of-a-board.csv")

    assert {"Logging"} == {each.activity for each in law.assignments}
    assert {"Book the venue", "Sign supplier contracts"} == {
        each.activity for each in board.assignments
    }


def test_ticks_of_roles_are_rights_also_beside_a_name_that_may_be_one() -> None:
    """With “Hospital IT” beside two roles, each row with its ticks was a duty of the heading."""
    reading = _structure("operators-of-a-system.md")

    said = _said(reading)
    assert [("privilege", "Override the output")] == said["Triage Nurse"] == said["Shift Physician"]
    assert [("Hospital IT", [])] == [(r.name, r.statements) for r in reading.roles if r.waits_for]


def test_chapters_without_a_title_are_of_the_job_in_the_table_above(tmp_path: Path) -> None:
    """The labels of the table were roles, and all chapters below it were lost."""
    reading = _read(
        tmp_path,
        "| Job title: | Coding Manager |\n|---|---|\n| Reports to: | Head of Information |\n"
        "| Direct reports: | Coding Auditor |\n\n# 1. Job purpose\n\nTo lead the coding team.\n\n"
        "# 2. Duties\n\n- Plans the work\n\n# 3. Competencies\n\n- Leadership\n",
    )

    assert {
        "Coding Manager": [("responsibility", "Plans the work"), ("requirement", "Leadership")]
    } == _said(reading)


def test_what_a_wiki_sets_beside_words_is_no_part_of_them() -> None:
    """“Primary on-call ROTATING” was the name, and “Owner” and “Due” of the page were roles."""
    reading = _structure("page-of-a-wiki.html")

    officer, master = reading.roles
    assert ("Duty Officer", "Harbour Master") == (officer.name, master.name)
    assert [("responsibility", "answers the radio")] == _said(reading)["Duty Officer"][-1:]
    assert ["Grafana", "Slack"] == [tool.name for tool in officer.tools]
    assert any("status that a page shows" in each.reason for each in reading.not_read)


def test_a_box_of_facts_is_one_of_fields() -> None:
    """Each row of the box at the side of a page of MediaWiki was a duty."""
    reading = _structure("page-of-a-wiki.html")

    assert [("reports-to", "Harbour Master")] == _relations(reading)
    assert ("requirement", "Knowledge of local waters") in _said(reading)["Duty Officer"]
    assert all("An officer at work" not in each.plain for each in reading.roles[0].description)


def test_the_first_row_of_a_form_is_no_head() -> None:
    """“Reports to: Logistics Chief | Room: B-14” was lost without a word."""
    reading = _structure("job-action-sheet.md")

    assert [("reports-to", "Logistics Chief")] == _relations(reading)
    assert [
        ("responsibility", "Obtain a briefing"),
        ("exclusion", "Never issue drugs alone"),
    ] == _said(reading)["Supply Unit Leader"]


def test_how_one_is_hired_is_no_workflow_of_the_role() -> None:
    """“Call with the office” was a step that the role to be filled does."""
    reading = _structure("job-action-sheet.md")

    assert () == reading.workflows
    assert any("comes into the role" in each.reason for each in reading.not_read)


def test_a_matrix_with_letters_of_its_own_is_read_by_its_legend() -> None:
    """Letters such as V, M and E were not known, and the matrix was left out."""
    reading = _structure("matrix-with-letters-of-its-own-de.md")

    assert [
        ("Geschäftsführung", "Audits planen", ("I",)),
        ("Qualitätsmanagementbeauftragte", "Audits planen", ("R",)),
        ("Fertigungsleiter", "Audits planen", ("S",)),
        ("Geschäftsführung", "Lieferanten freigeben", ("A",)),
        ("Qualitätsmanagementbeauftragte", "Lieferanten freigeben", ("S",)),
    ] == [(each.role, each.activity, each.letters) for each in reading.assignments]


def test_a_legend_in_a_table_says_what_p_is(tmp_path: Path) -> None:
    """“P” for “Prepares” was read as an approval."""
    reading = _read(
        tmp_path,
        "# Authorities\n\n| Code | Meaning |\n|---|---|\n| A | Approves |\n| P | Prepares |\n"
        "| I | Is informed |\n\n## Matrix\n\n| Decision | Plant Manager | Shift Manager |\n"
        "|---|---|---|\n| Stop the line | A | P |\n| Buy parts | I | A |\n",
    )

    letters = {(each.role, each.activity): each.letters for each in reading.assignments}
    assert ("P",) == letters["Plant Manager", "Stop the line"]
    assert ("Prepares",) == letters["Shift Manager", "Stop the line"]
    assert ("I",) == letters["Plant Manager", "Buy parts"]


def test_sizes_are_no_legend(tmp_path: Path) -> None:
    """“S = small, M = medium, L = large” says nothing of who does what."""
    reading = _read(
        tmp_path,
        "# Yard\n\nS = small, M = medium, L = large\n\n| Task | Foreman | Welder |\n"
        "|---|---|---|\n| Order plates | A | S |\n| Weld hull | C | R |\n",
    )

    assert ("S",) in [each.letters for each in reading.assignments]


def test_rows_on_one_decision_stay_apart_by_their_limit() -> None:
    """Two rows “Purchase of parts” were one activity with two who answer for it."""
    reading = _structure("limits-of-money.csv")

    assert {"Purchase of parts (up to 5000)", "Purchase of parts (above 5000)"} == {
        each.activity for each in reading.assignments
    }
    assert any("groups the rows" in each.reason for each in reading.not_read)


def test_lines_with_the_number_of_a_step_are_a_workflow() -> None:
    """Below a heading that says nothing of one, most of them were left out."""
    (workflow,) = _structure("policy-with-steps-by-number.txt").workflows

    assert [
        "The Model Owner submits the document",
        "The Risk Committee approves or rejects the model",
    ] == [step.name for step in workflow.steps]


def test_a_sentence_that_begins_with_a_denial_is_asked_about() -> None:
    """“Nicht zu den Aufgaben gehört …” stood in the description."""
    officer = _structure("matrix-with-letters-of-its-own-de.md").roles[0]

    assert ("exclusion", "negation") == (officer.statements[-1].kind, officer.statements[-1].topic)


def test_the_bodies_of_a_privacy_policy_are_roles_with_both_short_names() -> None:
    """“Titolare” was left out as one on who holds a post, and “RPD/DPO” was one name."""
    holder, officer, contacts = _structure("privacy-it.md").roles

    assert ("Titolare del trattamento", "Referenti privacy") == (holder.name, contacts.name)
    assert ["RPD", "DPO"] == officer.aliases
    assert "Il RPD non riceve istruzioni." in [
        each.passage.plain for each in officer.statements if each.topic == "negation"
    ]


def test_teams_beside_who_is_in_them_are_no_roles(tmp_path: Path) -> None:
    """“Gangway” and “Anchor” were roles that do nothing."""
    people = "# Train\n\n| Team | PO | Dev |\n|---|---|---|\n| Gangway | Lisa | 6 |\n| Anchor | Pia | 5 |\n"
    duties = "# Train\n\n| Team | Duties |\n|---|---|\n| Gangway | Sells tickets on board |\n"

    assert [] == [role.name for role in _read(tmp_path, people).roles]
    assert ["Gangway"] == [role.name for role in _read(tmp_path, duties).roles]


def test_you_in_an_advertisement_says_what_is_asked_for(tmp_path: Path) -> None:
    """Below “You”, a licence that one must hold was a guessed duty."""
    reading = _read(
        tmp_path,
        "# Careers\n\n## Field Technician\n\n### In this role you will\n\n- Launch robots\n\n"
        "### You\n\n- hold a boat licence\n",
    )

    assert [("responsibility", "Launch robots"), ("requirement", "hold a boat licence")] == (
        _said(reading)["Field Technician"]
    )
