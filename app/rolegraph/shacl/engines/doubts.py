"""What an engine may judge otherwise than the specifications.

Measured with the table of verdicts in `tests/verdicts.py`. What stands here is judged by
`shacl/evaluation` in the engine's place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from itertools import islice

from rolegraph.rdf.namespaces import RDF, SH, XSD
from rolegraph.rdf.terms import Literal, NamedNode, Term
from rolegraph.rdf.values.lexical import is_well_formed
from rolegraph.rdf.values.order import NUMBERS
from rolegraph.rdf.values.patterns import is_plain_pattern
from rolegraph.shacl.evaluation.queries.constraint import QueryConstraint
from rolegraph.shacl.evaluation.shape import QUERY
from rolegraph.shacl.results import term_text
from rolegraph.shacl.shapes import Shapes

_RANGES = ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive")
_PAIRS = ("lessThan", "lessThanOrEquals")
_ORDERED = frozenset(XSD + name for name in ("boolean", "date", "dateTime", "time"))
"""The types, beside numbers, whose order the fast engine knows."""
_TYPED = re.compile(
    rb'"([^"\\\n]*(?:\\.[^"\\\n]*)*)"\^\^<http://www\.w3\.org/2001/XMLSchema#(\w+)>'
)
_TYPE_MARK = b'"^^<' + XSD.encode()
_SHORT_NUMBER = re.compile(r"[+-]?[0-9]{0,15}(?:\.[0-9]{0,15})?(?:[eE][+-]?[0-9]{1,2})?")
_OUR_ERA = re.compile(r"[12][0-9]{3}-(?!.*T24)")
_STRANGE = {
    b"\\": (b"\\r", b"\\u"),
    b"\x00": (b"\x00",),
    b"\xef": (b"\xef\xbf\xbe", b"\xef\xbf\xbf"),
}
"""As N-Triples write the characters that `.` does not match, or that are no text.

They stand under their first byte: a single byte is found thirty times as fast.
"""
_LINES = 50_000


@dataclass(frozen=True)
class Odd:
    """What is unusual about some data.

    Attributes:
        types: datatypes of literals that are ill-formed, or that an engine may not read.
        present: datatypes that there are literals of.
        strange: whether there are texts with characters that engines differ about.
    """

    types: frozenset[str] = frozenset()
    present: frozenset[str] = frozenset()
    strange: bool = False

    @classmethod
    def of(cls, text: bytes) -> Odd:
        """Return what is unusual about N-Triples or N-Quads."""
        found = set(_typed(text))
        types = {name for form, name in found if not _is_usual(form, name)}
        present = {name for _, name in found}
        return cls(_iris(types), _iris(present), _is_strange(text))

    @classmethod
    def of_lines(cls, lines: Iterable[bytes]) -> Odd:
        """Return what is unusual about the lines of a file, without holding all of them."""
        iterator = iter(lines)
        return cls.of_pieces(iter(lambda: b"".join(islice(iterator, _LINES)), b""))

    @classmethod
    def of_pieces(cls, pieces: Iterable[bytes]) -> Odd:
        """Return what is unusual about a text in pieces."""
        return reduce(cls.__or__, map(cls.of, pieces), cls())

    def __or__(self, other: Odd) -> Odd:
        return Odd(
            self.types | other.types, self.present | other.present, self.strange or other.strange
        )


def _typed(text: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield form and type of the literals of XML Schema's types: a line has at most one literal."""
    at = text.find(_TYPE_MARK)
    while at >= 0:
        literal = _TYPED.match(text, text.index(b'"', text.rfind(b"\n", 0, at) + 1))
        if literal:
            yield literal[1], literal[2]
        end = text.find(b"\n", at)
        at = -1 if end < 0 else text.find(_TYPE_MARK, end)


def _is_strange(text: bytes) -> bool:
    return any(mark in text for first, marks in _STRANGE.items() if first in text for mark in marks)


def _iris(names: set[bytes]) -> frozenset[str]:
    return frozenset(XSD + name.decode() for name in names)


def _is_usual(form: bytes, name: bytes) -> bool:
    if b"\\" in form:
        return False
    return is_usual(form.decode(), XSD + name.decode())


