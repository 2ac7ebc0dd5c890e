"""Versions of things: what entity tags are made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from rolegraph.catalogue.index.facts import Facts, Readable, visible
from rolegraph.catalogue.index.incoming import nested_in
from rolegraph.catalogue.schema.types import ResourceTypes
from rolegraph.rdf.terms import NamedNode


def version_of(quads: Readable, types: ResourceTypes, facts: Facts, iri: str) -> str:
    """Return a short text that changes exactly when a thing changes, or something it owns.

    What it owns counts, since a write of a workflow may write its steps.
    """
    whole = (iri, *owned_by(quads, types, facts, iri))
    nodes = [node for part in whole for node in (NamedNode(part), *nested_in(quads, part))]
    triples = {str(quad.triple) for node in nodes for quad in visible(quads.match(node))}
    return hashlib.blake2b("\n".join(sorted(triples)).encode(), digest_size=9).hexdigest()


def owned_by(quads: Readable, types: ResourceTypes, facts: Facts, iri: str) -> Iterator[str]:
    """Yield the things that a thing owns, and what those own."""
    seen, pending = {iri}, [iri]
    while pending:
        owner = pending.pop()
        classes = facts.classes(owner)
        for field in types.fields_of(classes):
            if field.kind != "link" or field.predicate not in types.relations.inverses:
                continue
            for quad in visible(quads.match(NamedNode(owner), NamedNode(field.predicate))):
                part = quad.object
                if not isinstance(part, NamedNode) or part.value in seen:
                    continue
                if types.owns(field, classes, facts.classes(part.value)):
                    seen.add(part.value)
                    pending.append(part.value)
                    yield part.value
