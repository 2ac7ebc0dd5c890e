"""Differences that people can read: things that came, went or changed, field by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal as OneOf

from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.view import Thing
from rolegraph.errors import NotFound
from rolegraph.rdf.namespaces import RDF, SKOS, compact
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, Term
from rolegraph.store.embedded import EmbeddedStore

How = OneOf["added", "removed", "changed"]


@dataclass(frozen=True)
class Value:
    """A value that came or went: a link to a thing, or a text."""

    link: Thing | None
    text: str


@dataclass(frozen=True)
class Change:
    """What happened to one property of a thing, or of a part nested in it.

    Attributes:
        predicate: IRI of the property.
        label: its name for people.
        part: what is behind the `#` of the nested part, or empty.
        removed: values that went.
        added: values that came.
    """

    predicate: str
    label: str
    part: str
    removed: Sequence[Value]
    added: Sequence[Value]


@dataclass(frozen=True)
class ThingChange:
    """What happened to one thing."""

    thing: Thing
    kind: str
    how: How
    changes: Sequence[Change]


def patch_between(store: EmbeddedStore, old: int, new: int) -> Patch:
    """Return the exact difference from one revision to another, forwards or backwards.

    Raises:
        NotFound: the change log does not reach back to one of them.
    """
    if old > new:
        return patch_between(store, new, old).inverse()
    journal = store.journal
    if not 0 <= old <= new <= journal.revision:
        raise NotFound(f"There is no revision {new}; the last is {journal.revision}.")
    removed: set[Quad] = set()
    added: set[Quad] = set()
    for revision in range(old + 1, new + 1):
        entry = journal.entry(revision)
        if entry is None:
            raise NotFound(f"The change log does not reach back to revision {revision}.")
        patch = journal.patch(entry)
        removed, added = (
            (removed - patch.added) | (patch.removed - added),
            (added - patch.removed) | (patch.added - removed),
        )
    return Patch(frozenset(removed), frozenset(added))


def readable(
    catalogue: Catalogue, view: View, patch: Patch, limit: int
) -> tuple[list[ThingChange], int]:
    """Return the things that a patch touches, those of one class together, and how many they are.

    Args:
        catalogue: whose types name fields.
        view: gives labels and addresses of what is there now.
        patch: the difference.
        limit: how many things are told of.
    """
    by_thing: dict[str, list[tuple[bool, Quad]]] = defaultdict(list)
    for came, quads in ((False, patch.removed), (True, patch.added)):
        for quad in quads:
            subject = quad.subject
            name = subject.value if isinstance(subject, NamedNode | BlankNode) else str(subject)
            by_thing[
                name.partition("#")[0] if catalogue.locate(name.partition("#")[0]) else name
            ].append((came, quad))
    ordered = sorted(by_thing, key=lambda iri: (catalogue.locate(iri) is None, iri))
    return [_thing(catalogue, view, iri, by_thing[iri]) for iri in ordered[:limit]], len(ordered)


def _thing(
    catalogue: Catalogue, view: View, iri: str, touched: Iterable[tuple[bool, Quad]]
) -> ThingChange:
    touched = list(touched)
    typed = {
        came
        for came, quad in touched
        if quad.predicate.value == RDF + "type" and str(getattr(quad.subject, "value", "")) == iri
    }
    how: How = "changed" if len(typed) != 1 else ("added" if True in typed else "removed")
    link = view.link(iri)
    if not link["label"]:
        link = {**link, "label": _label(touched) or compact(iri), "href": None}
    place = catalogue.locate(iri)
    groups: dict[tuple[str, str], tuple[list[Value], list[Value]]] = {}
    for came, quad in touched:
        part = str(getattr(quad.subject, "value", "")).partition("#")[2] if place else ""
        sides = groups.setdefault((part, quad.predicate.value), ([], []))
        sides[came].append(_value(view, quad.object))
    fields = {
        field.predicate: field.label
        for field in catalogue.types.fields.values()
        if not field.inverse
    }
    changes = [
        Change(
            predicate,
            fields.get(predicate) or compact(predicate),
            part,
            sorted(removed, key=lambda value: value.text),
            sorted(added, key=lambda value: value.text),
        )
        for (part, predicate), (removed, added) in sorted(groups.items())
    ]
    return ThingChange(link, place[0] if place else "", how, changes)


def _label(touched: Iterable[tuple[bool, Quad]]) -> str | None:
    for _, quad in touched:
        if quad.predicate.value == SKOS + "prefLabel" and isinstance(quad.object, Literal):
            return quad.object.value
    return None


def _value(view: View, term: Term) -> Value:
    if isinstance(term, NamedNode):
        link = view.link(term.value)
        return Value(link, str(link["label"] or compact(term.value)))
    return Value(None, term.value if isinstance(term, Literal | BlankNode) else str(term))
