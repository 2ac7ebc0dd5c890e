"""Compares the files of a catalogue at two git revisions, or at one and as they are now."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from rolegraph.checking.changes.meaning import Meaning, meaning
from rolegraph.checking.changes.states import read_state, state_at
from rolegraph.checking.files.selecting import catalogue_root
from rolegraph.errors import InputError
from rolegraph.resources import MANIFEST


def compare(place: Path, old: str, new: str | None, shipped: Path) -> Meaning:
    """Return what changed.

    Args:
        place: the folder of a catalogue, or a place in one.
        old: a git revision.
        new: a later one; None for the files as they are.
        shipped: the folder of the shipped catalogue.

    Raises:
        InputError: there is no catalogue, no git repository or no such revision, or a file does
            not parse.
    """
    if not place.exists():
        raise InputError(f"{place}: no such folder.")
    root = catalogue_root(place.resolve())
    if root is None:
        raise InputError(
            f"{place}: no catalogue is here; neither this folder nor one around it has a "
            f"{MANIFEST}, or the folders ontology/, shapes/ and data/."
        )
    with ExitStack() as stack:
        before = stack.enter_context(state_at(root, old, shipped))
        if new is None:
            after = read_state(root, shipped, "as it is now")
        else:
            after = stack.enter_context(state_at(root, new, shipped))
        return meaning(before, after)
