"""Versions of things: what entity tags are made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from rolegraph.catalogue.index.facts import Facts
from rolegraph.catalogue.index.incoming import nested_in
from rolegraph.catalogue.index.nodes import Nodes
from rolegraph.catalogue.schema.types import ResourceTypes
from rolegraph.rdf.terms import NamedNode, Term, Triple


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
