"""A duty that names a tool of the catalogue is supported by it: “keep the rota in Better Impact”."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import rolegraph
from rolegraph.documents.graph.described import Described
from rolegraph.documents.reading import read_file
from rolegraph.rdf.terms import RdfFormat, parse

BASE = "https://team.example/id/"
HANDBOOK = """# Handbook

## Registrar

### Responsibilities

- Maintains the register in Axiell Collections.
- Checks each loan
  - the light, with the Lux Meter
- Orders crates.

### Tools

- Axiell Collections: catalogue of objects
- Lux Meter
"""


def _duties(folder: Path, text: str) -> dict[str, list[str]]:
    (folder / "roles.md").write_text(text, encoding="utf-8")
    reading = read_file(folder / "roles.md", shown_as="roles.md")
    return {
        statement.passage.plain: [tool.name for tool in statement.tools]
        for role in reading.roles
        for statement in role.statements
    }


@pytest.mark.parametrize(
    ("duties", "tools", "duty"),
    [
        ("Responsibilities", "Tools", "Tracks all defects in Jira"),
        ("Responsibilities", "Tools", "Tracks all defects (Jira)"),
        ("Responsibilities", "Tools", "Tracks all defects using the Jira of the team"),
        ("Aufgaben", "Werkzeuge", "Verfolgt alle Fehler mit Jira"),
        ("Responsabilités", "Outils", "Suit tous les défauts dans Jira"),
        ("Responsabilidades", "Herramientas", "Sigue todos los defectos en Jira"),
        ("Responsabilità", "Strumenti", "Segue tutti i difetti tramite Jira"),
        ("Verantwoordelijkheden", "Gereedschappen", "Volgt alle fouten met Jira"),
        ("Responsabilidades", "Ferramentas", "Acompanha todos os defeitos via Jira"),
    ],
)
def test_a_duty_names_a_tool_behind_a_word_or_in_brackets(
    tmp_path: Path, duties: str, tools: str, duty: str
) -> None:
    text = f"# Release Manager\n\n## {duties}\n\n- {duty}\n\n## {tools}\n\n- Jira\n- Git\n"

    assert {duty: ["Jira"]} == _duties(tmp_path, text)


@pytest.mark.parametrize(
    "duty",
    [
        "Administers Jira",  # what is looked after, and not what it is done with
        "Keeps no passwords in Jira",
        "Works in teams",
        "Plans in Jira-like boards",
        "Works in Confluence",  # nobody says that this is a tool
    ],
)
def test_a_duty_that_only_speaks_of_a_tool_is_not_supported_by_it(
    tmp_path: Path, duty: str
) -> None:
    text = f"# Manager\n\n## Responsibilities\n\n- {duty}\n\n## Tools\n\n- Jira\n- Teams\n"

    assert all(not tools for tools in _duties(tmp_path, text).values())


def test_what_a_role_must_not_do_with_a_tool_is_no_support(tmp_path: Path) -> None:
    text = "# Manager\n\n## Must not\n\n- Approve own requests in Jira\n\n## Tools\n\n- Jira\n"

    assert {"Approve own requests in Jira": []} == _duties(tmp_path, text)


@pytest.fixture
def team(tmp_path: Path) -> Path:
    folder = tmp_path / "team"
    folder.mkdir()
    (folder / "handbook.md").write_text(HANDBOOK, encoding="utf-8")
    made = rolegraph(
        *("init", str(folder), "--yes", "--title", "Team", "--base", BASE),
        *("--from", str(folder / "handbook.md")),
    )
    assert 0 == made.returncode, made.stderr
    return folder


def _graph(folder: Path, name: str = "handbook") -> Described:
    content = (folder / "data" / f"{name}.ttl").read_bytes()
    return Described(quad.triple for quad in parse(content, format=RdfFormat.TURTLE))


AXIELL, LUX = f"{BASE}tools/axiell-collections", f"{BASE}tools/lux-meter"
REGISTER = f"{BASE}responsibilities/registrar-maintains-the-register-in-axiell-collections"
LIGHT = f"{BASE}responsibilities/registrar-the-light-with-the-lux-meter"


def test_the_graph_links_tool_and_duty_with_the_place_of_the_name(team: Path) -> None:
    graph = _graph(team)

    assert [REGISTER] == graph.links(AXIELL, "rg:supportsStatement")
    assert [LIGHT] == graph.links(LUX, "rg:supportsStatement")
    places = {
        quote.rpartition("-supports-")[0].rpartition("/")[2]: graph.number(quote, "rg:sourceLine")
        for tool in (AXIELL, LUX)
        for quote in graph.links(tool, "rg:quotedFrom")
        if "-supports-" in quote
    }
    assert {"axiell-collections#quote-handbook": 7, "lux-meter#quote-handbook": 9} == places
    checked = rolegraph("check", str(team))
    assert 0 == checked.returncode, checked.stdout
    assert 0 == rolegraph("documents", "check", folder=team).returncode


def test_a_link_goes_with_its_words_and_one_that_a_person_made_stays(team: Path) -> None:
    path, graph = team / "handbook.md", team / "data" / "handbook.ttl"
    orders = f"{BASE}responsibilities/registrar-orders-crates"
    added = f"\n<{LUX}> <https://w3id.org/rolegraph/ontology#supportsStatement> <{orders}> .\n"
    graph.write_text(graph.read_text("utf-8") + added, encoding="utf-8")
    text = path.read_text("utf-8").replace("with the Lux Meter", "by day")
    path.write_text(text, encoding="utf-8")

    imported = rolegraph("documents", "import", str(path))

    assert 0 == imported.returncode, imported.stderr
    assert [orders] == _graph(team).links(LUX, "rg:supportsStatement")
    assert [REGISTER] == _graph(team).links(AXIELL, "rg:supportsStatement")


def test_a_tool_that_people_described_supports_what_a_document_says(team: Path) -> None:
    """What they wrote in `data/tools.ttl` is a tool for every document of the catalogue."""
    path = team / "loans.md"
    path.write_text(
        "# Courier\n\n## Responsibilities\n\n- Notes each handover in Transit Log\n",
        encoding="utf-8",
    )
    (team / "data" / "tools.ttl").write_text(
        f"""@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<{BASE}tools/transit-log> a rg:Tool ; skos:prefLabel "Transit Log"@en .
""",
        encoding="utf-8",
    )

    imported = rolegraph("documents", "import", str(path))

    assert 0 == imported.returncode, imported.stderr
    loans = _graph(team, "loans")
    assert [] == loans.present("rg:Tool")
    assert [f"{BASE}responsibilities/courier-notes-each-handover-in-transit-log"] == (
        loans.links(f"{BASE}tools/transit-log", "rg:supportsStatement")
    )
    assert 0 == rolegraph("check", str(team)).returncode
    assert 0 == rolegraph("documents", "check", folder=team).returncode
