"""Triples kept as N-Triples: a tenth of the memory that objects need, and searched without Python.

A line of N-Triples ends only where its triple does, since line breaks in literals are escaped, and
neither subject nor predicate has a blank in it. So what is asked here is answered by searching for
bytes; only the lines that were found become objects.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TypeVar

from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.terms import Quad, RdfFormat, Term, Triple, parse, serialize

_Statement = TypeVar("_Statement", Quad, Triple)
_TRIPLES = 50_000
"""How many triples one piece of the text has at most."""
_TYPE = f" <{RDF}type> ".encode()
_OBJECT = re.compile(rb'> _:(?=([^\s"<>]+) \.$)', re.MULTILINE)
"""A blank node as object: no literal has this at the end of its line, since it ends in a quote, a
language or a datatype."""
_SUBJECT = re.compile(rb"^_:(\S+)", re.MULTILINE)
_PREDICATE = re.compile(rb"^\S++ <([^>]*+)> [^\n]*+\n", re.MULTILINE)
"""Takes the whole line, so that no other place of it is tried."""
_RUNS = re.compile(rb"(\S+) [^\n]*+\n(?:\1 [^\n]*+\n)*+")
"""Lines about one subject, one after the other."""


class TripleText:
    """The triples of a file, in their order, repeated ones included; graph names are left out.

    Args:
        pieces: whole lines of N-Triples, as pyoxigraph writes them.
    """

    def __init__(self, pieces: Iterable[bytes] = ()) -> None:
        self.pieces: Sequence[bytes] = tuple(pieces)

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> TripleText:
        """Return the text of some triples."""
        triples = (quad.triple for quad in quads)
        return cls(_pieces(triples, RdfFormat.N_TRIPLES))

    @classmethod
    def parsed(cls, text: str, rdf_format: RdfFormat, base: str, mark: str) -> TripleText:
        """Return the triples of a text, of which only some are objects at a time.

        Args:
            text: what to parse.
            rdf_format: its format.
            base: IRI that relative references are resolved against.
            mark: what to put in front of each label of a blank node.

        Raises:
            SyntaxError: the text does not parse; has the place.
        """
        quads = parse(text, format=rdf_format, base_iri=base)
        if rdf_format.supports_datasets:
            pieces = _pieces((quad.triple for quad in quads), RdfFormat.N_TRIPLES)
        else:  # without names of graphs, N-Quads are the same
            pieces = _pieces(quads, RdfFormat.N_QUADS)
        return cls(_marked(piece, mark.encode()) for piece in pieces)

    def __add__(self, other: TripleText) -> TripleText:
        if not self.pieces or not other.pieces:
            return self if self.pieces else other
        return TripleText((*self.pieces, *other.pieces))

    def __len__(self) -> int:
        return self._length

    @cached_property
    def _length(self) -> int:
        return sum(piece.count(b"\n") for piece in self.pieces)

    def __iter__(self) -> Iterator[Quad]:
        for piece in self.pieces:
            yield from parse(piece, format=RdfFormat.N_TRIPLES)

    def has(self, text: str) -> bool:
        """Tell whether a text occurs anywhere, in whatever term."""
        wanted = text.encode()
        return any(wanted in piece for piece in self.pieces)

    def with_text(self, *texts: str) -> Iterator[Quad]:
        """Yield the triples in which one of some texts occurs, in whatever term."""
        wanted = [text.encode() for text in texts]
        for piece in self.pieces:
            places = {start: end for text in wanted for start, end in _lines(piece, text)}
            yield from _parsed(piece[start:end] for start, end in sorted(places.items()))

    def of_predicates(
        self, predicates: Iterable[str], subjects: Collection[str] | None = None
    ) -> Iterator[Quad]:
        """Yield the triples of some predicates, given by IRI.

        Args:
            predicates: their IRIs.
            subjects: the subjects as N-Triples have them, if only those of some are wanted.
        """
        wanted = [f" <{predicate}> ".encode() for predicate in predicates]
        about = None if subjects is None else {subject.encode() for subject in subjects}
        for piece in self.pieces:
            found: list[tuple[int, int]] = []
            for key in wanted:
                for start, end in _lines(piece, key):
                    gap = piece.index(b" ", start)
                    if piece.startswith(key, gap) and (about is None or piece[start:gap] in about):
                        found.append((start, end))
            yield from _parsed(piece[start:end] for start, end in sorted(found))

    def of_object(self, value: Term) -> Iterator[Quad]:
        """Yield the triples that have a term as their object."""
        ending = f" {value} .\n".encode()
        for piece in self.pieces:
            lines = (piece[start:end] for start, end in _lines(piece, ending))
            yield from (quad for quad in _parsed(lines) if quad.object == value)

    def of_blank_nodes(self) -> Iterator[Quad]:
        """Yield the triples that have a blank node as subject or object."""
        for piece in self.pieces:
            starts = {match.start() for match in _SUBJECT.finditer(piece)}
            starts |= {piece.rfind(b"\n", 0, m.start()) + 1 for m in _OBJECT.finditer(piece)}
            yield from _parsed(piece[at : piece.index(b"\n", at) + 1] for at in sorted(starts))

    @property
    def blank_labels(self) -> set[str]:
        """The labels of its blank nodes."""
        found: set[bytes] = set()
        for piece in self.pieces:
            found.update(_SUBJECT.findall(piece), _OBJECT.findall(piece))
        return {label.decode() for label in found}

    @cached_property
    def predicates(self) -> frozenset[str]:
        """The IRIs of the predicates."""
        found: set[bytes] = set()
        for piece in self.pieces:
            found.update(_PREDICATE.findall(piece))
        return frozenset(predicate.decode() for predicate in found)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """The subjects: `<IRI>` or `_:label`."""
        found: set[bytes] = set()
        for piece in self.pieces:
            found.update(_RUNS.findall(piece))
        return frozenset(subject.decode() for subject in found)

    @cached_property
    def instances(self) -> dict[str, list[str]]:
        """Class → the subjects that it is an `rdf:type` of, both as N-Triples have them."""
        found: dict[bytes, list[str]] = {}
        for piece in self.pieces:
            for start, end in _lines(piece, _TYPE):
                gap = piece.index(b" ", start)
                if piece.startswith(_TYPE, gap):
                    things = found.setdefault(piece[gap + len(_TYPE) : end - 3], [])
                    things.append(piece[start:gap].decode())
        return {kind.decode(): things for kind, things in found.items()}


def _pieces(statements: Iterable[_Statement], rdf_format: RdfFormat) -> Iterator[bytes]:
    left = iter(statements)
    while piece := serialize(islice(left, _TRIPLES), format=rdf_format):
        yield piece


def _marked(piece: bytes, mark: bytes) -> bytes:
    """Return lines with a mark in front of each label of a blank node."""
    if b"_:" not in piece:
        return piece
    piece = piece.replace(b"\n_:", b"\n_:" + mark)
    first = b"_:" + mark + piece[2:] if piece.startswith(b"_:") else piece
    return _OBJECT.sub(b"> _:" + mark, first)


def _lines(piece: bytes, text: bytes) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line that has a text in it."""
    at = piece.find(text)
    while at >= 0:
        end = piece.index(b"\n", at) + 1
        yield piece.rfind(b"\n", 0, at) + 1, end
        at = piece.find(text, end)


def _parsed(lines: Iterable[bytes]) -> Iterator[Quad]:
    return iter(parse(b"".join(lines), format=RdfFormat.N_TRIPLES))
