"""What is around a thing: what it points to and what points to it, relation by relation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rolegraph.catalogue.index.facts import Facts, Nodes
from rolegraph.catalogue.index.incoming import nested_in, wholes
from rolegraph.catalogue.schema.types import ResourceTypes
from rolegraph.errors import ParameterError
from rolegraph.rdf.namespaces import RDF, words_of
from rolegraph.rdf.terms import BlankNode, NamedNode

MOST_READ = 20_000
"""Statements that point to a thing which are read at most: half a second's work."""

INVERSE = "^"
"""Stands before a relation that leads here, as in the paths of SPARQL."""


_Found = dict[str, dict[str, None]]
"""Name of a relation → the things it leads to, each once."""


@dataclass(frozen=True)
class LinkedThings:
    """One way in which a thing is linked with others.

    Attributes:
        name: IRI of the property, with `^` before it where the others point to the thing.
        label: the property in words.
        things: the others, in the order of links.
    """

    name: str
    label: str
    things: tuple[str, ...]

    @property
    def inward(self) -> bool:
        """Whether the others point to the thing."""
        return self.name.startswith(INVERSE)

    @property
    def predicate(self) -> str:
        """IRI of the property."""
        return self.name.removeprefix(INVERSE)


@dataclass(frozen=True)
class Neighbourhood:
    """What is around a thing.

    Attributes:
        relations: those that it points along, then those along which others point to it; each by
            its name in words.
        complete: whether all that points here was read.
    """

    relations: tuple[LinkedThings, ...]
    complete: bool

    def chosen(self, name: str | None = None) -> tuple[LinkedThings, ...]:
        """Return the relation of a name, or all.

        Raises:
            ParameterError: there is none of that name here.
        """
        if not name:
            return self.relations
        found = tuple(one for one in self.relations if one.name == name)
        if found:
            return found
        known = ", ".join(one.name for one in self.relations) or "none"
        raise ParameterError(f"relation: {name!r} leads to nothing here. These do: {known}.")


def neighbourhood(
    nodes: Nodes,
    facts: Facts,
    types: ResourceTypes,
    iri: str,
    languages: Sequence[str] = (),
    most: int = MOST_READ,
) -> Neighbourhood:
    """Return what is around a thing.

    What is nested in a thing belongs to it. Neighbours are things of the catalogue, and
    whatever else has a label. The class of a thing is no neighbour. A link that both ends say is
    shown as what the thing says only.

    Args:
        nodes: reads the state.
        facts: classes and labels of all things.
        types: what the shapes say.
        iri: the thing.
        languages: in which relations are named, the best first.
        most: statements that point here which are read.
    """
    own = (NamedNode(iri), *nested_in(nodes, iri))
    found: _Found = {}
    for node in own:
        for predicate, values in nodes.about(node).items():
            found.setdefault(predicate, {}).update(dict.fromkeys(_others(values, iri)))
    complete = _add_inward(found, nodes, own, iri, most)
    relations = []
    for name, given in found.items():
        others = given.keys() - _said_already(found, types, name)
        known = [one for one in others if facts.types_of(one) or facts.label(one)]
        if known and name.removeprefix(INVERSE) != RDF + "type":
            label = relation_label(facts, types, name.removeprefix(INVERSE), languages)
            relations.append(LinkedThings(name, label, tuple(sorted(known, key=facts.link_key))))
    relations.sort(key=lambda one: (one.inward, one.label.casefold(), one.name))
    return Neighbourhood(tuple(relations), complete)


def _add_inward(
    found: _Found, nodes: Nodes, own: Sequence[NamedNode | BlankNode], iri: str, most: int
) -> bool:
    """Add what points to a thing or to what is nested in it; tell whether all of it was read."""
    for node in own:
        incoming = nodes.incoming(node, most + 1)
        for quad in incoming[:most]:
            others = dict.fromkeys(wholes(nodes, quad.subject, set()))
            others.pop(iri, None)
            found.setdefault(INVERSE + quad.predicate.value, {}).update(others)
        most -= len(incoming)
        if most < 0:
            return False
    return True


def _said_already(found: _Found, types: ResourceTypes, name: str) -> set[str]:
    """Return the things that the inverse of a relation that leads here names as well."""
    if not name.startswith(INVERSE):
        return set()
    inverses = types.relations.inverses.get(name.removeprefix(INVERSE), frozenset())
    return {other for inverse in inverses for other in found.get(inverse, ())}


def _others(values: Sequence[object], iri: str) -> Iterator[str]:
    """Yield the things among values that are not nested in a thing."""
    for value in values:
        if isinstance(value, NamedNode) and value.value.partition("#")[0] != iri:
            yield value.value


def relation_label(
    facts: Facts, types: ResourceTypes, predicate: str, languages: Sequence[str] = ()
) -> str:
    """Return the name of a property for people.

    The ontology's label comes first, then the name of a field, then the IRI as words.
    """
    label = facts.label(predicate, languages)
    if label is not None:
        return label.value
    for field in types.fields.values():
        if field.path == (predicate, False):
            return field.label
    return words_of(predicate)
