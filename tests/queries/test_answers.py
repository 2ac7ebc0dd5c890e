"""Every question has a tested answer, on the shipped catalogue and where need be on an example."""

from __future__ import annotations

from pathlib import Path

import pytest
from answers import (
    EXAMPLES,
    HERE,
    SHIPPED,
    add_document,
    query_of,
    read_expected,
    rows_of,
    shown,
    store_of,
)

from rolegraph import resources
from rolegraph.rdf.namespaces import ONTOLOGY, RDF
from rolegraph.rdf.terms import NamedNode
from rolegraph.sparql.library import QueryLibrary, answer
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads


@pytest.fixture(scope="module")
def store_with_versions() -> EmbeddedStore:
    """The shipped catalogue beside a later version of its document."""
    store = EmbeddedStore()
    store.load(catalogue_quads(resources.root()))
    add_document(store, "roles-v2.md")
    return store


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_answer_on_the_shipped_catalogue(
    path: Path,
    library: QueryLibrary,
    shipped_store: EmbeddedStore,
    store_with_versions: EmbeddedStore,
) -> None:
    """What the catalogue answers is what a person has found right."""
    expected = read_expected(path)
    store = store_with_versions if expected.documents else shipped_store

    found = answer(library[query_of(path)], expected.params, store.select)

    assert expected.rows == rows_of(found, expected.columns)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_answer_on_an_example(path: Path, library: QueryLibrary) -> None:
    """A query finds its fault where there is one, and only there."""
    expected = read_expected(path)
    store = store_of(path.with_suffix(".ttl"))

    found = answer(library[query_of(path)], expected.params, store.select)

    assert expected.rows == rows_of(found, expected.columns)


def test_every_query_has_a_tested_answer_with_rows(library: QueryLibrary) -> None:
    """A query that only ever answers nothing may just as well be broken."""
    tested = {query_of(path) for path in SHIPPED}
    with_rows = {query_of(path) for path in (*SHIPPED, *EXAMPLES) if read_expected(path).rows}

    assert set(library) == tested
    assert set(library) == with_rows


def test_every_column_is_compared_somewhere(library: QueryLibrary) -> None:
    """A column left out of all comparisons could hold anything."""
    compared: dict[str, set[str]] = {name: set() for name in library}
    for path in (*SHIPPED, *EXAMPLES):
        expected = read_expected(path)
        compared[query_of(path)] |= {*expected.columns, *expected.params}

    missing = {
        name: set(query.columns) - compared[name]
        for name, query in library.items()
        if set(query.columns) - compared[name]
    }

    assert {} == missing


def test_examples_and_their_answers_come_in_pairs() -> None:
    """An example without an expected answer would test nothing."""
    examples = {path.stem for path in (HERE / "examples").glob("*.ttl")}

    assert examples == {path.stem for path in EXAMPLES}


def test_entries_without_a_mapping_and_mapped_ones_are_all_entries(
    library: QueryLibrary, shipped_store: EmbeddedStore
) -> None:
    """Nothing falls between the two questions about frameworks."""
    every = {
        shown(quad.subject)
        for quad in shipped_store.match(
            None, NamedNode(RDF + "type"), NamedNode(ONTOLOGY + "ExternalRole")
        )
    }
    mapped = answer(library["framework-entries-matching-each-role"], {}, shipped_store.select)
    unmapped = answer(library["framework-entries-nothing-maps-to"], {}, shipped_store.select)

    matching = {shown(row["entry"]) for row in mapped.rows if "not" not in shown(row["match"])}
    others = {shown(row["entry"]) for row in unmapped.rows}

    assert every == matching | others
    assert set() == matching & others


def test_later_facts_do_not_change_the_order_of_rows(
    library: QueryLibrary, shipped_store: EmbeddedStore
) -> None:
    """Answers can be compared line by line, whatever order the store was filled in."""
    backwards = EmbeddedStore()
    quads = list(catalogue_quads(resources.root()))
    for part in (quads[1::2], quads[::2]):
        backwards.load(reversed(part))

    for query in library.values():
        if not any(parameter.required for parameter in query.parameters):
            forwards = answer(query, {}, shipped_store.select).rows

            assert forwards == answer(query, {}, backwards.select).rows, query.name
