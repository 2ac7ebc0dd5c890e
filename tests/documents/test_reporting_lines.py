"""Who reports to whom: read from a document, a link of the graph, and gone with its sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph
from typer.testing import CliRunner

from rolegraph.cli.documents.commands import app
from rolegraph.documents.reading import read_file

YARD = """# Yard

## Yard Master

Supervises: Crane Driver, Banksman

### Responsibilities

- Plan the shifts

## Crane Driver

Reports to: the Yard Master (daily) and the Harbour Master

### Responsibilities

- Lift loads

## Banksman

Reports to: Crane Driver

Works with: Crane Driver

### Responsibilities

- Give signs
"""
LINKS = """PREFIX rg: <https://w3id.org/rolegraph/ontology#>
    SELECT ?below ?above { ?below rg:reportsTo ?above }"""
TOLD = """PREFIX rg: <https://w3id.org/rolegraph/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>
    SELECT ?text { ?role rg:quotedFrom/oa:hasSelector/oa:exact ?text }"""
runner = CliRunner()


@pytest.fixture
def yard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue with one document, imported."""
    text = '[catalogue]\ntitle = "Yard"\nbase = "https://yard.example/id/"\n[documents]\n"yard.md" = {}\n'
    (tmp_path / "rolegraph.toml").write_text(text, encoding="utf-8")
    (tmp_path / "yard.md").write_text(YARD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert 0 == runner.invoke(app, ["import"]).exit_code
    return tmp_path / "data" / "yard.ttl"


def links(graph: Path) -> list[tuple[str, str]]:
    """Return who reports to whom, by their ids."""
    rows = Graph().parse(graph).query(LINKS)
    return sorted((str(row[0]).split("/")[-1], str(row[1]).split("/")[-1]) for row in rows)


def test_reporting_lines_are_links_between_roles(yard: Path) -> None:
    """Both ways of saying it are one link, with the words that say it as its source."""
    assert [
        ("banksman", "crane-driver"),
        ("banksman", "yard-master"),
        ("crane-driver", "yard-master"),
    ] == links(yard)
    told = {str(row[0]) for row in Graph().parse(yard).query(TOLD)}
    assert {"Crane Driver, Banksman", "the Yard Master (daily) and the Harbour Master"} <= told


def test_whom_the_document_does_not_have_is_told(tmp_path: Path) -> None:
    """Neither a role without a section nor another kind of relation is lost in silence."""
    path = tmp_path / "yard.md"
    told_otherwise = YARD.replace("- Lift loads", "- Lift loads\n- Is a member of the crane crew")
    path.write_text(told_otherwise, encoding="utf-8")
    reading = read_file(path)

    reasons = {each.line: each.reason for each in reading.not_read}
    assert "no role of this document is called “Harbour Master”" in reasons[13]
    assert 5 not in reasons
    path.write_text(YARD.replace("Reports to: Crane Driver", "Reports to: (vacant)"))
    told = {each.line: each.reason for each in read_file(path).not_read}
    assert "it names no other role" in told[21]
    assert "has no such link" in reasons[18]
    assert 24 not in reasons


def test_a_link_goes_with_the_words_that_told_it(yard: Path) -> None:
    """One that somebody made otherwise stays, as all that a document does not say."""
    made = "<https://yard.example/id/roles/{}> <https://w3id.org/rolegraph/ontology#reportsTo> "
    text = yard.read_text(encoding="utf-8") + made.format("yard-master")
    yard.write_text(text + "<https://yard.example/id/roles/banksman> .\n", encoding="utf-8")
    document = Path("yard.md")
    document.write_text(YARD.replace("Supervises: Crane Driver, Banksman\n\n", ""))

    assert 0 == runner.invoke(app, ["sync", "yard.md", "--write"]).exit_code
    assert [
        ("banksman", "crane-driver"),
        ("crane-driver", "yard-master"),
        ("yard-master", "banksman"),
    ] == links(yard)
    assert 0 == runner.invoke(app, ["check", "yard.md"]).exit_code


DUTIES = {
    "en": ("Responsibilities", "Plans the audits of all sites"),
    "de": ("Aufgaben", "Plant die Audits aller Standorte"),
    "fr": ("Missions", "Planifie les audits de tous les sites"),
    "es": ("Funciones", "Planifica las auditorías de todos los centros"),
    "it": ("Responsabilità", "Pianifica gli audit di tutte le sedi"),
    "nl": ("Verantwoordelijkheden", "Plant de audits van alle vestigingen"),
    "pt": ("Responsabilidades", "Planeia as auditorias de todos os locais"),
}


def _with_entry(folder: Path, language: str, entry: str, more: str = "") -> Path:
    heading, duty = DUTIES[language]
    path = folder / "manager.md"
    text = f"# Quality Manager\n\n## {heading}\n\n- {duty}\n- {entry}\n{more}"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("language", "entry", "superior"),
    [
        ("en", "Reports to the CTO", "CTO"),
        ("en", "The Quality Manager reports directly to the Site Head.", "Site Head"),
        ("en", "This post reports to management", "management"),
        ("de", "Berichtet an die Geschäftsführung", "Geschäftsführung"),
        ("de", "Ist der Werkleitung fachlich unterstellt", "Werkleitung"),
        ("fr", "Rend compte au directeur général", "directeur général"),
        ("fr", "Est rattachée à la direction qualité", "direction qualité"),
        ("es", "Depende jerárquicamente de la gerencia", "gerencia"),
        ("it", "Riporta al direttore generale", "direttore generale"),
        ("nl", "Rapporteert aan de directeur", "directeur"),
        ("pt", "Reporta ao diretor geral", "diretor geral"),
    ],
)
def test_an_entry_that_says_to_whom_a_role_reports_is_no_duty(
    tmp_path: Path, language: str, entry: str, superior: str
) -> None:
    """It was a duty. Whom it names is asked about, where the document has no such role."""
    reading = read_file(_with_entry(tmp_path, language, entry), language=language)

    role, above = reading.roles
    assert [DUTIES[language][1]] == [each.passage.plain for each in role.statements]
    assert [(superior,)] == [each.roles for each in role.relations]
    assert (superior, "role") == (above.name, above.waits_for)
    (question,) = reading.questions
    assert (superior,) == question.texts


