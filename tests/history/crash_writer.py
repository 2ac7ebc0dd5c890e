"""A process that commits from several threads until it is killed; tells of each commit on stdout.

Usage: crash_writer.py DATA_DIR ROUND
"""

from __future__ import annotations

import os
import random
import sys
import threading
from pathlib import Path

from rolegraph.history.commit import Committer
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.store import embedded
from rolegraph.store.embedded import EmbeddedStore

WRITERS = 4
GRAPH = NamedNode("urn:graph")


def pair(name: str) -> frozenset[Quad]:
    """Two quads that are there together or not at all; long, so that writing takes a moment."""
    subject = NamedNode(f"urn:{name}")
    text = Literal(name * random.Random(name).randrange(1, 2000))
    return frozenset(Quad(subject, NamedNode(f"urn:{part}"), text, GRAPH) for part in ("a", "b"))


def write(committer: Committer, name: str) -> None:
    """Commit for ever: each adds a pair and now and then takes the one before away."""
    for number in range(1_000_000):
        mine = f"{name}-{number}"
        gone = pair(f"{name}-{number - 1}") if number % 3 == 2 else frozenset()
        commit = committer.commit(Patch(gone, pair(mine)), author=name, message=mine)
        os.write(1, f"{commit.revision} {mine}\n".encode())


def main() -> None:
    folder, turn = Path(sys.argv[1]), sys.argv[2]
    embedded._SETTLE_AFTER = 5  # so that the engine is killed while it settles as well
    committer = Committer(EmbeddedStore(folder), None)
    os.write(1, b"ready\n")
    for writer in range(WRITERS):
        name = f"{turn}-{writer}"
        threading.Thread(target=write, args=(committer, name), daemon=False).start()


if __name__ == "__main__":
    main()
