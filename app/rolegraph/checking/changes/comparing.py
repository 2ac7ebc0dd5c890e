"""Compares the files of a catalogue at two git revisions, or at one and as they are now."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from rolegraph.checking.changes.meaning import Meaning, meaning
from rolegraph.checking.changes.states import read_state, state_at
from rolegraph.checking.files.given_names import absent
from rolegraph.checking.files.revisions import repository
from rolegraph.checking.files.selecting import catalogue_root
from rolegraph.checking.files.sources import FileSelection
from rolegraph.errors import InputError
from rolegraph.resources import MANIFEST


def compare(
    place: Path,
    old: str,
    new: str | None,
    shipped: Path,
    *,
    shapes: tuple[Path, ...] = (),
    ontology: tuple[Path, ...] = (),
) -> Meaning:
    """Return what changed.

    Args:
        place: the folder of a catalogue, or a place in one; with shapes or an ontology, any folder
            or file of data.
        old: a git revision.
        new: a later one; None for the files as they are.
        shipped: the folder of the shipped catalogue.
        shapes: those to judge by, where they are not those of a catalogue.
        ontology: the words of the data, likewise.

    Raises:
        InputError: there is no catalogue, no git repository or no such revision, or a file does
            not parse.
    """
    for path in (place, *shapes, *ontology):
        if not path.exists():
            raise absent(path)
    if shapes or ontology:
        top = repository(place if place.is_dir() else place.parent)
        selection = FileSelection((place.resolve(),), ontology, shapes, within=top)
        root = top
    else:
        root = _root(place)
        top = repository(root)
        selection = FileSelection((root,))
    with ExitStack() as stack:
        before = stack.enter_context(state_at(selection, top, old, shipped))
        if new is None:
            after = read_state(selection, root, shipped, "as it is now", before)
        else:
            after = stack.enter_context(state_at(selection, top, new, shipped, before))
        return meaning(before, after)


def _root(place: Path) -> Path:
    root = catalogue_root(place.resolve())
    if root is None:
        raise InputError(
            f"{place}: no catalogue is here; neither this folder nor one around it has a "
            f"{MANIFEST}, or the folders ontology/, shapes/ and data/. For files of your own, name "
            "the shapes: --shapes PATH."
        )
    return root
