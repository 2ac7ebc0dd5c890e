"""Who refers to a thing, what it owns, and its version: what entity tags are made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TypeGuard

from rolegraph.catalogue.index.facts import Facts, Nodes
from rolegraph.catalogue.schema.types import ResourceTypes
from rolegraph.rdf.terms import BlankNode, NamedNode, Term, Triple


@dataclass(frozen=True)
class IncomingLink:
    """One thing that refers to another.

    Attributes:
        iri: the thing that refers; where something nested in it does, the whole thing.
        predicate: IRI of the predicate by which it does.
        field: JSON name of that predicate in the thing, or None where it has none.
    """

    iri: str
    predicate: str
    field: str | None


def references_to(
    nodes: Nodes,
    facts: Facts,
    types: ResourceTypes,
    iri: str,
    nested: Iterable[NamedNode | BlankNode] | None = None,
) -> list[IncomingLink]:
    """Return who refers to a thing or to something nested in it, in the order of links.

    Args:
        nodes: where references are looked up.
        facts: classes and labels of all things.
        types: what the shapes say.
        iri: the thing.
        nested: what is nested in it; by default what `nodes` has.
    """
    found: dict[IncomingLink, None] = {}
    for node in (NamedNode(iri), *(nested_in(nodes, iri) if nested is None else nested)):
        for quad in nodes.incoming(node):
            for whole in wholes(nodes, quad.subject, set()):
                if whole != iri:
                    predicate = quad.predicate.value
                    fields = types.fields_of(facts.classes(whole))
                    name = next((f.name for f in fields if f.path == (predicate, False)), None)
                    found[IncomingLink(whole, predicate, name)] = None
    return sorted(found, key=lambda r: (*facts.link_key(r.iri), r.predicate))


def _is_within(node: Term, iri: str) -> TypeGuard[NamedNode | BlankNode]:
    if isinstance(node, NamedNode):
        return node.value.startswith(iri + "#")
    return isinstance(node, BlankNode)


def nested_in(nodes: Nodes, iri: str) -> list[NamedNode | BlankNode]:
    """Return the nodes nested in a thing: blank nodes, and those named by a fragment of its IRI."""
    found: dict[NamedNode | BlankNode, None] = {}
    pending: list[NamedNode | BlankNode] = [NamedNode(iri)]
    while pending:
        node = pending.pop()
        for value in chain.from_iterable(nodes.about(node).values()):
            if _is_within(value, iri) and value not in found:
                found[value] = None
                pending.append(value)
    return list(found)


def wholes(nodes: Nodes, node: object, seen: set[object]) -> Iterator[str]:
    """Yield the IRIs of the things that a node belongs to."""
    if isinstance(node, NamedNode):
        yield node.value.partition("#")[0] if _is_part(nodes, node) else node.value
    elif isinstance(node, BlankNode) and node not in seen:
        seen.add(node)
        for quad in nodes.incoming(node):
            yield from wholes(nodes, quad.subject, seen)


def _is_part(nodes: Nodes, node: NamedNode) -> bool:
    """Tell whether an IRI with a fragment names a part of the thing without it."""
    whole, mark, _ = node.value.partition("#")
    return bool(mark) and nodes.exists(NamedNode(whole))


def version_of(nodes: Nodes, types: ResourceTypes, facts: Facts, iri: str) -> str:
    """Return a short text that changes exactly when a thing changes, or something it owns.

    What it owns counts, since a write of a workflow may write its steps.
    """
    whole = (iri, *owned_by(nodes, types, facts, iri))
    parts = [node for part in whole for node in (NamedNode(part), *nested_in(nodes, part))]
    triples = {
        f"{node} <{predicate}> {_written(value)}"
        for node in parts
        for predicate, values in nodes.about(node).items()
        for value in values
    }
    return hashlib.blake2b("\n".join(sorted(triples)).encode(), digest_size=9).hexdigest()


def owned_by(nodes: Nodes, types: ResourceTypes, facts: Facts, iri: str) -> Iterator[str]:
    """Yield the things that a thing owns, and what those own."""
    seen, pending = {iri}, [iri]
    while pending:
        owner = pending.pop()
        classes = facts.classes(owner)
        said = nodes.about(NamedNode(owner))
        for field in types.fields_of(classes):
            if field.kind != "link" or field.predicate not in types.relations.inverses:
                continue
            for part in said.get(field.predicate, ()):
                if not isinstance(part, NamedNode) or part.value in seen:
                    continue
                nodes.read.add(part.value)
                if types.owns(field, classes, facts.classes(part.value)):
                    seen.add(part.value)
                    pending.append(part.value)
                    yield part.value


def _written(value: Term) -> str:
    return f"<<( {value} )>>" if isinstance(value, Triple) else str(value)
