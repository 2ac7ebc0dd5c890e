"""One request's changes to things, made on a draft and handed over as a patch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from rolegraph.catalogue.index.facts import Facts, Nodes
from rolegraph.catalogue.index.incoming import (
    IncomingLink,
    nested_in,
    owned_by,
    references_to,
    version_of,
)
from rolegraph.catalogue.index.index import ThingIndex
from rolegraph.catalogue.index.model import Model, Resolver, local_name
from rolegraph.catalogue.reading.read import Reader
from rolegraph.catalogue.schema.types import ResourceTypes
from rolegraph.catalogue.schema.values import Json
from rolegraph.catalogue.writing.bodies import Body, BodyFaults, an_object, merged
from rolegraph.catalogue.writing.fields import READ_ONLY, FieldWriter
from rolegraph.catalogue.writing.placement import Draft, Node, Placement
from rolegraph.catalogue.writing.planning import Plan
from rolegraph.errors import NotFound, StillNeeded
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.quad_source import visible
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
            and any(self._draft.match(NamedNode(iri)))  # parts of what was removed went with it
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


_NAMED = 5  # referring things that a message names; the document lists all


class Change:
    """Creates, replaces, patches and deletes things; `Catalogue.change` gives it.

    First plan every new thing, then write, then finish: so things may refer to each other in any
    order. Nothing is stored; that is for who takes the patch.

    Args:
        model: whose things are changed. Nobody may write to its store meanwhile.
        index: classes, labels and places of all things at the present revision.
        root: path that the service is mounted under, put before each `href`.
    """

    def __init__(self, model: Model, index: ThingIndex, root: str = "") -> None:
        self._model, self._types, self._index = model, model.types, index
        self._address: Callable[[str], str | None] = lambda iri: (
            root + path if (path := model.path(iri, index)) else None
        )
        self._draft = Draft(model.store)
        self._facts: Facts = index.with_changes(self._draft, ())
        self._faults = BodyFaults()
        resolver = Resolver(self._facts, model.base, index)
        self._placement = Placement(self._draft, self._types, self._facts, model.base, self._faults)
        self._plan = Plan(
            self._draft,
            self._types,
            self._facts,
            resolver,
            model.names,
            model.iri,
            self._faults,
        )
        self._writer = FieldWriter(
            self._placement, self._plan, self._types, self._facts, resolver, self._faults
        )
        self._removal = Removal(self._draft, self._types, self._facts)

    def resolve(self, plural: str, slug: str) -> str:
        """Return the IRI of a thing that was there before the change; see `Model.resolve`."""
        return self._model.resolve(plural, slug, self._index)

    def version(self, iri: str) -> str:
        """Return the version that a thing has before the change."""
        return version_of(Nodes(self._model.store), self._types, self._index, iri)

    def plan(self, plural: str, body: Any, pointer: str = "") -> str | None:
        """Plan a new thing and what is new within it; return its IRI, None where it has faults.

        Raises:
            NotFound: there is no type of that plural.
            InputError: the body is no object.
            Conflict: the id is taken.
        """
        resource_type = self._model.type(plural)
        planned = self._plan.create([resource_type], an_object(body), pointer)
        return planned.iri if planned else None

    def plan_within(self, iri: str, body: Any, pointer: str = "") -> None:
        """Plan what is new within the replacement of a thing.

        Raises:
            InputError: the body is no object.
        """
        fields = self._types.fields_of(self._facts.classes(iri))
        slug = local_name(iri)
        self._plan.within(fields, an_object(body), pointer, f"{slug}-")

    def create(self, body: Body, pointer: str = "") -> None:
        """Write a planned thing."""
        planned = self._plan.of(body)
        if planned:
            self._writer.create(planned, body, pointer)

    def replace(self, iri: str, body: Body, pointer: str = "") -> None:
        """Have a thing be as a body says; what no field mentions stays."""
        self._known(iri)
        self._writer.check_identity(iri, body, pointer)
        self._writer.write(iri, body, pointer)

    def merge(self, iri: str, patch: Any, pointer: str = "") -> None:
        """Change a thing by a JSON merge patch (RFC 7396).

        Raises:
            InputError: the patch is no object.
        """
        self._known(iri)
        patch = an_object(patch)
        whole = merged(self._reader(self._facts).thing(iri), patch)
        self._writer.check_identity(iri, whole, pointer)
        body = {name: whole.get(name) for name in patch if name not in READ_ONLY}
        self.plan_within(iri, body, pointer)
        self._writer.write(iri, body, pointer, only=body)

    def delete(self, iri: str) -> None:
        """Remove a thing with what it owns."""
        self._known(iri)
        self._removal.remove(iri)

    def finish(self) -> Patch:
        """Return the difference that the change makes.

        Raises:
            FieldFaults: bodies do not fit the types.
            StillNeeded: others refer to what was deleted.
        """
        self._faults.check()
        for iri in self._placement.orphans:
            if self._facts.classes(iri):
                self._removal.remove(iri)
        self._facts = self._index.with_changes(self._draft, self._draft.touched())
        needed = self._removal.needed()
        if needed:
            raise self._still_needed(needed)
        return self._draft.patch()

    def _reader(self, facts: Facts) -> Reader:
        return Reader(Nodes(self._draft), self._types, facts, self._model.names, self._address)

    def thing(self, iri: str) -> dict[str, Json]:
        """Return a thing as it is with the change, once that is finished."""
        return self._reader(self._facts).thing(iri)

    def link(self, iri: str) -> dict[str, Json]:
        """Return a link to a thing as it is with the change."""
        return self._reader(self._facts).link(NamedNode(iri))

    def new_version(self, iri: str) -> str:
        """Return the version that a thing has with the change."""
        return version_of(Nodes(self._draft), self._types, self._facts, iri)

    def gone(self, iri: str) -> dict[str, list[dict[str, Json]]]:
        """Return what went with a deleted thing, and what stays although nothing refers to it."""
        reader = Reader(
            Nodes(self._model.store), self._types, self._index, self._model.names, self._address
        )

        def links(iris: Iterable[str]) -> list[dict[str, Json]]:
            return [reader.link(NamedNode(one)) for one in iris]

        deleted = [one for one in self._removal.gone if one != iri]
        return {"deleted": links(deleted), "left": links(self._removal.left())}

    def label(self, iri: str) -> str:
        """Return the name of a thing for people: its label, else what its IRI ends with."""
        return self.label_or(iri, iri.removeprefix(self._model.base))

    def label_or(self, iri: str, otherwise: str) -> str:
        """Return the label of a thing, before the change or with it; or what is given for none."""
        label = self._facts.label(iri) or self._index.label(iri)
        return label.value if label else otherwise

    def _known(self, iri: str) -> None:
        if not self._facts.classes(iri):
            raise NotFound(f"There is no {iri.removeprefix(self._model.base)} any more.")

    def _still_needed(self, needed: dict[str, list[IncomingLink]]) -> StillNeeded:
        reader = self._reader(self._facts)
        links: list[dict[str, Json]] = []
        names = []
        for iri, references in needed.items():
            for reference in references:
                link = reader.link(NamedNode(reference.iri))
                links.append({**link, "field": reference.field, "refersTo": iri})
                names.append(reference.iri.removeprefix(self._model.base))
        unique = list(dict.fromkeys(names))
        more = f" and {len(unique) - _NAMED} more" if len(unique) > _NAMED else ""
        gone = self.label(next(iter(needed)))
        too = f" (and {len(needed) - 1} more)" if len(needed) > 1 else ""
        return StillNeeded(
            f"{gone!r}{too} cannot be deleted, since others refer to it: "
            f"{', '.join(unique[:_NAMED])}{more}. Change or delete these first, or all of them in "
            "one batch.",
            links,
        )
