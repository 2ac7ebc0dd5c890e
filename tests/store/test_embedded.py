"""The embedded store keeps what it acknowledged."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from rolegraph import resources
from rolegraph.errors import StoreError
from rolegraph.folder.catalogue_folder import CatalogueFolder
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads
from rolegraph.store.journal.journal import Journal


def quads(text: str) -> list[Quad]:
    return list(parse(text, format=RdfFormat.TRIG))


ONE = "<urn:g> { <urn:s> <urn:p> 'one'@en }"
TWO = "<urn:s> <urn:p> 'two' ."


def test_a_second_start_keeps_what_is_there(tmp_path: Path) -> None:
    """Data outlives the process."""
    store = EmbeddedStore(tmp_path)
    store.load(quads(ONE))
    store.apply(Patch(added=frozenset(quads(TWO))))
    before = set(store.match(NamedNode("urn:s")))
    store.close()

    again = EmbeddedStore(tmp_path)

    assert 2 == again.revision
    assert before == set(again.match(NamedNode("urn:s")))
    again.close()


def test_a_second_process_is_refused_with_the_mend(tmp_path: Path) -> None:
    """Two owners of the writes would lose updates."""
    store = EmbeddedStore(tmp_path)

    with pytest.raises(StoreError, match=r"in use by another rolegraph process.*--data-dir"):
        EmbeddedStore(tmp_path)

    store.close()


def test_a_torn_commit_at_the_end_is_cut_off(tmp_path: Path) -> None:
    """What was never acknowledged must not come back half."""
    store = EmbeddedStore(tmp_path)
    store.load(quads(ONE))
    store.close()
    journal = tmp_path / "changes.rdfp"
    whole = journal.read_bytes()
    torn = with_next_entry(whole)[len(whole) : -9]
    journal.write_bytes(whole + torn)

    again = EmbeddedStore(tmp_path)

    assert 1 == again.revision
    assert whole == journal.read_bytes()
    assert torn == (tmp_path / "changes.rdfp.torn").read_bytes()
    again.close()


def with_next_entry(whole: bytes) -> bytes:
    """Return a journal with one commit more."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "changes.rdfp"
        path.write_bytes(whole)
        journal = Journal(path)
        journal.append(Patch(added=frozenset(quads(TWO))), {})
        journal.close()
        return path.read_bytes()


def test_a_commit_that_reached_the_journal_alone_is_applied_at_start(tmp_path: Path) -> None:
    """A crash between journal and engine leaves the new revision."""
    store = EmbeddedStore(tmp_path)
    store.load(quads(ONE))
    assert store.journal is not None
    store.journal.append(Patch(frozenset(quads(ONE)), frozenset(quads(TWO))), {"author": "a"})
    store.close()

    again = EmbeddedStore(tmp_path)

    assert 2 == again.revision
    assert [Literal("two")] == [quad.object for quad in again.match(NamedNode("urn:s"))]
    again.close()


def test_blank_nodes_keep_their_names_over_a_restart(tmp_path: Path) -> None:
    """Patches name blank nodes, so their names must last."""
    node = Quad(BlankNode("here"), NamedNode("urn:p"), Literal("x"), DefaultGraph())
    store = EmbeddedStore(tmp_path)
    store.load([node])
    store.close()

    again = EmbeddedStore(tmp_path)

    assert again.holds(node)
    again.close()


def test_the_shipped_catalogue_is_one_named_graph_a_file() -> None:
    """Whoever sees a triple must be able to tell its file."""
    root = resources.root()
    expected = {file.path.relative_to(root).as_posix() for file in CatalogueFolder(root).files()}

    expected |= {"catalogue"}  # what the catalogue says of itself
    graphs = {quad.graph_name.value for quad in catalogue_quads(root)}  # type: ignore[union-attr]

    assert {f"https://w3id.org/rolegraph/graph/{path}" for path in expected} == graphs


def test_fixed_queries_see_catalogue_and_ontology_but_not_shapes(
    shipped_store: EmbeddedStore,
) -> None:
    """Shapes are rules about data and would only confuse answers."""
    rows = shipped_store.select("SELECT DISTINCT ?type WHERE { ?thing a ?type }")
    types = {row["type"].value for row in rows}  # type: ignore[union-attr]

    assert "https://w3id.org/rolegraph/ontology#Role" in types
    assert "http://www.w3.org/2002/07/owl#Class" in types
    assert "http://www.w3.org/ns/shacl#NodeShape" not in types
