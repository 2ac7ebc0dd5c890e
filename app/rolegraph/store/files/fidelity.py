"""Tells which literals the engine will store in another form than they are written in.

pyoxigraph keeps numbers, dates and booleans as values: `"01"^^xsd:integer` comes back as `"1"`.
Where a catalogue's own files are concerned nothing is to change silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from rolegraph.errors import IllTyped
from rolegraph.rdf.namespaces import XSD, compact
from rolegraph.rdf.patch import typed_literals
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.rdf.turtle.places import TurtlePlaces
from rolegraph.rdf.values import well_formed
from rolegraph.rdf.values.lexical import BOUNDS, INTEGERS

_PREDICATE = NamedNode("urn:rolegraph:written-as")
_ANYTHING = f"{_PREDICATE} {_PREDICATE}".encode()
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


KEPT_AS: Mapping[str, str] = MappingProxyType(
    {datatype: XSD + "integer" for datatype in INTEGERS if datatype != XSD + "integer"}
    | {XSD + "dateTimeStamp": XSD + "dateTime"}
)
"""Datatype → the one that the engine keeps its values under."""


def is_mended(literal: Literal) -> bool:
    """Tell whether the engine would make a value of a literal that has none.

    `"300"^^xsd:byte` has no value, and comes back as the integer 300. What is ill-formed for the
    engine as well, such as `"many"^^xsd:byte`, stays as it is.
    """
    if literal.datatype.value not in KEPT_AS or well_formed(literal):
        return False
    return any(normalised([Quad(_PREDICATE, _PREDICATE, literal)]))


def require_values(quads: Iterable[Quad]) -> None:
    """Go on only if the engine would give no quad a value that it has not.

    Raises:
        IllTyped: it would.
    """
    for quad in quads:
        value = quad.object
        if isinstance(value, Literal):
            require_value(value)


def require_value(literal: Literal) -> None:
    """Go on only if the engine would not make a value of a literal that has none.

    Raises:
        IllTyped: it would.
    """
    if is_mended(literal):
        datatype = literal.datatype.value
        raise IllTyped(
            f"{shown_literal(literal)} is no {compact(datatype)}: {values_in_words(datatype)}. "
            "Correct the value or the datatype; nothing was changed in its place."
        )


def shown_literal(literal: Literal) -> str:
    """Return a literal for people, its datatype with a prefix."""
    return f'"{literal.value}"^^{compact(literal.datatype.value)}'


def values_in_words(datatype: str) -> str:
    """Say in words what the values of a datatype of `KEPT_AS` are."""
    if datatype not in BOUNDS:
        return "it is a date and time with a time zone"
    least, most = BOUNDS[datatype]
    if least is None:
        return f"it is a whole number of at most {most}"
    return f"it is a whole number of at least {least}" + (f" and at most {most}" if most else "")


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


def as_stored(quads: frozenset[Quad], text: bytes) -> frozenset[Quad]:
    """Return quads as the engine will give them back.

    Compared as written, "0.50" and "0.5" are two values; stored, they are one. A patch that
    removes one and adds the other would lose it.

    Args:
        quads: the quads.
        text: the same as N-Quads, in which what needs no change is recognised much faster.

    Raises:
        IllTyped: the engine would make a value of a literal that has none.
    """
    batch = as_stored_batch(list(quads), text) if may_change(text) else None
    return quads if batch is None else frozenset(batch)


def in_stored_form(quads: list[Quad]) -> list[Quad]:
    """Return quads as the engine will give them back, in their order; the very list if they are so.

    For what is judged before it is stored: files are judged as the store will have them.
    """
    changes = {change.written: change.stored for change in normalised(quads)}
    return list(_changed(quads, changes)) if changes else quads


def _changed(quads: Iterable[Quad], changes: Mapping[Literal, Literal]) -> Iterator[Quad]:
    for quad in quads:
        value = quad.object
        if isinstance(value, Literal) and value in changes:
            yield Quad(quad.subject, quad.predicate, changes[value], quad.graph_name)
        else:
            yield quad


def as_stored_batch(batch: list[Quad], text: bytes) -> list[Quad]:
    """Return quads as the engine will give them back, in their order; the very list if they are so.

    Args:
        batch: the quads.
        text: the same as N-Quads, in which what needs no change is recognised much faster.

    Raises:
        IllTyped: the engine would make a value of a literal that has none.
    """
    if not may_change(text):
        return batch
    require_values(batch)
    return in_stored_form(batch)


def may_change(text: bytes) -> bool:
    """Tell whether N-Quads or N-Triples have literals that the engine may store in another form."""
    return next(_unsure(typed_literals(text)), None) is not None


def stay(typed: Iterable[tuple[bytes, bytes]]) -> bool:
    """Tell whether the engine will store literals as they are written.

    Where it cannot be told without reading all of the text, the answer is no.

    Args:
        typed: value and datatype of each, as `typed_literals` gives them.
    """
    # Of a value with a quote in it this is the end. Such a value is never changed.
    lines = [b'%s "%s"^^<%s> .\n' % (_ANYTHING, *written) for written in _unsure(typed)]
    try:
        quads = list(ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES))
    except SyntaxError:
        return False
    return next(normalised(quads), None) is None


def _unsure(typed: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    """Yield value and datatype of each literal that the engine may store in another form."""
    return (
        (value, datatype)
        for value, datatype in typed
        if not _SURE.fullmatch(value + b" " + datatype)
    )


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
