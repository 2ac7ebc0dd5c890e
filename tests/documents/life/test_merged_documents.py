"""Two documents that became one: IRIs, history and what people wrote stay."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from commands import Ran, rolegraph
from rolegraph.documents.graph.described import Described
from rolegraph.rdf.terms import RdfFormat, parse

BASE = "https://quay.example/id/"
DECK = """# Deck

## Dock Master

### Responsibilities

- Plan the berths
- Keep the log
"""
ROPES = """# Ropes

## Rope Officer

### Responsibilities

- Check the ropes
- Order new ropes

## Dock Master

### Responsibilities

- Sign for the ropes
"""
BOTH = """# Handbook

## Dock Master

### Responsibilities

- Plan the berths
- Keep the log
- Sign for the ropes

## Rope Officer

### Responsibilities

- Check the ropes
"""


class Quay:
    """A catalogue of two documents, of which a person judged something."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *arguments: str) -> Ran:
        return rolegraph("documents", *arguments, folder=self.folder)

    def graph(self, name: str) -> Described:
        content = (self.folder / "data" / f"{name}.ttl").read_bytes()
        return Described(quad.triple for quad in parse(content, format=RdfFormat.TURTLE))

    def curate(self, name: str, old: str, new: str) -> None:
        path = self.folder / "data" / f"{name}.curation.yaml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        assert 0 == self.run("import", f"{name}.md").returncode


@pytest.fixture
def quay(tmp_path: Path) -> Quay:
    folder = tmp_path / "quay"
    folder.mkdir()
    (folder / "deck.md").write_text(DECK, encoding="utf-8")
    (folder / "ropes.md").write_text(ROPES, encoding="utf-8")
    made = rolegraph(
        *("init", str(folder), "--yes", "--title", "Quay", "--base", BASE),
        *("--from", str(folder / "deck.md"), "--from", str(folder / "ropes.md")),
    )
    assert 0 == made.returncode, made.stderr
    quay = Quay(folder)
    quay.curate("deck", "activities: []", "activities: [planning]")
    quay.curate(
        "ropes", "  Rope Officer:", "  Rope Officer:\n    definition: Who knows ropes.\n   "
    )
    return quay


KINDS = ("rg:Role", "rg:Responsibility")


def _merge(quay: Quay) -> Ran:
    for name in ("deck.md", "ropes.md"):
        (quay.folder / name).unlink()
    (quay.folder / "handbook.md").write_text(BOTH, encoding="utf-8")
    return quay.run("import", "handbook.md", "--replaces", "deck.md", "--replaces", "ropes.md")


def test_two_documents_become_one_with_their_iris(quay: Quay) -> None:
    """One of them could be replaced; all of the other had a second IRI, or was gone."""
    before = {iri for name in ("deck", "ropes") for iri in quay.graph(name).present(*KINDS)}
    gone = f"{BASE}responsibilities/rope-officer-order-new-ropes"

    merged = _merge(quay)

    assert 0 == merged.returncode, merged.stderr
    assert "" == merged.stderr
    graph = quay.graph("handbook")
    assert before - {gone} == set(graph.present(*KINDS))
    assert graph.is_retired(gone)
    assert ["handbook.curation.yaml", "handbook.ttl"] == sorted(
        path.name for path in (quay.folder / "data").iterdir()
    )
    manifest = (quay.folder / "rolegraph.toml").read_text("utf-8")
    assert '"handbook.md"' in manifest
    assert "deck.md" not in manifest
    assert "ropes.md" not in manifest
    assert 0 == quay.run("check").returncode


def test_the_history_of_both_stays(quay: Quay) -> None:
    """The text of each earlier version is there, and the new one comes after both."""
    _merge(quay)
    graph = quay.graph("handbook")

    texts = {graph.text(iri, "prov:value") for iri in graph.of_class("rg:DocumentVersion")}
    assert {DECK, ROPES, BOTH} <= texts
    new = next(
        iri for iri in graph.of_class("rg:DocumentVersion") if graph.text(iri, "prov:value") == BOTH
    )
    after = {graph.text(iri, "prov:value") for iri in graph.links(new, "prov:wasRevisionOf")}
    assert {DECK, ROPES} == after
    text = (quay.folder / "data/handbook.ttl").read_bytes()
    assert 0 == quay.run("import").returncode
    assert text == (quay.folder / "data/handbook.ttl").read_bytes()


def test_what_people_wrote_of_either_stays(quay: Quay) -> None:
    """It stands in one curation then."""
    _merge(quay)

    text = (quay.folder / "data/handbook.curation.yaml").read_text("utf-8")
    roles = yaml.safe_load(text)["roles"]
    assert "Who knows ropes." == roles["Rope Officer"]["definition"]
    assert ["planning"] == roles["Dock Master"]["statements"][0]["activities"]


def test_one_document_may_take_in_another(quay: Quay) -> None:
    """The larger of two usually stays under its name."""
    before = {iri for name in ("deck", "ropes") for iri in quay.graph(name).present(*KINDS)}
    (quay.folder / "ropes.md").unlink()
    (quay.folder / "deck.md").write_text(BOTH, encoding="utf-8")

    merged = quay.run("import", "deck.md", "--replaces", "ropes.md")

    assert 0 == merged.returncode, merged.stderr
    gone = f"{BASE}responsibilities/rope-officer-order-new-ropes"
    assert before - {gone} == set(quay.graph("deck").present(*KINDS))
    assert not (quay.folder / "data/ropes.ttl").exists()
    assert 0 == quay.run("check").returncode


def test_what_cannot_be_read_changes_nothing(quay: Quay) -> None:
    """All files are put back."""
    for name in ("deck.md", "ropes.md"):
        (quay.folder / name).unlink()
    (quay.folder / "handbook.md").write_text("Nothing of roles.\n", encoding="utf-8")
    before = {p.name: p.read_bytes() for p in (quay.folder / "data").iterdir()}
    manifest = (quay.folder / "rolegraph.toml").read_bytes()

    refused = quay.run("import", "handbook.md", "--replaces", "deck.md", "--replaces", "ropes.md")

    assert 0 != refused.returncode
    assert before == {p.name: p.read_bytes() for p in (quay.folder / "data").iterdir()}
    assert manifest == (quay.folder / "rolegraph.toml").read_bytes()


def test_a_document_that_is_still_there_is_not_merged(quay: Quay) -> None:
    """Each has a graph of its own as long as it is there."""
    (quay.folder / "ropes.md").unlink()
    (quay.folder / "handbook.md").write_text(BOTH, encoding="utf-8")

    refused = quay.run("import", "handbook.md", "--replaces", "ropes.md", "--replaces", "deck.md")

    assert 2 == refused.returncode
    assert "deck.md is still there" in refused.stderr
    assert (quay.folder / "data/ropes.ttl").exists()
