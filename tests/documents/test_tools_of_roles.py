"""Tools that documents name become tools of the catalogue, each once and with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import rolegraph
from rolegraph.documents.graph.described import Described
from rolegraph.documents.reading import Reading, read_file
from rolegraph.rdf.terms import RdfFormat, parse


def _read(folder: Path, text: str, name: str = "roles.md") -> Reading:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_file(path, shown_as=name)


def _tools(reading: Reading, role: int = 0) -> list[tuple[str, str]]:
    return [(each.name, each.purpose) for each in reading.roles[role].tools]


@pytest.mark.parametrize(
    ("label", "duties", "duty"),
    [
        ("Tools", "Responsibilities", "Plans each release of the product"),
        ("Systems used", "Responsibilities", "Plans each release of the product"),
        ("Eingesetzte Werkzeuge", "Aufgaben", "Plant jede Auslieferung des Produkts"),
        ("Outils utilisés", "Responsabilités", "Planifie les versions du produit"),
        ("Herramientas", "Responsabilidades", "Planifica las versiones del producto"),
        ("Strumenti utilizzati", "Responsabilità", "Pianifica le versioni del prodotto"),
        ("Gebruikte tools", "Verantwoordelijkheden", "Plant alle versies van het product"),
        ("Ferramentas", "Responsabilidades", "Planeia as versões do produto"),
    ],
)
@pytest.mark.parametrize("form", ["line", "bullets", "heading"])
def test_a_label_for_tools_has_tools_below(
    tmp_path: Path, label: str, duties: str, duty: str, form: str
) -> None:
    """“Tools: Jira, Git, Grafana” was one practice with that name."""
    named = {
        "line": f"**{label}:** Jira, Git, Grafana",
        "bullets": f"**{label}:**\n\n- Jira\n- Git\n- Grafana",
        "heading": f"### {label}\n\nJira, Git, Grafana",
    }[form]
    reading = _read(tmp_path, f"# Release Manager\n\n## {duties}\n\n- {duty}\n\n{named}\n")

    (role,) = reading.roles
    assert ["Jira", "Git", "Grafana"] == [each.name for each in role.tools]
    assert [duty] == [each.passage.plain for each in role.statements]
    text = reading.outline.source.text
    for tool in role.tools:
        span = tool.passage.span
        assert tool.name == text[span.start : span.end]


ENTRIES = """# Release Manager

## Responsibilities

- Plans each release

## Tools

{}
"""


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("Jira for defects", [("Jira", "defects")]),
        ("Jira: defects", [("Jira", "defects")]),
        ("Jira \u2013 defects", [("Jira", "defects")]),
        ("Jira (defects)", [("Jira", "defects")]),
        ("**Jira**", [("Jira", "")]),
        ("[Jira](https://jira.example)", [("Jira", "")]),
        ("Monitoring: Prometheus, Loki", [("Prometheus", ""), ("Loki", "")]),
        ("Git and GitLab", [("Git", ""), ("GitLab", "")]),
        ("Power BI, Microsoft Excel 365", [("Power BI", ""), ("Microsoft Excel 365", "")]),
        ("Jira and a whiteboard", [("Jira", ""), ("whiteboard", "")]),
        ("Laptop with VPN access", [("Laptop with VPN access", "")]),
        ("pandas, numpy", [("pandas", ""), ("numpy", "")]),
        ("Monitoring\n  - Prometheus\n  - Loki", [("Prometheus", ""), ("Loki", "")]),
    ],
)
def test_what_stands_beside_a_tool_is_its_purpose(
    tmp_path: Path, entry: str, expected: list[tuple[str, str]]
) -> None:
    """People write in one line what the tool is and what it is for."""
    reading = _read(tmp_path, ENTRIES.format(f"- {entry}"))

    assert expected == _tools(reading)
    assert 1 == len(reading.roles[0].statements)


@pytest.mark.parametrize(
    "entry",
    [
        "Uses the wiki every day to note decisions",
        "Must not use private accounts",
        "The release manager decides which tool the team takes next year",
        "No access to production systems",
        "Must keep the ERP running",
        "Submit tickets by email",
        "Develops software for the plant",
    ],
)
def test_a_sentence_below_the_label_is_no_tool(tmp_path: Path, entry: str) -> None:
    """It says what somebody does, or must not do; a name for it would hide that."""
    reading = _read(tmp_path, ENTRIES.format(f"- {entry}"))

    assert [] == _tools(reading)
    assert entry in [each.passage.plain for each in reading.roles[0].statements]


def test_a_column_for_tools_has_tools(tmp_path: Path) -> None:
    """Most tables of roles have one."""
    table = "# Roles\n\n| Role | Duties | Tools |\n|---|---|---|\n"
    table += "| Release Manager | Plans releases | Jira, Git |\n| Tester | Tests releases | — |\n"
    reading = _read(tmp_path, table)

    assert [("Jira", ""), ("Git", "")] == _tools(reading)
    assert [] == _tools(reading, 1)
    assert ["Plans releases"] == [each.passage.plain for each in reading.roles[0].statements]


TABLE = """# Team

