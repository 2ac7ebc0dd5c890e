"""The new things of a request, found before anything is written.

Each gets its IRI first, so that they can refer to each other in any order: by the ids they will
have, or by ids such as `_:first` that hold within the request only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from rolegraph.catalogue.index.facts import Facts
from rolegraph.catalogue.index.model import Resolver, free, is_id, local_name, slug_of
from rolegraph.catalogue.index.paths import near
from rolegraph.catalogue.schema.fields import Field
from rolegraph.catalogue.schema.types import LABEL, ResourceType, ResourceTypes
from rolegraph.catalogue.writing.bodies import Body, BodyFaults, at, kind_of
from rolegraph.catalogue.writing.placement import Draft
from rolegraph.errors import Conflict, NotFound
from rolegraph.rdf.terms import NamedNode
from rolegraph.rdf.values.letters import with_plain_letters

LINK_MEMBERS = frozenset({"id", "type", "label", "href"})
"""Members of a link; an object with more is a thing. In a link only `id` counts."""

LOCAL = "_:"


@dataclass(frozen=True)
class Planned:
    """A thing that a request creates."""

    iri: str
    resource_type: ResourceType
    classes: frozenset[str]


class Plan:
    """The new things of one request.

    Args:
        draft: the state that the request changes.
        types: what the shapes say.
        facts: classes of all things; new ones are declared there.
        resolver: finds the things that links name.
        names: JSON `type` of each class IRI that has a short one.
        iri_of: gives the IRI of a plural and an id.
        faults: where faults are noted.
    """

    def __init__(
        self,
        draft: Draft,
        types: ResourceTypes,
        facts: Facts,
        resolver: Resolver,
        names: Mapping[str, str],
        iri_of: Callable[[str, str], str],
        faults: BodyFaults,
    ) -> None:
        self._draft, self._types, self._facts = draft, types, facts
        self._resolver, self._iri_of, self._faults = resolver, iri_of, faults
        self._classes = {name: iri for iri, name in names.items()}
        self._planned: dict[int, Planned] = {}
        self._bodies: list[Body] = []  # kept, so that no other object gets their identity
        self._locals: dict[str, str] = {}

    def of(self, body: object) -> Planned | None:
        """Return the new thing that a JSON object describes, or None."""
        return self._planned.get(id(body))

    def local(self, text: str) -> str | None:
        """Return the IRI of the new thing that a local id names, or None."""
        return self._locals.get(text)

    def create(
        self,
        among: Iterable[ResourceType],
        body: Body,
        pointer: str,
        prefix: str = "",
    ) -> Planned | None:
        """Plan a new thing and the new things within it.

        Args:
            among: the types that it may have.
            body: the thing as JSON.
            pointer: where it stands.
            prefix: what an id made from its label begins with.

        Raises:
            Conflict: its id is taken.
        """
        classes = self.classes_in(body, pointer)
        resource_type = self._type(list(among), classes, body, pointer)
        if resource_type is None:
            return None
        iri = self._new_iri(resource_type, body, pointer, prefix)
        if iri is None:
            return None
        planned = Planned(iri, resource_type, classes or frozenset({resource_type.iri}))
        self._planned[id(body)] = planned
        self._bodies.append(body)
        local = body.get("id")
        if isinstance(local, str) and local.startswith(LOCAL):
            if local in self._locals:
                self._faults.add(at(pointer, "id"), f"{local!r} is the id of two new things")
            self._locals[local] = iri
        self._facts.declare(iri, planned.classes)
        slug = local_name(iri)
        self.within(self._types.fields_of(planned.classes), body, pointer, f"{slug}-")
        return planned

    def within(self, fields: Iterable[Field], body: Body, pointer: str, prefix: str) -> None:
        """Plan the new things in the fields of a JSON object."""
        for field in fields:
            value = body.get(field.name)
            where = at(pointer, field.name)
            listed = isinstance(value, list)
            for place, item in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(item, dict):
                    self._item(field, item, at(where, place) if listed else where, prefix)

    def _item(self, field: Field, item: Body, pointer: str, prefix: str) -> None:
        if field.nested:
            self.within(field.nested.fields, item, pointer, prefix)
        if field.kind != "link" or not is_thing(item):
            return
        known = self.existing(field, item)
        if known is None:
            self.create(self._creatable(field), item, pointer, prefix)
        else:
            slug = local_name(known)
            fields = self._types.fields_of(self._facts.classes(known))
            self.within(fields, item, pointer, f"{slug}-")

    def existing(self, field: Field, item: Body) -> str | None:
        """Return the IRI of the existing thing that an object in a link field is, or None."""
        name = item.get("id")
        if not isinstance(name, str) or name.startswith(LOCAL):
            return None
        try:
            iri = self._resolver.find(name, self._types.reached(field))
        except NotFound:
            return None
        return iri if self._facts.classes(iri) else None

    def classes_in(self, body: Body, pointer: str) -> frozenset[str]:
        """Return the class IRIs that the member `type` names; empty where there is none."""
        value = body.get("type")
        names = value if isinstance(value, list) else [value]
        found = set()
        for name in names if value is not None else ():
            if not isinstance(name, str):
                self._faults.add(at(pointer, "type"), f"expected a class, not {kind_of(name)}")
            elif name in self._classes:
                found.add(self._classes[name])
            elif ":" in name:
                found.add(name)
            else:
                hint = near(name, self._classes, lead="")
                self._faults.add(at(pointer, "type"), f"there is no class {name!r}. {hint}".strip())
        return frozenset(found)

    def _creatable(self, field: Field) -> list[ResourceType]:
        """Return the types of which a link may lead to a new thing."""
        wanted = {iri for target in field.targets for iri in self._types.relations.below(target)}
        return [t for t in self._types.values() if t.iri in wanted or not wanted]

    def _type(
        self,
        among: list[ResourceType],
        classes: frozenset[str],
        body: Body,
        pointer: str,
    ) -> ResourceType | None:
        """Return the type of a new thing: the most specific that its classes allow."""
        allowed = {iri for t in among for iri in t.classes}
        possible = [t for t in self._types.values() if t.iri in allowed]
        named = body.get("type") not in (None, [])  # which say as little as no type
        if named:
            fitting = [t for t in self._types.of_classes(classes) if t in possible]
        else:
            fitting = possible if len(possible) == 1 else []
        if fitting:
            return fitting[0]
        narrow = [t for t in possible if not any(o.iri in t.classes for o in possible if o != t)]
        if named and not classes:
            return None  # told already, where it was read
        names = ", ".join(t.name for t in narrow)
        detail = f"say which class the new thing has: {names}"
        if named:
            detail = f"a thing of this class cannot stand here; it must be one of {names}"
        self._faults.add(at(pointer, "type"), detail)
        return None

    def _new_iri(
        self, resource_type: ResourceType, body: Body, pointer: str, prefix: str
    ) -> str | None:
        given = body.get("id")
        if given is not None and not isinstance(given, str):
            self._faults.add(at(pointer, "id"), f"expected an id, not {kind_of(given)}")
            return None
        if given is not None and not given.startswith(LOCAL):
            return self._given_iri(resource_type, given, pointer)
        label = body.get(LABEL)
        if isinstance(label, dict):
            label = label.get("value")
        slug = slug_of(with_plain_letters(label)) if isinstance(label, str) else ""
        if not slug:
            said = "a new thing needs a name with letters, or an id of its own"
            self._faults.add(at(pointer, LABEL), said)
            return None
        slug = free(
            prefix + slug, lambda slug: self._is_taken(self._iri_of(resource_type.plural, slug))
        )
        return self._iri_of(resource_type.plural, slug)

    def _given_iri(self, resource_type: ResourceType, given: str, pointer: str) -> str | None:
        start = self._iri_of(resource_type.plural, "")
        slug = given.removeprefix(start).removeprefix(f"{resource_type.plural}/")
        if not is_id(slug):
            self._faults.add(
                at(pointer, "id"),
                f"an id has letters, digits and . _ ~ - only; as an IRI it begins with {start}",
            )
            return None
        iri = self._iri_of(resource_type.plural, slug)
        if self._is_taken(iri):
            raise Conflict(
                f"There is something with the id {slug!r} among {resource_type.plural} already. "
                "Choose another id, or change that one."
            )
        return iri

    def _is_taken(self, iri: str) -> bool:
        return bool(self._facts.classes(iri)) or any(self._draft.match(NamedNode(iri)))


def is_thing(item: Body) -> bool:
    """Tell whether an object in a link field is a thing written out, not a mere link."""
    if "value" in item:
        return False
    members = {name for name in item if name != "@context"}
    if isinstance(item.get("id"), str) and item["id"].startswith(LOCAL):
        # A blank node is read as a link with neither label nor address.
        members = {name for name in members if item[name] is not None}
        return len(members) > 1
    return "id" not in item or bool(members - LINK_MEMBERS)