def is_usual(text: str, datatype: str) -> bool:
    """Tell whether every engine takes a literal for what it is."""
    if not is_well_formed(text, datatype):
        return False
    if datatype in NUMBERS:
        return _SHORT_NUMBER.fullmatch(text) is not None
    name = datatype.removeprefix(XSD)
    if name in {"date", "dateTime", "dateTimeStamp"}:
        return _OUR_ERA.match(text) is not None
    return name != "time" or not text.startswith("24")


Doubts = Callable[[Shapes, str, list[QueryConstraint]], Iterator[str]]
"""Yields the components of a shape whose verdicts are in doubt."""


def of_reference(shapes: Shapes, shape: str, queries: list[QueryConstraint]) -> Iterator[str]:
    """Yield what pySHACL may get wrong: values are those of Python, patterns as well."""
    for key in ("datatype", "pattern", *_RANGES, *_PAIRS):
        if shapes.values(shape, SH + key):
            yield component(key)
    if any(query.compares for query in queries) or _walks(shapes, shape):
        yield QUERY


@dataclass(frozen=True)
class OfFast:
    """Yields what the fast engine may get wrong with some data."""

    odd: Odd = field(default_factory=Odd)

    def __call__(self, shapes: Shapes, shape: str, queries: list[QueryConstraint]) -> Iterator[str]:
        """Yield components of a shape."""
        flags = "".join(map(_text, shapes.values(shape, SH + "flags")))
        judges: dict[str, Callable[[Term], bool]] = {
            "datatype": self._datatype,
            **dict.fromkeys(_RANGES, self._range),
            **dict.fromkeys(_PAIRS, lambda _: True),
            "pattern": lambda term: self._pattern(_text(term), flags),
            "closed": lambda _: bool(shapes.values(shape, SH + "path")),
        }
        for key, doubted in judges.items():
            if any(doubted(term) for term in shapes.values(shape, SH + key)):
                yield component(key)
        # Without a value the fast engine reports the focus node, which is right in a node shape;
        # of a value that is counted or comes from an inner query it may report none.
        on_property = bool(shapes.values(shape, SH + "path"))
        valued = all(q.gives_value or not (on_property or q.selects_value) for q in queries)
        if not valued or any(map(self._query, queries)) or _walks(shapes, shape):
            yield QUERY

    def _datatype(self, datatype: Term) -> bool:
        iri = _text(datatype)
        text = self.odd.strange and iri in {XSD + "string", RDF + "langString"}
        return text or iri in self.odd.types

    def _range(self, limit: Term) -> bool:
        if not isinstance(limit, Literal):
            return True
        datatype, odd = limit.datatype.value, self.odd
        if not is_usual(limit.value, datatype):
            return True
        if datatype in NUMBERS:
            return bool(odd.types & NUMBERS) or limit.value in {"INF", "-INF", "+INF", "NaN"}
        if datatype in _ORDERED:
            return datatype in odd.types or XSD + "dateTimeStamp" in odd.present
        return True

    def _pattern(self, pattern: str, flags: str) -> bool:
        return self.odd.strange or not is_plain_pattern(pattern, flags)

    def _query(self, query: QueryConstraint) -> bool:
        if not query.compares:
            return False
        from rolegraph.shacl.evaluation.queries.reads import KINDS  # loads rdflib's SPARQL

        if KINDS in query.compares:
            return True
        return bool(self.odd.types or self.odd.strange)


def _walks(shapes: Shapes, shape: str) -> bool:
    """Tell whether a query has `$PATH` for more than one predicate."""
    paths = shapes.values(shape, SH + "path")
    return any(not isinstance(path, NamedNode) for path in paths) and any(
        "$PATH" in (shapes.text(term_text(node), SH + "select") or "")
        for node in shapes.values(shape, SH + "sparql")
    )


def component(key: str) -> str:
    """Return the local name of the component that a parameter belongs to."""
    return f"{key[0].upper()}{key[1:]}ConstraintComponent"


def _text(term: Term) -> str:
    return term.value if isinstance(term, Literal | NamedNode) else str(term)
