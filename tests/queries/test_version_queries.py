"""Two versions of a document: what counts as changed, and what only moved."""

from __future__ import annotations

from rolegraph.rdf.namespaces import compact, graph_of_file
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.sparql.library import QueryLibrary, answer
from rolegraph.sparql.library_results import text_of
from rolegraph.store.embedded import EmbeddedStore

HEAD = """
@base <https://w3id.org/rolegraph/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
QUOTE = "rg:quotedFrom [ oa:hasSource <document-versions/{version}> ; rg:sourceLine {line} ]"


def bullet(name: str, order: int, version: str, more: str = "") -> str:
    quote = QUOTE.format(version=version, line=order + 10)
    return (
        f'<responsibilities/{name}> a rg:Responsibility ; skos:prefLabel "{name}"@en ; {quote} ;'
        f' rg:verbatimText "{name}" ; rg:statementOrder {order} ; rg:statementOf <roles/r> {more} .'
    )


def reference(ordinal: int, title: str, url: str, version: str) -> str:
    quote = QUOTE.format(version=version, line=ordinal + 50)
    return (
        f'<references/r-{ordinal}> a rg:ReferenceEntry ; skos:prefLabel "{title}"@en ; {quote} ;'
        f' dcterms:title "{title}"@en ; rg:referenceOrdinal {ordinal} ; schema:url <{url}> .'
    )


def changes(library: QueryLibrary, first: list[str], second: list[str]) -> list[tuple[str, ...]]:
    """Return change, thing, property, value before and after, in order."""
    store = EmbeddedStore()
    for name, lines in (("first", first), ("second", second)):
        graph = NamedNode(graph_of_file(name))
        text = HEAD + "\n".join(lines)
        quads = parse(input=text, format=RdfFormat.TURTLE)
        store.load(Quad(q.subject, q.predicate, q.object, graph) for q in quads)
    values = {"from": "graphs/first", "to": "graphs/second"}
    found = answer(library["changes-between-two-versions"], values, store.select)
    columns = ("change", "thing", "property", "before", "after")
    return [tuple(compact(text_of(row.get(name))) for name in columns) for row in found.rows]


def test_bullets_that_change_places_are_reordered(library: QueryLibrary) -> None:
    """The order of responsibilities carries meaning for readers."""
    first = [bullet(name, order, "1") for order, name in enumerate("abc", 1)]
    second = [bullet(name, order, "2") for order, name in enumerate("bac", 1)]

    assert [
        ("reordered", "responsibilities/a", "rg:statementOrder", "1", "2"),
        ("reordered", "responsibilities/b", "rg:statementOrder", "2", "1"),
    ] == changes(library, first, second)


def test_bullets_that_move_up_after_a_removal_are_not_reordered(library: QueryLibrary) -> None:
    """One removal is one change."""
    first = [bullet(name, order, "1") for order, name in enumerate("abc", 1)]
    second = [bullet(name, order, "2") for order, name in enumerate("bc", 1)]

    assert [("removed", "responsibilities/a", "", "a", "")] == changes(library, first, second)


def test_retired_bullets_count_as_removed(library: QueryLibrary) -> None:
    """What is gone from the document may be kept in the graph, marked as retired."""
    first = [bullet("a", 1, "1")]
    second = [bullet("a", 1, "1", '; rg:status "retired"')]

    assert [("removed", "responsibilities/a", "", "a", "")] == changes(library, first, second)


def test_each_activity_that_comes_or_goes_is_named(library: QueryLibrary) -> None:
    """A bullet may name several activities; only those that differ are told."""
    first = [bullet("a", 1, "1", "; rg:refersToActivity <activities/x>, <activities/y>")]
    second = [bullet("a", 1, "2", "; rg:refersToActivity <activities/y>, <activities/z>")]

    assert [
        (
            "reinterpreted",
            "responsibilities/a",
            "rg:refersToActivity",
            "activities/x",
            "activities/z",
        )
    ] == changes(library, first, second)


def test_references_keep_their_identity_by_address(library: QueryLibrary) -> None:
    """`[2]` means a position; when the first reference goes, the second is not another one."""
    first = [
        reference(1, "One", "https://example.org/1", "1"),
        reference(2, "Two", "https://example.org/2", "1"),
    ]
    second = [reference(1, "Zwei", "https://example.org/2", "2")]

    assert [
        ("removed", "references/r-1", "", "https://example.org/1", ""),
        ("renamed", "references/r-1", "dcterms:title", "Two", "Zwei"),
        ("renumbered", "references/r-1", "rg:referenceOrdinal", "2", "1"),
    ] == changes(library, first, second)
