"""The engine keeps values, not spellings; whoever writes a file is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph import resources
from rolegraph.folder.catalogue_folder import CatalogueFolder
from rolegraph.history.commit import Committer
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad, RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.fidelity import normalised, warnings
from rolegraph.store.files.loading import data_quads, rule_quads, turtle_quads

PREFIX = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ('"01"^^xsd:integer', "1"),
        ('"1.50"^^xsd:decimal', "1.5"),
        ('"1"^^xsd:boolean', "true"),
        ('"2026-11-23T10:00:00.000Z"^^xsd:dateTime', "2026-11-23T10:00:00Z"),
    ],
)
def test_a_spelling_that_is_not_kept_is_found(written: str, stored: str) -> None:
    """These forms are equal in value and not in text."""
    quads = parse(f"{PREFIX}<urn:s> <urn:p> {written} .", format=RdfFormat.TURTLE)

    (change,) = normalised(quads)
    assert stored == change.stored.value


@pytest.mark.parametrize("written", ["1", '"01"', '"01"@en', "true", '"2026-11-23"^^xsd:date'])
def test_what_is_kept_as_it_is_is_no_finding(written: str) -> None:
    """Canonical forms, and every string."""
    quads = parse(f"{PREFIX}<urn:s> <urn:p> {written} .", format=RdfFormat.TURTLE)

    assert [] == list(normalised(quads))


def test_the_warning_names_file_and_line(tmp_path: Path) -> None:
    """Where the fix is to be made."""
    path = tmp_path / "data.ttl"
    path.write_text(f"{PREFIX}\n<urn:s> <urn:p> 1 ;\n    <urn:q> 007 .\n")
    graph = NamedNode("urn:g")

    (text,) = warnings(path, list(turtle_quads(path, graph)), graph.value)

    assert text.startswith(f"{path}:4: ")
    assert '"007"' in text
    assert '"7"' in text


def test_the_shipped_files_are_kept_as_they_are() -> None:
    """Nothing of the catalogue changes by being loaded."""
    reported: list[str] = []
    folder = CatalogueFolder(resources.root())
    list(rule_quads(folder, reported.append))
    list(data_quads(folder, reported.append))

    assert [] == reported


def test_a_patch_that_only_spells_a_value_anew_changes_nothing() -> None:
    """Removing 0.5 and adding 0.50 must not lose the value."""
    decimal = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    subject, predicate = NamedNode("urn:s"), NamedNode("urn:p")
    plain, long = (
        Quad(subject, predicate, Literal(text, datatype=decimal)) for text in ("0.5", "0.50")
    )
    store = EmbeddedStore()
    committer = Committer(store, None)
    committer.commit(Patch(added=frozenset([long])), author="a", message="m")
    commit = committer.commit(Patch(frozenset([plain]), frozenset([long])), author="a", message="m")

    assert not commit.patch
    assert store.holds(plain)
