"""A large commit on its way into the copies that queries read."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from rolegraph.rdf.namespaces import CHANGES_GRAPH
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.inside.replica import LARGE, WorkerReplica
from rolegraph.store.workers.processes.replication import replica_patch

SAYS = NamedNode("urn:test:says")
LONG = "much " * 5000


def quads(subject: NamedNode | BlankNode) -> frozenset[Quad]:
    return frozenset(Quad(subject, SAYS, Literal(f"{n} {LONG}")) for n in range(200))


@pytest.mark.parametrize("subject", [NamedNode("urn:test:a"), BlankNode("kept")], ids=str)
def test_a_large_patch_names_things_as_the_commit_did(subject: NamedNode | BlankNode) -> None:
    """The next patch removes a blank node by its name; the engine's loader would give it another."""
    added = quads(subject)
    store, replica = EmbeddedStore(), WorkerReplica()
    sent: list[tuple[bytes, bytes]] = []
    store.on_commit(lambda _, patch: sent.append(replica_patch(store, patch, union=False).whole))
    store.apply(Patch(added=added), {})
    store.apply(Patch(removed=added), {})

    (removed, text), after = sent
    assert len(text) > LARGE
    replica.apply(1, removed, text)
    assert frozenset(replica.full) == added == store.journal.patch(store.entries()[0]).added
    replica.apply(2, *after)
    assert not len(replica.full)


def test_replicas_get_no_line_of_the_graph_of_changes() -> None:
    """It grows with each commit; a literal that looks like its lines is no part of it."""
    sly = Literal(f"x <{CHANGES_GRAPH}> .\n")
    quad = Quad(NamedNode("urn:test:a"), SAYS, sly, NamedNode("urn:test:g"))
    store = EmbeddedStore()
    sent: list[bytes] = []
    store.on_commit(lambda _, patch: sent.append(replica_patch(store, patch, union=False).added))
    store.apply(Patch(added=frozenset({quad})), {"author": "test", "message": "Said."})

    assert set(ox.parse(sent[0], format=ox.RdfFormat.N_QUADS)) == {quad}
    assert len(store.journal.entries) == 1
