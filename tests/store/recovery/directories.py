"""Data directories for tests: with some commits, and as earlier versions left them."""

from __future__ import annotations

from pathlib import Path

from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.entry_format import END, encode_head, unsealed
from rolegraph.store.journal.reading import LogFile

LOG, STORE, SETTLED = "changes.rdfp", "store", "settled"


def quads(text: str) -> frozenset[Quad]:
    """Return the quads of TriG."""
    return frozenset(parse(text, format=RdfFormat.TRIG))


def written(folder: Path, commits: int = 4) -> frozenset[Quad]:
    """Make a data directory with commits that add and remove, and return its dataset."""
    store = EmbeddedStore(folder)
    before: frozenset[Quad] = frozenset()
    for number in range(1, commits + 1):
        added = quads(
            f"<urn:g> {{ <urn:s:{number}> <urn:p> 'one', 'two' }} <urn:t:{number}> <urn:q> 3 ."
        )
        gone = frozenset(quad for quad in before if quad.graph_name == NamedNode("urn:g"))
        said = {"author": f"Ada {number}", "message": f"commit {number}"}
        store.apply(Patch(removed=gone, added=added), said)
        before = added
    dataset = frozenset(store.data())
    store.close()
    return dataset


def dataset(folder: Path) -> tuple[int, frozenset[Quad]]:
    """Open a data directory, and return its revision and its quads."""
    store = EmbeddedStore(folder)
    try:
        return store.revision, frozenset(store.data())
    finally:
        store.close()


def as_format_1(path: Path) -> bytes:
    """Give a journal the form that earlier versions wrote, and return it."""
    content = path.read_bytes()
    old = b"".join(
        encode_head(unsealed(entry.headers))
        + content[entry.offset : entry.offset + entry.length]
        + END
        for entry in LogFile(path).whole()
    )
    path.write_bytes(old)
    return old
