"""Writes the dataset of a snapshot as N-Quads to standard output, while others go first.

`python -m rolegraph.store.copies.feeding FOLDER [default]`. With `default` it writes the default
graph only, which is the union of graphs in a copy that has one. A process of its own, so that
neither the server nor the process that it feeds waits for it.
"""

from __future__ import annotations

import sys

import pyoxigraph as ox

from rolegraph.sandbox.confinement import die_with_parent

DEFAULT_GRAPH = "default"
NICENESS = 10
"""At which it is to run, from its first instruction on: to import modules takes 60 ms."""


def main() -> None:
    """Write the snapshot that the command line names."""
    die_with_parent()
    snapshot, output = ox.Store.read_only(sys.argv[1]), sys.stdout.buffer
    if sys.argv[2:] == [DEFAULT_GRAPH]:
        snapshot.dump(output, format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    else:
        snapshot.dump(output, format=ox.RdfFormat.N_QUADS)


if __name__ == "__main__":
    main()
