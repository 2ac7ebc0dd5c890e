"""Tells which literals the engine will store in another form than they are written in.

pyoxigraph keeps numbers, dates and booleans as values: `"01"^^xsd:integer` comes back as `"1"`.
Where a catalogue's own files are concerned nothing is to change silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.rdf.turtle_places import TurtlePlaces

_PREDICATE = NamedNode("urn:rolegraph:written-as")
_KEPT = frozenset(
    {
        "http://www.w3.org/2001/XMLSchema#string",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
    }
)
_SURE = re.compile(
    rb"(?:(?:0|-?[1-9][0-9]{0,17}) http://www\.w3\.org/2001/XMLSchema#integer)"
    rb"|(?:(?:true|false) http://www\.w3\.org/2001/XMLSchema#boolean)"
)
"""Value and datatype of literals of which it is known that they stay as they are."""


@dataclass(frozen=True)
class Normalised:
    """A literal that is stored in another form.

    Attributes:
        written: as the file has it.
        stored: as it will be read back.
        quad: the first quad that has it.
    """

    written: Literal
    stored: Literal
    quad: Quad


def normalised(quads: Iterable[Quad]) -> Iterator[Normalised]:
    """Yield each literal among `quads` that the engine changes, once."""
    first: dict[Literal, Quad] = {}
    for quad in quads:
        value = quad.object
        if isinstance(value, Literal) and value.datatype.value not in _KEPT:
            first.setdefault(value, quad)
    store = ox.Store()
    for number, (literal, quad) in enumerate(first.items()):
        subject = NamedNode(f"urn:rolegraph:literal:{number}")
        store.add(Quad(subject, _PREDICATE, literal))
        (kept,) = store.quads_for_pattern(subject, _PREDICATE, None)
        stored = kept.object
        if isinstance(stored, Literal) and stored != literal:
            yield Normalised(literal, stored, quad)


def as_stored(quads: Iterable[Quad]) -> set[Quad]:
    """Return quads as the engine will give them back.

    Compared as written, "0.50" and "0.5" are two values; stored, they are one. A patch that
    removes one and adds the other would lose it.
    """
    given = set(quads)
    changes = {change.written: change.stored for change in normalised(given)}
    if not changes:
        return given
    return {
        Quad(quad.subject, quad.predicate, changes[quad.object], quad.graph_name)
        if isinstance(quad.object, Literal) and quad.object in changes
        else quad
        for quad in given
    }


def as_stored_batch(batch: list[Quad], text: bytes) -> list[Quad]:
    """Return quads as the engine will give them back, in their order; the very list if they are so.

    Args:
        batch: the quads.
        text: the same as N-Quads, in which what needs no change is recognised much faster.
    """
    if not may_change(text):
        return batch
    changes = {change.written: change.stored for change in normalised(batch)}
    if not changes:
        return batch
    return [
        Quad(quad.subject, quad.predicate, changes[quad.object], quad.graph_name)
        if isinstance(quad.object, Literal) and quad.object in changes
        else quad
        for quad in batch
    ]


def may_change(text: bytes) -> bool:
    """Tell whether N-Quads or N-Triples have literals that the engine may store in another form."""
    written = {
        (before[before.rfind(b'"') + 1 :], after[: after.find(b">")])
        for before, after in pairwise(text.split(b'"^^<'))
    }
    return not all(_SURE.fullmatch(value + b" " + datatype) for value, datatype in written)


def warnings(path: Path, quads: Sequence[Quad], base: str) -> Iterator[str]:
    """Yield a line of text for each literal of a Turtle file that will be stored differently.

    Args:
        path: the file.
        quads: what it says.
        base: the base IRI it was read with.
    """
    places = None
    for change in normalised(quads):
        if places is None:
            places = TurtlePlaces(path.read_text(encoding="utf-8"), base)
        line = _line(places, change.quad)
        at = f"{path}:{line}" if line else str(path)
        yield (
            f"{at}: {change.written} is stored as {change.stored}; write it so in the file, and "
            "both agree."
        )


def _line(places: TurtlePlaces, quad: Quad) -> int | None:
    subject = quad.subject
    name = subject.value if isinstance(subject, NamedNode) else f"_:{subject}"
    for written in places.triples(name):
        if (written.predicate, written.object) == (quad.predicate, quad.object):
            return places.lines.place(written.at_object.start)[0]
    return None
