"""The engine's files, and what is done with an engine as a whole.

They are no truth of their own: all that is in them follows from the journal. So a folder that a
load has filled can take the place of the engine's, and one that it left behind is removed.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Quad, RdfFormat, parse
from rolegraph.store.files.durable import make_private_folder, sync_folder
from rolegraph.store.journal.entry_format import Entry
from rolegraph.store.journal.journal import Journal
from rolegraph.store.journal.patch_file import added_quads, removed_quads

LARGE = 2**26
"""A patch of more bytes goes through the engine's bulk loader."""
MANY = 20_000
"""More quads are added by the bulk loader, which sorts them into files of its own."""
STAGED = "loading"
"""The folder in which a load fills an engine, and the beginning of the names of its other files."""
FAULTS = (OSError, RuntimeError)
"""What the engine raises where its files cannot be read or written."""
ENGINE, _OLD = "store", "store.old"
_BATCH = 10_000
_TRIES, _PAUSE = 40, 0.05
"""How often it is tried to open an engine, and the seconds between."""


def tidy(folder: Path) -> None:
    """Remove what a load that was killed has left in a data directory."""
    engine, old = folder / ENGINE, folder / _OLD
    if old.exists() and not engine.exists():  # killed in between: the journal tells the rest
        old.rename(engine)
    for left in (old, *folder.glob(f"{STAGED}*")):
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink(missing_ok=True)


def open_engine(folder: Path) -> ox.Store:
    """Open the engine of a data directory, which only its owner can read."""
    make_private_folder(folder / ENGINE)
    return ox.Store(str(folder / ENGINE))


def open_to_read(folder: Path) -> ox.Store:
    """Open the engine of a data directory for reading, which another one may have open."""
    return ox.Store.read_only(str(folder / ENGINE))


def open_once_free(folder: Path) -> ox.Store | None:
    """Open the engine of a data directory; None where somebody reads on in one of before.

    Its files are locked until the last reader has ended, whoever has let go of it besides.
    """
    for _ in range(_TRIES):
        with suppress(*FAULTS):
            return open_engine(folder)
        time.sleep(_PAUSE)
    return None


def replace_engine(folder: Path) -> ox.Store:
    """Put the staged engine in the place of the present one, both of them closed, and open it."""
    if (folder / ENGINE).exists():
        (folder / ENGINE).rename(folder / _OLD)
    (folder / STAGED).chmod(0o700)
    (folder / STAGED).rename(folder / ENGINE)
    sync_folder(folder)
    engine = open_engine(folder)
    shutil.rmtree(folder / _OLD, ignore_errors=True)
    return engine


def apply(engine: ox.Store, patch: Patch) -> None:
    """Have an engine remove and add quads."""
    for quad in patch.removed:
        engine.remove(quad)
    if patch.number_added > MANY:
        # Half the time. A crash may leave a part of it; the journal has all, and is applied anew.
        if patch.may_add_blank_nodes:
            engine.bulk_extend(patch.added)
        else:  # half of it again, but blank nodes would be named anew
            most, more = patch.parts
            engine.bulk_load(most, format=RdfFormat.N_QUADS, lenient=True)
            engine.extend(parse(more, format=RdfFormat.N_QUADS))
    else:
        engine.extend(patch.added)


def apply_entry(engine: ox.Store, journal: Journal, entry: Entry) -> None:
    """Have an engine take in a commit of the journal, in bounded memory however large it is."""
    if entry.length <= LARGE:
        for piece in journal.pieces(entry):
            apply(engine, piece)
        return
    if entry.removed:
        remove(engine, removed_quads(journal.parts(entry)))
    engine.bulk_extend(added_quads(journal.parts(entry)))


def remove(engine: ox.Store, quads: Iterable[Quad]) -> int:
    """Remove quads that may come from the engine itself, and return how many they were."""
    number, rest = 0, iter(quads)
    while batch := list(islice(rest, _BATCH)):
        for quad in batch:
            engine.remove(quad)
        number += len(batch)
    return number
