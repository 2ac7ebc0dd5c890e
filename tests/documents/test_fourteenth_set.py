"""What six documents of organisations taught: rights, superiors and owners of duties."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.reading import Reading, read_file

STRUCTURES = Path(__file__).parent / "structures"


def _said(reading: Reading) -> dict[str, list[tuple[str | None, str]]]:
    return {
        role.name: [(each.kind, each.passage.plain) for each in role.statements]
        for role in reading.roles
    }


def _read(folder: Path, text: str) -> Reading:
    path = folder / "roles.md"
    path.write_text(text, encoding="utf-8")
    return read_file(path, shown_as=path.name)


def test_a_header_of_pairs_names_the_role() -> None:
    """Four columns of label and value: three labels were roles, and all else was lost."""
    reading = read_file(STRUCTURES / "stellenbeschreibung-de.md")

    role, above = reading.roles
    assert ("Leiterin Qualitätssicherung", "Werkleiter") == (role.name, above.name)
    assert "role" == above.waits_for
    said = _said(reading)[role.name]
    assert ("privilege", "Darf die Auslieferung fehlerhafter Ware stoppen") in said
    assert ("exclusion", "Nicht zuständig für die Freigabe von Lieferanten") in said
    assert [("supervises", "Prüfer, Laborantin")] == [
        (each.kind, each.to) for each in role.relations if each.kind == "supervises"
    ]
    assert ["CAQ-System", "SAP QM"] == [tool.name for tool in role.tools]


def test_duties_of_somebody_else_are_not_the_role_s() -> None:
    """“Pflichten des Verantwortlichen” were duties of the data protection officer."""
    said = _said(read_file(STRUCTURES / "datenschutz-de.md"))

    assert [("responsibility", "Der Verantwortliche stellt die erforderlichen Mittel bereit.")] == (
        said["Verantwortlicher"]
    )
    officer = said["Bestellung zum Datenschutzbeauftragten"]
    assert ("privilege", "Sie hat Zugang zu allen Verarbeitungsvorgängen.") in officer
    assert all("Verantwortliche stellt" not in text for _, text in officer)


@pytest.mark.parametrize(
    ("heading", "whose"),
    [
        ("Duties of the treasurer", "treasurer"),
        ("Duties of the secretary", "Secretary"),
        ("Duties of the role", "Secretary"),
    ],
)
def test_whose_duties_a_heading_announces(tmp_path: Path, heading: str, whose: str) -> None:
    """The role's own name, and “the role”, mean the role itself."""
    text = f"# Secretary\n\n## Tasks\n\n- Keep the minutes\n\n## {heading}\n\n- Keep the money\n"
    reading = _read(tmp_path, text)

    found = {
        name
        for name, said in _said(reading).items()
        if ("responsibility", "Keep the money") in said
    }
    assert {whose} == found


def test_a_person_specification_is_of_the_post_in_its_lines() -> None:
    """“Person Specification” was the role; labels of criteria were criteria."""
    reading = read_file(STRUCTURES / "person-specification.md")

    role = reading.roles[0]
    said = _said(reading)["Senior Ward Pharmacist"]
    assert ("privilege", "May prescribe within the agreed formulary.") in said
    assert ("requirement", "Driving licence") in said
    assert all(text != "Experience" for _, text in said)
    reports = [each.to for each in role.relations if each.kind == "reports-to"]
    assert ["Chief Pharmacist", "Chief Pharmacist"] == reports


def test_numbered_titles_of_a_plain_text_are_headings() -> None:
    """Of a procedure without marks, one sentence was read and all duties were lost."""
    said = _said(read_file(STRUCTURES / "procedure-in-plain-text.md"))

    assert ["Laboratory Manager", "Analyst", "Quality Assurance"] == list(said)
    assert 3 == len(said["Analyst"])
    assert "exclusion" in {kind for kind, _ in said["Laboratory Manager"]}


def test_a_numbered_list_of_steps_has_no_headings(tmp_path: Path) -> None:
    """Three steps in one list are steps."""
    text = "# Clerk\n\n## Tasks\n\n1. Open the post\n\n2. Sort the post\n\n3. Hand out the post\n"
    reading = _read(tmp_path, text)

    assert 3 == len(reading.roles[0].statements)


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ("May stop a delivery", "privilege"),
        ("Is authorised to sign orders", "privilege"),
        ("May be asked to work at night", "responsibility"),
        ("May include night shifts", "responsibility"),
    ],
)
def test_a_right_among_duties_is_a_right(tmp_path: Path, entry: str, kind: str) -> None:
    """It says so itself."""
    text = f"# Clerk\n\n## Duties\n\n- Open the post every morning\n- {entry}\n"

    assert (kind, entry) in _said(_read(tmp_path, text))["Clerk"]


def test_tools_beside_the_roles_are_tools_of_the_catalogue() -> None:
    """“Tools we use” was asked about as a role, with two duties."""
    reading = read_file(STRUCTURES / "rapid-of-a-wiki.html")

    assert ["Jira", "Terraform"] == [tool.name for tool in reading.tools]
    assert () == reading.questions
    assert ("privilege", "The Service Owner may also deploy on Fridays.") in (
        _said(reading)["Service Owner"]
    )
