"""What the change log says of each commit, as PROV-O in the graph of changes.

A revision is a `prov:Entity`, made by a commit, a `prov:Activity`, of an author, a `prov:Agent`
(https://www.w3.org/TR/prov-o/). All of it follows from the journal, so it is no part of a patch:
the engine gets it beside the patch, and again when the journal is read at start.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from rolegraph.rdf.namespaces import CHANGES_GRAPH, DCTERMS, ONTOLOGY, PROV, RDF, SKOS, XSD
from rolegraph.rdf.terms import Literal, NamedNode, Quad, integer
from rolegraph.store.journal.entry_format import Entry

_GRAPH = NamedNode(CHANGES_GRAPH)


def revision_iri(revision: int) -> str:
    """Return the IRI of a revision of the dataset."""
    return f"{CHANGES_GRAPH}#revision-{revision}"


def commit_iri(revision: int) -> str:
    """Return the IRI of the commit that made a revision."""
    return f"{CHANGES_GRAPH}#commit-{revision}"


def agent_iri(author: str) -> str:
    """Return the IRI of an author."""
    return f"{CHANGES_GRAPH}#agent-{quote(author, safe='')}"


def described(entry: Entry) -> frozenset[Quad]:
    """Return what the graph of changes says of a commit: at most sixteen quads."""
    return frozenset(_described(entry))


def _described(entry: Entry) -> Iterator[Quad]:
    revision, commit = (NamedNode(f(entry.revision)) for f in (revision_iri, commit_iri))
    moment = Literal(entry.time, datatype=NamedNode(XSD + "dateTime"))
    yield _quad(revision, RDF + "type", NamedNode(PROV + "Entity"))
    yield _quad(revision, ONTOLOGY + "revisionNumber", integer(entry.revision))
    yield _quad(revision, PROV + "wasGeneratedBy", commit)
    yield _quad(revision, PROV + "generatedAtTime", moment)
    yield _quad(commit, RDF + "type", NamedNode(PROV + "Activity"))
    yield _quad(commit, PROV + "endedAtTime", moment)
    yield _quad(commit, ONTOLOGY + "quadsAdded", integer(entry.added))
    yield _quad(commit, ONTOLOGY + "quadsRemoved", integer(entry.removed))
    if entry.revision > 1:
        parent = NamedNode(revision_iri(entry.revision - 1))
        yield _quad(revision, PROV + "wasRevisionOf", parent)
        yield _quad(commit, PROV + "used", parent)
    if entry.message:
        yield _quad(commit, DCTERMS + "description", Literal(entry.message))
    if entry.author:
        agent = NamedNode(agent_iri(entry.author))
        yield _quad(commit, PROV + "wasAssociatedWith", agent)
        yield _quad(revision, PROV + "wasAttributedTo", agent)
        yield _quad(agent, RDF + "type", NamedNode(PROV + "Agent"))
        yield _quad(agent, SKOS + "prefLabel", Literal(entry.author))


def _quad(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Quad:
    return Quad(subject, NamedNode(predicate), value, _GRAPH)
