"""Says where in a Turtle, TriG, N-Triples or N-Quads text a subject or a triple is written.

No RDF library keeps the place of a triple. This reader is lazy: one regular expression cuts the
text into top-level statements, and only the statements of a wanted subject are read further.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rolegraph.rdf.namespaces import RDF, XSD
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Term
from rolegraph.rdf.turtle.tokens import (
    TOKEN,
    Lines,
    Scope,
    TokenSpan,
    TurtleBlock,
    blocks,
    unescape,
)

_FIRST = NamedNode(RDF + "first")
_REST = NamedNode(RDF + "rest")
_NIL = NamedNode(RDF + "nil")
_TYPE = NamedNode(RDF + "type")


@dataclass(frozen=True, slots=True)
class WrittenAt:
    """A triple as written.

    Nodes written as `[…]` and `(…)` have labels of this reader's own.
    """

    subject: Term
    predicate: NamedNode
    object: Term
    at_subject: TokenSpan
    at_predicate: TokenSpan
    at_object: TokenSpan


def list_cells(
    start: int, members: Sequence[tuple[Term, TokenSpan]]
) -> tuple[Term, list[WrittenAt]]:
    """Return the first node of a list, and the triples that make the list.

    Args:
        start: where the list begins in the text; it tells its nodes from those of other lists.
        members: the members and their places.
    """
    nodes: list[Term] = [*(BlankNode(f"at{start}n{n}") for n in range(len(members))), _NIL]
    found = []
    for node, following, (member, at) in zip(nodes, nodes[1:], members, strict=False):
        found.append(WrittenAt(node, _FIRST, member, at, at, at))
        found.append(WrittenAt(node, _REST, following, at, at, at))
    return nodes[0], found


class TurtlePlaces:
    """The places of one document.

    Args:
        text: the document, well-formed.
        base: IRI that relative references are resolved against.
    """

    def __init__(self, text: str, base: str) -> None:
        self.text = text
        self._base = base
        self._index: dict[str, list[TurtleBlock]] | None = None
        self._read: dict[int, list[WrittenAt]] = {}

    @cached_property
    def lines(self) -> Lines:
        """Lines and columns of the text."""
        return Lines(self.text)

    def blocks(self, subject: str) -> list[TurtleBlock]:
        """Return the statements that begin with a subject: an IRI, or `_:label`."""
        if self._index is None:
            self._index = {}
            for block in blocks(self.text, self._base):
                first = block.first
                name = first if first.startswith("_:") else first and block.scope.iri(first)
                self._index.setdefault(name or "", []).append(block)
        return self._index.get(subject, [])

    def subject(self, subject: str) -> TokenSpan | None:
        """Return where a subject's first statement names it."""
        for block in self.blocks(subject):
            return TokenSpan(block.span.start, block.span.start + len(block.first))
        return None

    def triples(self, subject: str) -> list[WrittenAt]:
        """Return the triples in the statements of a subject, those of nodes in `[…]` included."""
        return [triple for block in self.blocks(subject) for triple in self._triples(block)]

    def _triples(self, block: TurtleBlock) -> list[WrittenAt]:
        start = block.span.start
        if start not in self._read:
            self._read[start] = _Reader(self.text, block).read()
        return self._read[start]


class _Unreadable(Exception):
    """The statement has a form that this reader does not know."""


class _Reader:
    """Reads one statement by recursive descent."""

    def __init__(self, text: str, block: TurtleBlock) -> None:
        self._scope: Scope = block.scope
        self._tokens = [
            (match.lastgroup or "", match[0], match.start(), match.end())
            for match in TOKEN.finditer(text, block.span.start, block.span.end)
            if match.lastgroup != "skip"
        ]
        self._next = 0
        self._found: list[WrittenAt] = []

    def read(self) -> list[WrittenAt]:
        try:
            subject, span = self._node()
            if not self._at_end():
                self._predicates(subject, span)
        except (_Unreadable, IndexError, ValueError):
            pass  # what was read so far still has its places
        return self._found

    def _at_end(self) -> bool:
        return self._next >= len(self._tokens)

    def _peek(self) -> str:
        return "" if self._at_end() else self._tokens[self._next][1]

    def _predicates(self, subject: Term, at_subject: TokenSpan) -> None:
        while not self._at_end() and self._peek() not in {"]", "}", "."}:
            if self._peek() == ";":
                self._next += 1
                continue
            predicate, at_predicate = self._node()
            if not isinstance(predicate, NamedNode):
                raise _Unreadable
            while True:
                value, at_value = self._node()
                self._found.append(
                    WrittenAt(subject, predicate, value, at_subject, at_predicate, at_value)
                )
                if self._peek() != ",":
                    break
                self._next += 1
            if self._peek() not in {";", "]", "}", ".", ""}:
                return  # the graph name of N-Quads

    def _node(self) -> tuple[Term, TokenSpan]:
        kind, text, start, end = self._tokens[self._next]
        self._next += 1
        if kind in {"iri", "name"}:
            iri = self._scope.iri(text)
            if iri is None:
                raise _Unreadable
            return NamedNode(iri), TokenSpan(start, end)
        if kind == "blank":
            return BlankNode(text[2:]), TokenSpan(start, end)
        if kind == "string":
            return self._literal(text, start, end)
        if kind in {"number", "word"}:
            return _plain(kind, text), TokenSpan(start, end)
        if text == "[":
            return self._properties(start)
        if text == "(":
            return self._collection(start)
        raise _Unreadable

    def _literal(self, text: str, start: int, end: int) -> tuple[Term, TokenSpan]:
        quotes = 3 if text[:3] in {'"""', "'''"} else 1
        value = unescape(text[quotes:-quotes])
        if not self._at_end():
            kind, following, _, stop = self._tokens[self._next]
            if kind == "language":
                self._next += 1
                return Literal(value, language=following[1:]), TokenSpan(start, stop)
            if following == "^^":
                self._next += 1
                datatype, span = self._node()
                if not isinstance(datatype, NamedNode):
                    raise _Unreadable
                return Literal(value, datatype=datatype), TokenSpan(start, span.end)
        return Literal(value), TokenSpan(start, end)

    def _properties(self, start: int) -> tuple[Term, TokenSpan]:
        node = BlankNode(f"at{start}")
        self._predicates(node, TokenSpan(start, start + 1))
        if self._peek() != "]":
            raise _Unreadable
        self._next += 1
        return node, TokenSpan(start, self._tokens[self._next - 1][3])

    def _collection(self, start: int) -> tuple[Term, TokenSpan]:
        items = []
        while self._peek() != ")":
            items.append(self._node())
        self._next += 1
        first, cells = list_cells(start, items)
        self._found += cells
        return first, TokenSpan(start, self._tokens[self._next - 1][3])


def _plain(kind: str, text: str) -> Term:
    if kind == "number":
        local = "double" if "e" in text.lower() else "decimal" if "." in text else "integer"
    elif text == "a":
        return _TYPE
    elif text in {"true", "false"}:
        local = "boolean"
    else:
        raise _Unreadable
    return Literal(text, datatype=NamedNode(XSD + local))
