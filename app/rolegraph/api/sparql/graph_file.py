"""A graph written out for a client: held in memory while small, else in a file."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from rolegraph.errors import NotFound
from rolegraph.rdf.media import MAPPING_FORMATS, Format, rdf_format
from rolegraph.rdf.namespaces import PREFIXES
from rolegraph.rdf.sssom.mapping_set import quads_of_mappings
from rolegraph.rdf.sssom.writing import written_mappings
from rolegraph.rdf.terms import DefaultGraph, NamedNode, RdfFormat
from rolegraph.store.embedded import EmbeddedStore

IN_MEMORY = 4 * 2**20
"""Bytes of a graph from which on it goes to a file, so that memory stays flat."""

Graph = NamedNode | DefaultGraph


class _Hashing:
    """Takes what the store writes, hashes it, and passes it on."""

    def __init__(self, target: IO[bytes] | None, content_type: str) -> None:
        self._target = target
        self._digest = hashlib.blake2b(content_type.encode(), digest_size=12)
        self.size = 0

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        self.size += len(data)
        if self._target is not None:
            self._target.write(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing; the target is read when all is written."""

    @property
    def etag(self) -> str:
        return f'"{self._digest.hexdigest()}"'


@dataclass(frozen=True)
class GraphFile:
    """A graph as bytes.

    Attributes:
        file: positioned at its beginning; the reader closes it.
        size: bytes.
        etag: strong entity tag of these bytes as this media type.
        revision: the revision it was read at.
    """

    file: IO[bytes]
    size: int
    etag: str
    revision: int


def write_graph(
    store: EmbeddedStore, graph: Graph | None, chosen: Format, content_type: str
) -> GraphFile:
    """Write a graph, or with None the dataset.

    Raises:
        NotFound: the graph is not there, or has no mappings where they are wanted.
    """
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - reader closes
    output = _Hashing(file, content_type)
    with store.reading() as revision:
        if isinstance(graph, NamedNode) and next(iter(store.match(graph=graph)), None) is None:
            file.close()
            raise NotFound(f"There is no graph <{graph.value}>.")
        try:
            _dump(store, graph, chosen, output)
        except NotFound:
            file.close()
            raise
    file.seek(0)
    return GraphFile(file, output.size, output.etag, revision)


def etag_of(store: EmbeddedStore, graph: Graph, chosen: Format, content_type: str) -> str:
    """Return the entity tag that `write_graph` would give, without keeping the bytes."""
    output = _Hashing(None, content_type)
    _dump(store, graph, chosen, output)
    return output.etag


def _dump(store: EmbeddedStore, graph: Graph | None, chosen: Format, output: _Hashing) -> None:
    if chosen in MAPPING_FORMATS:
        output.write(written_mappings(quads_of_mappings(store, graph), graph, chosen.name))
        return
    form = rdf_format(chosen)
    prefixes = PREFIXES if form in {RdfFormat.TURTLE, RdfFormat.TRIG} else None
    # `_Hashing` has what dump asks of a file: write and flush.
    store.dump(cast("BinaryIO", output), form, graph, prefixes)
