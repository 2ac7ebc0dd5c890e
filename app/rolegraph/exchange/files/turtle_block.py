"""Changes the triples of one thing inside its statements, and leaves the rest as it stands.

A statement is a list of groups, one a predicate, and a group is a list of objects. What stays
keeps its characters: order, line breaks and comments are the author's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from rolegraph.exchange.files.edits import TextEdit
from rolegraph.exchange.files.units import Triples
from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.terms import Literal, NamedNode, Term
from rolegraph.rdf.turtle.places import TurtlePlaces, WrittenAt
from rolegraph.rdf.turtle.terms import TermWriter, natural_key
from rolegraph.rdf.turtle.tokens import TurtleBlock

INDENT = "    "
_TYPE = NamedNode(RDF + "type")
_COMMA = re.compile(r"\s*,\s*")


@dataclass
class _Group:
    """The objects that follow one naming of a predicate."""

    predicate: NamedNode
    start: int
    objects: list[WrittenAt] = field(default_factory=list)

    @property
    def end(self) -> int:
        return self.objects[-1].at_object.end


class BlockEditor:
    """Edits the statements of one thing.

    Args:
        places: the document.
        subject: IRI of the thing.
        terms: writes terms as the document abbreviates them there.
    """

    def __init__(self, places: TurtlePlaces, subject: str, terms: TermWriter) -> None:
        self._text = places.text
        self._terms = terms
        node = NamedNode(subject)
        self._written = [w for w in places.triples(subject) if w.subject == node]
        self._blocks = places.blocks(subject)

    def edits(self, old: Triples, new: Triples) -> list[TextEdit] | None:
        """Return the edits that make `old` into `new`.

        Returns:
            None where the statements cannot be edited piece by piece: they say a triple twice, or
            in a form that is not read here, or one of them would have nothing left.
        """
        if len(self._written) != len(old):
            return None
        if {(w.predicate, w.object) for w in self._written} != {
            (triple.predicate, triple.object) for triple in old
        }:
            return None
        wanted: dict[NamedNode, set[Term]] = defaultdict(set)
        for triple in new - old:
            wanted[triple.predicate].add(triple.object)
        kept = {(triple.predicate, triple.object) for triple in new & old}
        found: list[TextEdit] = []
        for number, block in enumerate(self._blocks):
            edits = self._block_edits(block, kept, wanted, last=number == len(self._blocks) - 1)
            if edits is None:
                return None
            found += edits
        return found

    def _block_edits(
        self,
        block: TurtleBlock,
        kept: set[tuple[NamedNode, Term]],
        wanted: dict[NamedNode, set[Term]],
        *,
        last: bool,
    ) -> list[TextEdit] | None:
        groups = self._groups(block)
        indent = self._indent(groups)
        edits: list[TextEdit] = []
        stays = []
        for group in groups:
            new = sorted(wanted.pop(group.predicate, ()), key=_object_key)
            changed = list(self._group_edits(group, kept, new, indent))
            if any((w.predicate, w.object) in kept for w in group.objects) or new:
                edits += changed
                stays.append(group)
        if not stays:
            return None
        edits += _without(groups, stays)
        if last:
            end = stays[-1].end
            edits += [
                TextEdit(end, end, f" ;\n{indent}{self._predicate(predicate, objects, indent)}")
                for predicate, objects in sorted(wanted.items(), key=lambda item: item[0].value)
                if objects
            ]
        return edits

    def _groups(self, block: TurtleBlock) -> list[_Group]:
        groups: dict[int, _Group] = {}
        for written in self._written:
            if block.span.start <= written.at_predicate.start < block.span.end:
                start = written.at_predicate.start
                group = groups.setdefault(start, _Group(written.predicate, start))
                group.objects.append(written)
        return [groups[start] for start in sorted(groups)]

    def _indent(self, groups: list[_Group]) -> str:
        """Return what stands before the second predicate, if it begins a line."""
        for group in groups[1:2]:
            line = self._text[self._text.rfind("\n", 0, group.start) + 1 : group.start]
            if not line.strip():
                return line
        return INDENT

    def _group_edits(
        self, group: _Group, kept: set[tuple[NamedNode, Term]], new: list[Term], indent: str
    ) -> Iterator[TextEdit]:
        """Put new objects in the place of old ones, remove what is over, add what is left."""
        waiting = list(new)
        stays = []
        for written in group.objects:
            if (written.predicate, written.object) in kept:
                stays.append(written)
            elif waiting:
                stays.append(written)
                place = written.at_object
                yield TextEdit(place.start, place.end, self._term(waiting.pop(0)))
        if not stays:
            return
        first = group.objects.index(stays[0])
        if first:
            yield TextEdit(group.objects[0].at_object.start, stays[0].at_object.start)
        for before, written in zip(group.objects[first:], group.objects[first + 1 :], strict=False):
            if written not in stays:
                yield TextEdit(before.at_object.end, written.at_object.end)
        end = stays[-1].at_object.end
        separator = self._separator(group, indent)
        for term in waiting:
            yield TextEdit(end, end, separator + self._term(term))

    def _separator(self, group: _Group, indent: str) -> str:
        """Return what stands between the objects of a group, or would."""
        if len(group.objects) > 1:
            one, other = group.objects[-2:]
            between = self._text[one.at_object.end : other.at_object.start]
            if _COMMA.fullmatch(between):
                return between
        return f" ,\n{indent}{INDENT}"

    def _predicate(self, predicate: NamedNode, objects: set[Term], indent: str) -> str:
        name = "a" if predicate == _TYPE else self._terms.iri(predicate.value)
        texts = [self._term(term) for term in sorted(objects, key=_object_key)]
        if len(texts) == 1:
            return f"{name} {texts[0]}"
        deeper = f"\n{indent}{INDENT}"
        return name + deeper + f" ,{deeper}".join(texts)

    def _term(self, term: Term) -> str:
        if isinstance(term, NamedNode):
            return self._terms.iri(term.value)
        if isinstance(term, Literal):
            return self._terms.literal(term)
        return str(term)


def _without(groups: list[_Group], stays: list[_Group]) -> Iterator[TextEdit]:
    """Remove the groups that do not stay, each with the semicolon that parts it from the others."""
    first = groups.index(stays[0])
    if first:
        yield TextEdit(groups[0].start, stays[0].start)
    for before, group in zip(groups[first:], groups[first + 1 :], strict=False):
        if group not in stays:
            yield TextEdit(before.end, group.end)


def _object_key(term: Term) -> tuple[bool, tuple[str, str], str]:
    """Sort as the canonical writer does: things before texts."""
    text = term.value if isinstance(term, NamedNode | Literal) else str(term)
    return (isinstance(term, Literal), natural_key(text), str(term))
