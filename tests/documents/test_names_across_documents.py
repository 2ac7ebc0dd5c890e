"""What one document of a catalogue calls a role is known in the others."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from commands import rolegraph
from rolegraph.documents.graph.described import Described
from rolegraph.rdf.terms import RdfFormat, parse

BASE = "https://plant.example/id/"
MANUAL = """# Rollen

## Qualitätsmanagementbeauftragte (QMB)

### Aufgaben

- Plant die Audits

## Werkleiter

### Aufgaben

- Leitet das Werk
"""
MATRIX = "Aufgabe,QMB,Werkleiter\nAudit planen,A/R,I\nBericht freigeben,R,A\n"


def _init(folder: Path, *names: str) -> None:
    documents = [part for name in names for part in ("--from", str(folder / name))]
    made = rolegraph(
        *("init", str(folder), "--yes", "--title", "Werk", "--base", BASE, "--language", "de"),
        *documents,
    )
    assert 0 == made.returncode, made.stderr + made.stdout


def _assigned(folder: Path) -> set[str]:
    content = (folder / "data" / "matrix.ttl").read_bytes()
    graph = Described(quad.triple for quad in parse(content, format=RdfFormat.TURTLE))
    found = graph.of_class("rg:Assignment")
    return {
        str(graph.link(each, "rg:assignedRole")).removeprefix(f"{BASE}roles/") for each in found
    }


@pytest.fixture
def plant(tmp_path: Path) -> Path:
    folder = tmp_path / "plant"
    folder.mkdir()
    (folder / "manual.md").write_text(MANUAL, encoding="utf-8")
    (folder / "matrix.csv").write_text(MATRIX, encoding="utf-8")
    return folder


def test_a_short_name_of_one_document_is_known_in_the_matrix_of_another(plant: Path) -> None:
    """“QMB” was asked about, though the manual says who that is."""
    _init(plant, "manual.md", "matrix.csv")

    assert {"qualitatsmanagementbeauftragte", "werkleiter"} == _assigned(plant)
    curation = yaml.safe_load((plant / "data/matrix.curation.yaml").read_text("utf-8"))
    assert [] == curation["questions"]


def test_the_matrix_may_be_read_before_the_document(plant: Path) -> None:
    """The order of files says nothing; the matrix is read again at the end."""
    _init(plant, "matrix.csv", "manual.md")

    assert {"qualitatsmanagementbeauftragte", "werkleiter"} == _assigned(plant)


def test_a_short_name_of_the_curation_is_known_as_well(plant: Path) -> None:
    """Where the document has none, a person writes it as another name."""
    (plant / "manual.md").write_text(MANUAL.replace(" (QMB)", ""), encoding="utf-8")
    _init(plant, "manual.md")
    curation = plant / "data/manual.curation.yaml"
    text = curation.read_text("utf-8")
    head = "  Qualitätsmanagementbeauftragte:"
    assert head in text
    curation.write_text(text.replace(head, f"{head}\n    alt_labels: [QMB]\n   ", 1), "utf-8")
    assert 0 == rolegraph("documents", "import", "manual.md", folder=plant).returncode

    imported = rolegraph("documents", "import", "matrix.csv", folder=plant)

    assert 0 == imported.returncode, imported.stderr
    assert {"qualitatsmanagementbeauftragte", "werkleiter"} == _assigned(plant)


def test_a_short_name_of_two_roles_is_asked_about(plant: Path) -> None:
    """Nobody can tell which of them is meant."""
    more = "\n## Quartiermeisterin Bau (QMB)\n\n### Aufgaben\n\n- Verteilt die Räume\n"
    (plant / "other.md").write_text(f"# Rollen\n{more}", encoding="utf-8")
    _init(plant, "manual.md", "other.md", "matrix.csv")

    assert {"werkleiter"} == _assigned(plant)
    curation = yaml.safe_load((plant / "data/matrix.curation.yaml").read_text("utf-8"))
    assert ["short-name"] == [each["topic"] for each in curation["questions"]]


def test_a_superior_that_another_document_has_is_not_asked_about(plant: Path) -> None:
    """“Reports to the CTO” names a role there."""
    (plant / "more.md").write_text(
        "# Sachbearbeiterin\n\n## Aufgaben\n\n- Prüft die Akten der Abteilungen\n- Berichtet an die QMB\n",
        encoding="utf-8",
    )
    _init(plant, "manual.md", "more.md")

    content = (plant / "data" / "more.ttl").read_bytes()
    graph = Described(quad.triple for quad in parse(content, format=RdfFormat.TURTLE))
    assert [f"{BASE}roles/qualitatsmanagementbeauftragte"] == graph.links(
        f"{BASE}roles/sachbearbeiterin", "rg:reportsTo"
    )
    curation = yaml.safe_load((plant / "data/more.curation.yaml").read_text("utf-8"))
    assert [] == curation["questions"]
