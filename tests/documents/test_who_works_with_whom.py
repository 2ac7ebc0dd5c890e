"""With whom roles work, and to whom they escalate: links of the graph, or names that are kept."""

# ruff: noqa: RUF001 - other languages have letters of their own

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from rdflib import Graph
from typer.testing import CliRunner
from word_files import paragraph, table, write_word

from rolegraph.cli.documents.commands import app
from rolegraph.documents.reading import read_file

runner = CliRunner()
SAID = """PREFIX rg: <https://w3id.org/rolegraph/ontology#>
    SELECT ?role ?said ?what {
        VALUES ?said { rg:worksWith rg:worksWithParty rg:escalatesTo rg:escalatesToParty }
        ?role ?said ?what
    }"""
CONFIG = '[catalogue]\ntitle = "Dock"\nbase = "https://dock.example/id/"\n[documents]\n'
DOCK = """# Dock

## Shift Lead

- Plan the shifts

Works with: Dispatcher, the Harbour Master and customers
Escalates to: Dock Manager (after 2 h)

## Dispatcher

- Take calls

Escalation path: Shift Lead → Dock Manager → harbour police

## Dock Manager

- Own the budget
"""


@pytest.fixture
def dock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue with one document, read."""
    (tmp_path / "rolegraph.toml").write_text(CONFIG + '"dock.md" = {}\n', encoding="utf-8")
    (tmp_path / "dock.md").write_text(DOCK, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert 0 == runner.invoke(app, ["import"]).exit_code
    return tmp_path


def said(folder: Path, name: str = "dock") -> set[tuple[str, str, str]]:
    rows = Graph().parse(folder / "data" / f"{name}.ttl").query(SAID)
    short = ([str(one).rpartition("/")[2] for one in row] for row in rows)  # type: ignore[union-attr]
    return {(role, link.rpartition("#")[2], what) for role, link, what in short}


def test_names_of_roles_are_links_and_others_are_kept(dock: Path) -> None:
    """A customer is no role of the catalogue, and yet half of what a document says of contacts."""
    assert {
        ("shift-lead", "worksWith", "dispatcher"),
        ("shift-lead", "worksWithParty", "Harbour Master"),
        ("shift-lead", "worksWithParty", "customers"),
        ("shift-lead", "escalatesTo", "dock-manager"),
        ("dispatcher", "escalatesTo", "shift-lead"),
        ("dock-manager", "escalatesToParty", "harbour police"),
    } == said(dock)


def test_what_the_document_no_longer_says_goes_and_what_people_wrote_stays(dock: Path) -> None:
    """Else a name that was corrected stands beside its correction."""
    graph = dock / "data" / "dock.ttl"
    own = (
        "<https://dock.example/id/roles/dock-manager> "
        '<https://w3id.org/rolegraph/ontology#worksWithParty> "the mayor"@en ;\n'
        "<https://w3id.org/rolegraph/ontology#worksWith> "
        "<https://dock.example/id/roles/dispatcher> .\n"
    )
    graph.write_text(graph.read_text(encoding="utf-8") + own, encoding="utf-8")
    changed = DOCK.replace("the Harbour Master and customers", "and the coast guard")
    changed = changed.replace(" → harbour police", "")
    (dock / "dock.md").write_text(changed, encoding="utf-8")

    assert 0 == runner.invoke(app, ["import"]).exit_code
    assert {
        ("shift-lead", "worksWith", "dispatcher"),
        ("shift-lead", "worksWithParty", "coast guard"),
        ("shift-lead", "escalatesTo", "dock-manager"),
        ("dispatcher", "escalatesTo", "shift-lead"),
        ("dock-manager", "worksWithParty", "the mayor"),
        ("dock-manager", "worksWith", "dispatcher"),
    } == said(dock)


def test_who_is_a_role_of_another_document_is_a_link(dock: Path) -> None:
    """A name is kept as a text only until some document of the catalogue has its role."""
    toml = dock / "rolegraph.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + '"port.md" = {}\n', encoding="utf-8")
    text = "# Port\n\n## Harbour Master\n\nResponsibilities:\n\n- Grant berths\n\nWorks with: Dispatcher, shippers\n"
    (dock / "port.md").write_text(text, encoding="utf-8")
    assert 0 == runner.invoke(app, ["import"]).exit_code
    assert 0 == runner.invoke(app, ["import"]).exit_code

    assert {
        ("harbour-master", "worksWith", "dispatcher"),
        ("harbour-master", "worksWithParty", "shippers"),
    } == said(dock, "port")
    assert ("shift-lead", "worksWith", "harbour-master") in said(dock)
    assert ("shift-lead", "worksWithParty", "Harbour Master") not in said(dock)


@pytest.mark.parametrize(
    "entry",
    [
        "Does not work with the Dispatcher",
        "Never escalates to the Dispatcher",
        "Must not escalate incidents to the Dispatcher",
        "Works with nobody, and not with the Dispatcher",
    ],
)
def test_what_is_denied_is_no_link(entry: str, tmp_path: Path) -> None:
    """“Does not escalate to” turned around sends somebody to the wrong desk at night."""
    path = tmp_path / "roles.md"
    path.write_text(
        f"# Desk\n\n## Agent\n\nResponsibilities:\n\n- Log tickets\n- {entry}\n\n"
        "## Dispatcher\n\nResponsibilities:\n\n- Take calls\n",
        encoding="utf-8",
    )
    reading = read_file(path)

    assert [] == [each.roles for each in reading.roles[0].relations if each.roles]
    assert any(entry in text for each in reading.questions for text in each.texts)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("Jane Miller", "seems to be a person; it is left out"),
        ("Xiu Okafor", "may be the name of a person"),
        ("nobody", "says that there is none"),
        ("whoever is on duty and has the keys of the three northern halls", "more than a name"),
        ("not the press", "more than a name"),
    ],
)
def test_what_is_no_name_is_told(written: str, reason: str, tmp_path: Path) -> None:
    """People are kept out of the graph, and nothing is lost in silence."""
    path = tmp_path / "roles.md"
    path.write_text(
        f"# Desk\n\n## Shift Lead\n\n- Plan the shifts\n\nWorks with: {written}\n", encoding="utf-8"
    )
    reading = read_file(path)

    (role,) = reading.roles
    assert [()] * len(role.relations) == [each.parties for each in role.relations]
    assert any(reason in each.reason for each in reading.not_read if each.line == 7)


@pytest.mark.parametrize(
    ("language", "duties", "works", "escalates", "names"),
    [
        ("de", "Aufgaben", "Arbeitet zusammen mit", "Eskalationsweg", ("Lagerist", "Meister")),
        ("fr", "Missions", "Collabore avec", "Escalade vers", ("Magasinier", "Directeur")),
        ("es", "Funciones", "Se coordina con", "Ruta de escalamiento", ("Técnico", "Director")),
        ("it", "Compiti", "Collabora con", "Escalation a", ("Tecnico", "Direttore")),
        ("nl", "Taken", "Werkt samen met", "Escaleert naar", ("Magazijnier", "Directeur")),
        ("pt", "Funções", "Trabalha com", "Escalonamento para", ("Técnico", "Diretor")),
        ("pl", "Obowiązki", "Współpracuje z", "Eskalacja do", ("Technik", "Dyrektor")),
        ("ru", "Обязанности", "Взаимодействует с", "Эскалация на", ("Техник", "Директор")),
        ("uk", "Обов'язки", "Співпрацює з", "Ескалація до", ("Технік", "Директор")),
        ("tr", "Görevler", "Birlikte çalışır", "Eskalasyon yolu", ("Teknisyen", "Müdür")),
        ("zh", "职责", "协作对象", "升级路径", ("技术员", "主管")),
        ("ja", "責務", "連携先", "エスカレーション先", ("技術者", "部長")),
    ],
)
def test_the_labels_are_known_in_each_language(
    language: str, duties: str, works: str, escalates: str, names: tuple[str, str], tmp_path: Path
) -> None:
    """A handbook in any language that has a table of words says who works with whom."""
    other, above = names
    path = tmp_path / "roles.md"
    path.write_text(
        f"# Handbook\n\n## {other}\n\n{duties}:\n\n- A\n\n{works}: {above}\n\n"
        f"{escalates}: {above}\n\n## {above}\n\n{duties}:\n\n- B\n",
        encoding="utf-8",
    )
    first = read_file(path, language=language).roles[0]

    assert {("works-with", (above,)), ("escalates-to", (above,))} == {
        (each.kind, each.roles) for each in first.relations
    }


def test_columns_and_fields_of_other_formats_say_it_too(tmp_path: Path) -> None:
    """Job descriptions are tables of Word, and lists of roles are sheets."""
    word = write_word(
        tmp_path / "release.docx",
        paragraph("Job description: Release Manager", "Heading1"),
        table(
            ("Key contacts", "QA Lead, customers"),
            ("Escalation", "Head of Engineering"),
            ("Duties", "Plan the release"),
        ),
        paragraph("Job description: QA Lead", "Heading1"),
        paragraph("Responsibilities:"),
        paragraph("Test the release", "ListBullet"),
        paragraph("Job description: Head of Engineering", "Heading1"),
        paragraph("Responsibilities:"),
        paragraph("Owns the budget", "ListBullet"),
    )
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Role", "Responsibilities", "Works with", "Escalates to"])
    sheet.append(["Nurse", "Gives medicine", "Physician, relatives", "Ward Manager"])
    sheet.append(["Physician", "Prescribes medicine", "", ""])
    sheet.append(["Ward Manager", "Plans shifts", "", "none"])
    book.save(tmp_path / "ward.xlsx")

    def told(path: Path) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        relations = read_file(path).roles[0].relations
        return [(each.kind, each.roles, each.parties) for each in relations]

    assert [
        ("works-with", ("QA Lead",), ("customers",)),
        ("escalates-to", ("Head of Engineering",), ()),
    ] == told(word)
    assert [
        ("works-with", ("Physician",), ("relatives",)),
        ("escalates-to", ("Ward Manager",), ()),
    ] == told(tmp_path / "ward.xlsx")


def test_escalation_of_a_group_is_no_escalation_of_a_role(tmp_path: Path) -> None:
    """“Disputes go to the chair” says how a group works, and names no one behind a label."""
    path = tmp_path / "roles.md"
    path.write_text(
        "# Desk\n\n## Agent\n\n- Log tickets\n\nEscalation: disputes are settled by vote\n",
        encoding="utf-8",
    )
    reading = read_file(path)

    assert [] == reading.roles[0].relations
    assert any("how the group works" in each.reason for each in reading.not_read)
