"""Makes of a copy of the engine's files what query workers read.

Workers see neither the mark of the engine nor the graph of changes. Where the default graph is the
union of graphs, its triples are put into the copy's default graph, each once: a query then reads
one graph. On 900,000 triples a scan over a list of twenty graphs took thirty times as long.

`python -m rolegraph.store.copies.preparing FOLDER UNION` does so in a process of its own.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from rolegraph.rdf.namespaces import CHANGES_GRAPH, is_default_dataset_graph, is_engine_mark

_NICENESS = 10


def prepare(engine_files: Path, *, union: bool) -> None:
    """Prepare a copy of the engine's files in place.

    Args:
        engine_files: the folder of the copy, which nobody else has open.
        union: whether its default graph is to be the union of the default dataset graphs.

    Raises:
        OSError: the files cannot be read or written.
    """
    engine = ox.Store(str(engine_files))
    for graph in list(engine.named_graphs()):
        if graph.value == CHANGES_GRAPH or is_engine_mark(graph.value):
            engine.remove_graph(graph)
    if union:
        for graph in list(engine.named_graphs()):
            if isinstance(graph, ox.NamedNode) and is_default_dataset_graph(graph.value):
                engine.bulk_extend(_triples(engine, graph))
    engine.flush()


def _triples(engine: ox.Store, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield the triples of a graph as quads of the default graph.

    They are written by the engine and parsed again, side by side, which takes half the time of
    asking for them one by one. The names of blank nodes stay.
    """
    read, write = os.pipe()
    faults: list[BaseException] = []

    def dump() -> None:
        try:
            with os.fdopen(write, "wb") as output:
                engine.dump(output, format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
        except BaseException as error:  # noqa: BLE001 - raised again by who reads
            faults.append(error)

    dumping = threading.Thread(target=dump, daemon=True)
    dumping.start()
    with os.fdopen(read, "rb") as lines:
        yield from ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)
    dumping.join()
    if faults:
        raise faults[0]


def main() -> None:
    """Prepare the copy that the command line names, while others go first."""
    os.nice(_NICENESS)
    prepare(Path(sys.argv[1]), union=sys.argv[2] == "union")


if __name__ == "__main__":
    main()