## Release Manager

### Responsibilities

- Plans each release

## Tooling

| Tool | Vendor | Licence | Purpose | Used by |
|---|---|---|---|---|
| Jira | Atlassian | commercial | Tracks work | Release Manager |
| Selenium | | Apache-2.0 | Drives browsers | Tester |
"""


def test_a_table_of_tools_says_what_each_is(tmp_path: Path) -> None:
    """Its rows were left out; whom it names and is no role is told."""
    reading = _read(tmp_path, TABLE)

    assert ["Jira", "Selenium"] == [each.name for each in reading.tools]
    assert [("Jira", "Tracks work")] == _tools(reading)
    assert any("no role of this document is called “Tester”" in e.reason for e in reading.not_read)


GERMAN = """# Rollen

## Testleiterin

### Aufgaben

- Plant die Tests

### Werkzeuge

- Jira: Fehlerverfolgung
- Grafana
"""
BASE = "https://team.example/id/"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    folder = tmp_path / "team"
    folder.mkdir()
    (folder / "team.md").write_text(TABLE, encoding="utf-8")
    (folder / "rollen.md").write_text(GERMAN, encoding="utf-8")
    made = rolegraph(
        *("init", str(folder), "--yes", "--title", "Team", "--base", BASE),
        *("--from", str(folder / "team.md"), "--from", str(folder / "rollen.md")),
    )
    assert 0 == made.returncode, made.stderr
    return folder


def _graph(folder: Path, name: str) -> Described:
    content = (folder / "data" / f"{name}.ttl").read_bytes()
    return Described(quad.triple for quad in parse(content, format=RdfFormat.TURTLE))


def test_a_tool_of_two_documents_is_one_and_each_link_has_its_place(team: Path) -> None:
    """Who withdraws a tool asks for all who use it."""
    first, second = _graph(team, "team"), _graph(team, "rollen")
    jira = f"{BASE}tools/jira"

    assert [jira] == first.links(f"{BASE}roles/release-manager", "rg:usesTool")
    assert [f"{BASE}tools/grafana", jira] == second.links(
        f"{BASE}roles/testleiterin", "rg:usesTool"
    )
    assert [f"{BASE}tools/grafana"] == second.present("rg:Tool")
    quotes = second.links(f"{BASE}roles/testleiterin", "rg:quotedFrom")
    assert [11] == [second.number(q, "rg:sourceLine") for q in quotes if q.endswith("uses-jira")]
    assert ("Tracks work", "Vendor: Atlassian") == (
        first.text(jira, "rg:purpose"),
        first.text(jira, "dcterms:description"),
    )
    assert ["https://w3id.org/rolegraph/ontology#notPublic"] == first.links(jira, "dcterms:license")
    selenium = f"{BASE}tools/selenium"
    assert ["https://spdx.org/licenses/Apache-2.0"] == first.links(selenium, "dcterms:license")


def test_the_first_check_is_clean_and_says_what_tools_lack(team: Path) -> None:
    """What the document does not say of a tool is left open, and made up by nobody."""
    checked = rolegraph("check", str(team))

    assert 0 == checked.returncode, checked.stdout
    assert "A tool must have one purpose" in checked.stdout
    assert 0 == rolegraph("documents", "check", folder=team).returncode


def test_what_people_wrote_of_a_tool_outlasts_imports_and_goes_not_with_the_document(
    team: Path,
) -> None:
    """The licence of Grafana is theirs; the purpose of Jira is the document's."""
    graph = team / "data" / "rollen.ttl"
    text = graph.read_text("utf-8").replace(
        'skos:prefLabel "Grafana"@en',
        'skos:prefLabel "Grafana"@en ;\n    rg:purpose "Zeigt Messwerte"@en ;\n'
        "    dcterms:license <https://spdx.org/licenses/AGPL-3.0-only>",
    )
    graph.write_text("@prefix dcterms: <http://purl.org/dc/terms/> .\n" + text, encoding="utf-8")
    document = team / "team.md"
    document.write_text(document.read_text("utf-8").replace("Tracks work", "Tracks bugs"), "utf-8")

    imported = rolegraph("documents", "import", folder=team)

    assert 0 == imported.returncode, imported.stderr
    grafana, jira = f"{BASE}tools/grafana", f"{BASE}tools/jira"
    after = _graph(team, "rollen")
    assert ["Zeigt Messwerte"] == after.texts(grafana, "rg:purpose")
    assert ["https://spdx.org/licenses/AGPL-3.0-only"] == after.links(grafana, "dcterms:license")
    assert ["Tracks bugs"] == _graph(team, "team").texts(jira, "rg:purpose")


