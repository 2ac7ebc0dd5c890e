"""Takes things out of a draft, with what they own, unless others still refer to them."""

from __future__ import annotations

from rolegraph.catalogue.index.facts import Facts, visible
from rolegraph.catalogue.index.incoming import IncomingLink, nested_in, references_to
from rolegraph.catalogue.index.nodes import Nodes
from rolegraph.catalogue.index.versions import owned_by
from rolegraph.catalogue.schema.types import ResourceTypes
from rolegraph.catalogue.writing.draft import Draft
from rolegraph.catalogue.writing.placement import Node
from rolegraph.rdf.terms import NamedNode


class Removal:
    """Removes things from a draft.

    Args:
        draft: what is changed.
        types: what the shapes say.
        facts: classes of all things; those removed are forgotten there.
    """

    def __init__(self, draft: Draft, types: ResourceTypes, facts: Facts) -> None:
        self._draft, self._types, self._facts = draft, types, facts
        self._gone: dict[str, list[Node]] = {}
        self._named: dict[str, None] = {}

    def remove(self, iri: str) -> None:
        """Remove a thing, what it owns, what is nested in these, and its owner's link to it."""
        wholes = [iri, *owned_by(Nodes(self._draft), self._types, self._facts, iri)]
        owners = self._links_of_owners(iri)
        for whole in wholes:
            nested = nested_in(Nodes(self._draft), whole)
            for node in (NamedNode(whole), *nested):
                for quad in list(visible(self._draft.match(node))):
                    self._draft.remove(quad)
                    if isinstance(quad.object, NamedNode):
                        self._named[quad.object.value] = None
            self._gone[whole] = list(nested)
        for owner, predicate in owners:
            for quad in list(visible(self._draft.match(owner, predicate, NamedNode(iri)))):
                self._draft.remove(quad)
        for whole in wholes:
            self._facts.forget(whole)

    @property
    def gone(self) -> list[str]:
        """The IRIs of what was removed, owners before what they own."""
        return list(self._gone)

    def left(self) -> list[str]:
        """Return the things that what was removed referred to, and nothing refers to any more."""
        return [
            iri
            for iri in self._named
            if iri not in self._gone
            and self._facts.classes(iri)
            and not any(visible(self._draft.match(None, None, NamedNode(iri))))
        ]

    def needed(self) -> dict[str, list[IncomingLink]]:
        """Return the removed things that others refer to after all, each with who does."""
        found = {}
        for iri, nested in self._gone.items():
            if any(self._draft.match(NamedNode(iri))):
                continue  # made anew by the same request
            references = references_to(Nodes(self._draft), self._facts, self._types, iri, nested)
            if references:
                found[iri] = references
        return found

    def _links_of_owners(self, iri: str) -> list[tuple[NamedNode, NamedNode]]:
        """Return who owns a thing, with the predicate that says so."""
        found = []
        for quad in visible(self._draft.match(None, None, NamedNode(iri))):
            owner = quad.subject
            if not isinstance(owner, NamedNode):
                continue
            classes = self._facts.classes(owner.value)
            for field in self._types.fields_of(classes):
                is_it = field.path == (quad.predicate.value, False)
                if is_it and self._types.owns(field, classes, self._facts.classes(iri)):
                    found.append((owner, quad.predicate))
        return found
