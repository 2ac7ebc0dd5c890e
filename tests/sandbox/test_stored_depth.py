"""No term is stored that a later reader could not read, whatever the way that it comes."""

from __future__ import annotations

import pytest

from rolegraph.errors import Diverged, Unreadable
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, Triple
from rolegraph.rdf.uploads.nesting import READABLE
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.entry_format import decode_patch, encode_patch

S, P = NamedNode("urn:s"), NamedNode("urn:p")


def nested(levels: int) -> Quad:
    """Return a quad whose object nests so many levels."""
    term: Triple | NamedNode = NamedNode("urn:o")
    for _ in range(levels):
        term = Triple(S, P, term)
    return Quad(S, P, term)


def lines(levels: int) -> bytes:
    """Return the lines of a journal entry that adds such a quad."""
    term = "<urn:s> <urn:p> "
    return f"A {term}{f'<<( {term}' * levels}<urn:o>{' )>>' * levels} .\n".encode()


def test_a_commit_takes_what_can_be_read_again_and_no_more() -> None:
    """Updates and programs make terms that no upload has brought."""
    patch = Patch(added=frozenset([nested(READABLE)]))
    assert patch == decode_patch(encode_patch(patch))

    store = EmbeddedStore()
    with pytest.raises(Unreadable):
        store.apply(Patch(added=frozenset([nested(READABLE + 1)])))
    assert (0, []) == (store.revision, list(store.match()))


def test_a_replica_takes_no_commit_that_it_could_not_read_again() -> None:
    """A damaged leader must not end its replicas, one after the other."""
    store = EmbeddedStore()

    with pytest.raises(Diverged, match="nests deeper"):
        store.replay({"revision": "1", "parent": "0"}, lines(READABLE + 1))
    assert 0 == store.revision
