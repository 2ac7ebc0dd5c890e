"""Finds the node of a graph that a node of a text became.

A parser gives blank nodes labels of its own, and may write a value in another form. A reader that
keeps places has other labels. Here both are brought together: from the things with an IRI down to
what is nested in them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, Term
from rolegraph.rdf.turtle.places import WrittenAt


class Pairing:
    """The triples of a file as written, with the nodes and values that its parser gave them.

    Args:
        quads: what the parser read. Labels of blank nodes may have a mark of their file before
            them, and a dot.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._parsed: dict[Term, list[Quad]] = defaultdict(list)
        for quad in quads:
            self._parsed[quad.subject].append(quad)
        self._labels: dict[str, Term] = {}
        for node in self._parsed:
            if isinstance(node, BlankNode):
                self._labels[node.value.partition(".")[2] or node.value] = node

    def paired(self, written: Sequence[WrittenAt]) -> list[WrittenAt]:
        """Return triples in the parser's terms; what has no counterpart keeps its own."""
        return _Run(self._parsed, self._labels, written).paired()


class _Run:
    def __init__(
        self,
        parsed: dict[Term, list[Quad]],
        labels: dict[str, Term],
        written: Sequence[WrittenAt],
    ) -> None:
        self._parsed = parsed
        self._written: dict[Term, list[WrittenAt]] = defaultdict(list)
        for triple in written:
            self._written[triple.subject].append(triple)
        self._nodes: dict[Term, Term] = {}
        self._taken: set[Term] = set()
        self._found: list[WrittenAt] = []
        for node in {node for triple in written for node in (triple.subject, triple.object)}:
            if isinstance(node, BlankNode) and node.value in labels:
                self._assign(node, labels[node.value])

    def paired(self) -> list[WrittenAt]:
        waiting: list[Term] = []
        for subject in self._written:
            if not isinstance(subject, BlankNode):
                self._nodes[subject] = subject
            if subject in self._nodes:
                waiting.append(subject)
        self._follow(waiting)
        for subject in self._written:  # nodes that nothing with an IRI leads to
            if subject not in self._nodes:
                found = self._nearest(subject, [s for s in self._parsed if self._is_free(s)])
                self._assign(subject, found or subject)
                self._follow([subject])
        return self._found

    def _follow(self, waiting: list[Term]) -> None:
        while waiting:
            subject = waiting.pop()
            waiting += self._pair(subject, self._nodes[subject])

    def _pair(self, subject: Term, node: Term) -> list[Term]:
        """Pair the triples of a node; return the nested nodes that became known by it."""
        known: list[Term] = []
        objects: dict[NamedNode, list[Term]] = defaultdict(list)
        for quad in self._parsed.get(node, ()):
            objects[quad.predicate].append(quad.object)
        groups: dict[NamedNode, list[WrittenAt]] = defaultdict(list)
        for triple in self._written.get(subject, ()):
            groups[triple.predicate].append(triple)
        for predicate, triples in groups.items():
            left = objects[predicate]
            other: list[WrittenAt] = []
            for triple in triples:
                if not isinstance(triple.object, BlankNode) and triple.object in left:
                    self._keep(triple, node, triple.object)
                    if triples.count(triple) == 1 and len(triples) == len(set(left)):
                        left = [term for term in left if term != triple.object]
                else:
                    other.append(triple)
            for triple in other:
                term = self._counterpart(triple.object, left, alone=len(other) == 1)
                if isinstance(triple.object, BlankNode) and triple.object not in self._nodes:
                    self._assign(triple.object, term)
                    known.append(triple.object)
                self._keep(triple, node, term)
        return known

    def _keep(self, triple: WrittenAt, subject: Term, value: Term) -> None:
        self._found.append(replace(triple, subject=subject, object=value))

    def _assign(self, own: Term, node: Term) -> None:
        self._nodes[own] = node
        self._taken.add(node)

    def _is_free(self, node: Term) -> bool:
        return isinstance(node, BlankNode) and node not in self._taken

    def _counterpart(self, own: Term, left: Sequence[Term], *, alone: bool) -> Term:
        if isinstance(own, BlankNode):
            if own in self._nodes:
                return self._nodes[own]
            return self._nearest(own, [node for node in left if self._is_free(node)]) or own
        plain = [term for term in left if not isinstance(term, BlankNode)]
        same = [term for term in plain if _lexical(term) == _lexical(own)]
        if same:
            return same[0]
        return plain[0] if alone and len(plain) == 1 else own

    def _nearest(self, own: Term, nodes: Sequence[Term]) -> Term | None:
        """Return the node that says most of what the own one says, and least else."""
        if len(nodes) <= 1:
            return nodes[0] if nodes else None
        mine = _said(self._written.get(own, ()))
        best, most = None, (-1, 0)
        for node in nodes:
            theirs = _said(self._parsed.get(node, ()))
            score = (len(mine & theirs), -len(mine ^ theirs))
            if score > most:
                best, most = node, score
        return best


def _said(triples: Iterable[Quad | WrittenAt]) -> frozenset[tuple[NamedNode, Term | None]]:
    """Return what a node says; None stands for what is nested in it, whose labels differ."""
    return frozenset(
        (triple.predicate, None if isinstance(triple.object, BlankNode) else triple.object)
        for triple in triples
    )


def _lexical(term: Term) -> str:
    return term.value if isinstance(term, (Literal, NamedNode)) else str(term)