@pytest.mark.parametrize(
    ("language", "entry"),
    [
        ("en", "Reports to the board on the budget"),
        ("en", "Reports weekly to the board"),
        ("en", "Reports incidents to the police"),
        ("en", "The clerk reports to the chief"),
        ("de", "Berichtet monatlich an den Vorstand"),
        ("de", "Berichtet an die Geschäftsführung über den Stand"),
        ("fr", "Rend compte au conseil de ses activités"),
        ("es", "Responde a las consultas de clientes"),
        ("it", "Risponde alle domande dei clienti"),
        ("nl", "Rapporteert aan de directie over de voortgang"),
        ("pt", "Responde às perguntas dos clientes"),
    ],
)
def test_a_report_on_something_stays_a_duty(tmp_path: Path, language: str, entry: str) -> None:
    """What somebody tells the board is work, and no line of the organisation chart."""
    reading = read_file(_with_entry(tmp_path, language, entry), language=language)

    assert entry in [each.passage.plain for each in reading.roles[0].statements]


def test_the_superior_of_an_entry_may_stand_further_down(tmp_path: Path) -> None:
    """Then it is that role, and nobody is asked."""
    more = "\n# Site Head\n\n## Responsibilities\n\n- Leads the site\n"
    reading = read_file(_with_entry(tmp_path, "en", "Reports to the Site Head", more))

    assert ["Quality Manager", "Site Head"] == [each.name for each in reading.roles]
    assert [("Site Head",)] == [each.roles for each in reading.roles[0].relations]
    assert () == reading.questions


def test_who_is_no_role_leaves_the_entry_a_duty(tmp_path: Path) -> None:
    """A person answered so."""
    path = _with_entry(tmp_path, "en", "Reports to management")
    reading = read_file(path, answers={("role", "management"): "no"})

    (role,) = reading.roles
    assert "Reports to management" in [each.passage.plain for each in role.statements]


DEPUTIES = """PREFIX rg: <https://w3id.org/rolegraph/ontology#>
    SELECT ?role ?deputy { ?role rg:hasDeputy ?deputy }"""
DESK = """# Desk

| Role | Short name | Deputy | Tasks |
|---|---|---|---|
| Shift Lead | SL | Dispatcher | Plan the shifts |
| Dispatcher | D | SL | Take calls |
| Technician | T | external (North IT) | Maintain radios |
"""


def test_who_stands_in_for_whom_is_a_link_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nearly each job description says it, and the graph had no place for it."""
    text = '[catalogue]\ntitle = "Desk"\nbase = "https://desk.example/id/"\n[documents]\n"desk.md" = {}\n'
    (tmp_path / "rolegraph.toml").write_text(text, encoding="utf-8")
    document = tmp_path / "desk.md"
    document.write_text(DESK, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert 0 == runner.invoke(app, ["import"]).exit_code

    def deputies() -> set[tuple[str, str]]:
        graph = Graph().parse(tmp_path / "data" / "desk.ttl")
        rows = graph.query(DEPUTIES)
        return {tuple(str(one).rpartition("/")[2] for one in row) for row in rows}  # type: ignore[misc, union-attr]

    assert {("shift-lead", "dispatcher"), ("dispatcher", "shift-lead")} == deputies()
    assert any(
        "no role of this document is called “external”" in each.reason
        for each in read_file(document).not_read
    )

    document.write_text(DESK.replace("| SL | Take", "|  | Take"), encoding="utf-8")
    assert 0 == runner.invoke(app, ["import"]).exit_code
    assert {("shift-lead", "dispatcher")} == deputies()


@pytest.mark.parametrize("name", ["stv. Schichtleitung", "extern (Fa. Nord-IT)"])
def test_an_abbreviation_or_a_bracket_ends_no_name(tmp_path: Path, name: str) -> None:
    """The value of a field ends with its sentence, and “stv.” is none."""
    document = tmp_path / "stelle.md"
    document.write_text(
        f"# Schichtleitung\n\nStellvertretung: {name}\n\n## Aufgaben\n\n- Plant die Dienste\n",
        encoding="utf-8",
    )

    (role,) = read_file(document).roles

    assert [(name, "")] == [
        (each.to, " ".join(p.plain for p in role.description)) for each in role.relations
    ]


def test_a_sentence_that_is_all_a_reporting_line_defines_no_role(tmp_path: Path) -> None:
    """“The Analyst reports to the Director” says nothing of what an analyst is."""
    text = """# Roles

## Director

Leads the office.

## Analyst

The Analyst reports to the Director.

- Checks the data

## Editor

Writes the yearly report and reports to the Director.

- Checks the text
"""
    (tmp_path / "roles.md").write_text(text, encoding="utf-8")
    reading = read_file(tmp_path / "roles.md", shown_as="roles.md")

    told = {
        role.name: ([each.plain for each in role.description], [r.roles for r in role.relations])
        for role in reading.roles
    }
    assert ([], [("Director",)]) == told["Analyst"]
    assert (["Writes the yearly report and reports to the Director."], [("Director",)]) == (
        told["Editor"]
    )
