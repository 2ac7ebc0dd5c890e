"""Builds the engine anew from the journal, of which it is only a function."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from rolegraph.store.engine.engine import STAGED, apply_entry, replace_engine
from rolegraph.store.journal.dump import present_quads
from rolegraph.store.journal.entry_format import Entry
from rolegraph.store.journal.journal import Journal
from rolegraph.store.journal.provenance import described
from rolegraph.store.recovery.mark import DirectoryMark, write_mark

_REMOVED_AT_MOST = 500_000
"""Quads that were ever removed up to which they are held in memory."""


def rebuild(folder: Path, journal: Journal) -> tuple[ox.Store, DirectoryMark]:
    """Build the engine of a data directory from its journal, and put it in the place of the old.

    A crash leaves the old engine or the new one.

    Args:
        folder: the data directory, whose lock is held and whose engine is closed.
        journal: its journal.

    Returns:
        The engine, open, and its mark.

    Raises:
        OSError: the disk does not take it.
        SyntaxError, ValueError: the engine cannot take a commit of the journal.
    """
    staged = folder / STAGED
    shutil.rmtree(staged, ignore_errors=True)
    engine = ox.Store(str(staged))
    mark = fill(engine, journal, journal.entries)
    write_mark(engine, mark)
    engine.flush()
    del engine
    return replace_engine(folder), mark


def fill(engine: ox.Store, journal: Journal, entries: Sequence[Entry]) -> DirectoryMark:
    """Have an empty engine hold what commits lead to, and return the mark that fits it.

    Args:
        engine: the engine.
        journal: the journal.
        entries: its commits, from the first one on.
    """
    fill_with_data(engine, journal, entries)
    engine.bulk_extend(chain.from_iterable(map(described, entries)))
    last = entries[-1] if entries else None
    return DirectoryMark(last.revision if last else 0, len(engine), last.link if last else "")


def fill_with_data(engine: ox.Store, journal: Journal, entries: Sequence[Entry]) -> None:
    """Have an empty engine hold what commits lead to, without what is told of the commits."""
    if sum(entry.removed for entry in entries) <= _REMOVED_AT_MOST:
        engine.bulk_extend(present_quads(journal, entries))
    else:
        for entry in entries:
            apply_entry(engine, journal, entry)
