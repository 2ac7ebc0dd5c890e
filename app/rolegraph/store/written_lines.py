"""Large bodies compared with a graph as text, without an object of Python for each quad."""

from __future__ import annotations

import io

from rolegraph.rdf.patch import WrittenPatch
from rolegraph.rdf.terms import DefaultGraph, NamedNode, RdfFormat
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.engine.reading import EngineReader
from rolegraph.store.files.fidelity import stay

_END = b" .\n"


def can_be_compared(patch: WrittenPatch) -> bool:
    """Tell whether the lines of a patch are surely those that the store would write.

    Then two of them are the same quad only if they are the same bytes.
    """
    return patch.is_plain and stay(patch.typed)


def lines_of(store: EmbeddedStore, graph: NamedNode | DefaultGraph) -> set[bytes]:
    """Return the quads of a graph as lines of N-Quads, as the engine writes them."""
    output = io.BytesIO()
    EngineReader.dump(store, output, RdfFormat.N_TRIPLES, graph)
    text = output.getvalue()
    if isinstance(graph, NamedNode):
        text = text.replace(_END, f" <{graph.value}>".encode() + _END)
    return set(text.splitlines(keepends=True))