def test_a_tool_that_people_described_is_that_one(team: Path) -> None:
    """`data/tools.ttl` is where they do so, under whatever IRI."""
    (team / "data/tools.ttl").write_text(
        "@prefix rg: <https://w3id.org/rolegraph/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://team.example/id/tools/tracker> a rg:Tool ; skos:prefLabel "Jira"@en .\n',
        encoding="utf-8",
    )

    imported = rolegraph("documents", "import", "team.md", folder=team)

    assert 0 == imported.returncode, imported.stderr
    role = f"{BASE}roles/release-manager"
    assert [f"{BASE}tools/tracker"] == _graph(team, "team").links(role, "rg:usesTool")


def test_what_a_person_says_is_no_tool_is_a_practice(team: Path) -> None:
    """The words decide nothing against somebody who knows."""
    curation = team / "data/rollen.curation.yaml"
    text = curation.read_text("utf-8")
    assert "  Grafana: {}\n" in text
    curation.write_text(text.replace("Grafana: {}", "Grafana: {is_tool: false}"), "utf-8")

    rolegraph("documents", "import", "rollen.md", folder=team)

    after = _graph(team, "rollen")
    assert [] == after.present("rg:Tool")
    assert ["Grafana"] == [after.label(each) for each in after.present("rg:Practice")]
    assert "Grafana: {is_tool: false}" in curation.read_text("utf-8")


def test_a_tool_below_a_persona_is_hers(tmp_path: Path) -> None:
    """Persona cards have a field for them."""
    folder = tmp_path / "cards"
    folder.mkdir()
    (folder / "cards.md").write_text(
        "# Personas\n\n## Nurse\n\n### Maya Sharma\n\n#### Goals\n\n- Finish rounds early\n\n"
        "#### Tools\n\n- Epic\n",
        encoding="utf-8",
    )
    made = rolegraph(
        *("init", str(folder), "--yes", "--title", "Cards", "--base", BASE),
        *("--from", str(folder / "cards.md")),
    )
    assert 0 == made.returncode, made.stderr
    graph = _graph(folder, "cards")
    users = [
        iri for iri in graph.of_class("rg:Role", "rg:Persona") if graph.links(iri, "rg:usesTool")
    ]

    assert [f"{BASE}tools/epic"] == [each for u in users for each in graph.links(u, "rg:usesTool")]


@pytest.mark.parametrize("head", ["Tool", "Name"])
def test_a_file_of_tools_alone_makes_tools(tmp_path: Path, head: str) -> None:
    """It was refused, since it has no role, and below “Name” each tool was a role."""
    document = tmp_path / "tools.csv"
    rows = "Jira,Atlassian,commercial,Tracks work,Release Manager\n"
    document.write_text(f"{head},Vendor,Licence,Purpose,Used by\n{rows}", encoding="utf-8")
    licence = ["--license", "https://creativecommons.org/licenses/by/4.0/", "--language", "en"]
    flags = ["--title", "Yard", "--base", "https://yard.example/id/", "--creator", "Yard Office"]
    made = rolegraph("init", str(tmp_path), "--yes", "--from", str(document), *flags, *licence)

    assert 0 == made.returncode, made.stderr
    assert "0 roles, 0 statements, 1 tool" in made.stdout
    before = (tmp_path / "data" / "tools.ttl").read_text("utf-8")
    again = rolegraph("documents", "import", str(document))
    assert 0 == again.returncode, again.stderr
    assert before == (tmp_path / "data" / "tools.ttl").read_text("utf-8")
    assert "tool:jira a rg:Tool" in (tmp_path / "data" / "tools.ttl").read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "Name,Role,Purpose\nJane Doe,Release Manager,Ships each release\n",
        "Name,Users,Purpose\nRelease Manager,Developers,Ships each release\n",
        "Name,Users,Licence\nRelease Manager,Developers,None\n",
    ],
)
def test_a_column_of_names_need_not_be_of_tools(tmp_path: Path, text: str) -> None:
    """Roles have users and a purpose too."""
    document = tmp_path / "names.csv"
    document.write_text(text, encoding="utf-8")
    reading = read_file(document, language="en")

    assert not reading.tools
    assert ["Release Manager"] == [each.name for each in reading.roles]


def test_what_people_wrote_in_a_file_of_that_name_is_not_overwritten(tmp_path: Path) -> None:
    """`tools.csv` has the graph `data/tools.ttl`, in which people may have described tools."""
    manifest = '[catalogue]\ntitle = "Yard"\nbase = "https://yard.example/id/"\nlanguage = "en"\n'
    (tmp_path / "rolegraph.toml").write_text(manifest, encoding="utf-8")
    document, own = tmp_path / "tools.csv", tmp_path / "data" / "tools.ttl"
    document.write_text("Tool,Purpose\nJira,Tracks work\n", encoding="utf-8")
    own.parent.mkdir()
    own.write_text(
        "@prefix rg: <https://w3id.org/rolegraph/ontology#> .\n"
        "<https://yard.example/id/tools/mine> a rg:Tool .\n",
        encoding="utf-8",
    )
    before = own.read_text(encoding="utf-8")
    refused = rolegraph("documents", "import", str(document))

    assert 2 == refused.returncode
    assert "was written by people" in refused.stderr
    assert before == own.read_text(encoding="utf-8")
