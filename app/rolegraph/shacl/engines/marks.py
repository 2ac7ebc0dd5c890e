"""Tells which SPARQL constraint of a shape a result of the fast engine is about.

The engine does not say. So where a shape has several constraints, the copy of the shapes that the
engine gets has a mark in front of each message, which is taken out of the results again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rolegraph.rdf.namespaces import SH
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, RdfFormat, Term, Triple, serialize
from rolegraph.shacl.results import read_term, term_text
from rolegraph.shacl.shapes import Shapes

_MESSAGE = NamedNode(SH + "message")
_MARK = re.compile("\ue000(\\d+)\ue001")


class EngineMarks:
    """The marked copy of a shapes graph.

    Args:
        shapes: the shapes.
    """

    def __init__(self, shapes: Shapes) -> None:
        self._only: dict[str, str] = {}
        self._numbered: list[str] = []
        triples = set(shapes.triples)
        for shape, constraints in shapes.constraints.items():
            names = [term_text(node) for node in constraints]
            if len(names) == 1:
                self._only[shape] = names[0]
                continue
            for name in names:
                triples ^= self._changes(shapes, shape, name)
        # The engine takes only an rdfs:Class for the target of its own shape, no owl:Class.
        target = NamedNode(SH + "targetClass")
        aimed = {(node, target, node) for node in map(NamedNode, shapes.implicit_targets)}
        triples |= aimed
        if self._numbered or aimed:
            ordered = sorted((Triple(*t) for t in triples), key=str)
            self.ntriples = serialize(ordered, format=RdfFormat.N_TRIPLES) or b""
        else:
            self.ntriples = shapes.ntriples

    def _changes(
        self, shapes: Shapes, shape: str, constraint: str
    ) -> set[tuple[NamedNode | BlankNode, NamedNode, Term]]:
        """Return the triples to remove and to add for one constraint."""
        mark = f"\ue000{len(self._numbered)}\ue001"
        self._numbered.append(constraint)
        node = read_term(constraint)
        assert isinstance(node, NamedNode | BlankNode)  # noqa: S101 - literals were left out
        own = shapes.values(constraint, SH + "message")
        texts = own or shapes.values(shape, SH + "message") or [Literal("")]
        marked = {
            (node, _MESSAGE, Literal(mark + t.value)) for t in texts if isinstance(t, Literal)
        }
        return {(node, _MESSAGE, text) for text in own} | marked

    def read(self, shape: str, messages: Sequence[str]) -> tuple[list[str], str | None]:
        """Return the messages of a result without marks, and the constraint that it is about."""
        constraint = self._only.get(shape)
        texts = []
        for message in messages:
            mark = _MARK.match(message)
            if mark:
                constraint = self._numbered[int(mark[1])]
            texts.append(message[mark.end() :] if mark else message)
        return [text for text in texts if text], constraint
