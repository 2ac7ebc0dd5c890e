"""What depends on a thing: the things that point to it, by what they say of it."""

from __future__ import annotations

from dataclasses import dataclass

from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.index.addresses import is_part
from rolegraph.catalogue.index.index import visible
from rolegraph.catalogue.reading.view import Thing
from rolegraph.rdf.namespaces import SKOS, compact
from rolegraph.rdf.terms import Literal, NamedNode

SHOWN = 200
"""Things listed for one property; what there is beyond is counted."""


@dataclass(frozen=True)
class Dependents:
    """Things that point to a thing by one property.

    Attributes:
        predicate: IRI of the property.
        label: its name for people.
        things: links to them, at most `SHOWN`.
        total: how many there are.
    """

    predicate: str
    label: str
    things: list[Thing]
    total: int


def dependents(catalogue: Catalogue, view: View, iri: str) -> list[Dependents]:
    """Return the things that point to a thing, those of one property together."""
    found: dict[str, dict[str, None]] = {}
    for quad in visible(catalogue.store.match(None, None, NamedNode(iri))):
        subject = quad.subject
        if not isinstance(subject, NamedNode):
            continue
        whole = subject.value
        if is_part(whole, catalogue.base):  # it stands for what it is nested in
            whole = whole.partition("#")[0]
        if whole != iri and catalogue.locate(whole):
            found.setdefault(quad.predicate.value, {})[whole] = None
    answer = [
        Dependents(
            predicate,
            _label(catalogue, predicate),
            [view.link(subject) for subject in list(subjects)[:SHOWN]],
            len(subjects),
        )
        for predicate, subjects in found.items()
    ]
    return sorted(answer, key=lambda group: group.label)


def _label(catalogue: Catalogue, predicate: str) -> str:
    for quad in catalogue.store.match(NamedNode(predicate), NamedNode(SKOS + "prefLabel")):
        if isinstance(quad.object, Literal):
            return quad.object.value
    for field in catalogue.types.fields.values():
        if field.path == (predicate, False):
            return field.label
    return compact(predicate)
