"""Reads JSON into the fields of things, as the shapes lead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rolegraph.catalogue.index.facts import Facts
from rolegraph.catalogue.index.model import Resolver
from rolegraph.catalogue.index.paths import find_field, near
from rolegraph.catalogue.schema.fields import Field
from rolegraph.catalogue.schema.types import ResourceTypes
from rolegraph.catalogue.writing.bodies import (
    Body,
    BodyFaults,
    Misfit,
    at,
    iri_of,
    kind_of,
    literal_of,
)
from rolegraph.catalogue.writing.placement import Draft, Node, Placement
from rolegraph.catalogue.writing.planning import LOCAL, Plan, Planned, is_thing
from rolegraph.errors import NotFound
from rolegraph.rdf.terms import BlankNode, NamedNode, Term

READ_ONLY = frozenset({"@context", "id", "type", "href", "referencedBy", "commit"})
"""Members of a thing as it is read that are no fields."""

Implied = Mapping[str, Term]
"""Fields that follow from where a thing stands, by name: a step's workflow."""


class FieldWriter:
    """Writes things into a draft.

    Args:
        placement: puts the values of fields.
        plan: the new things of the request.
        types: what the shapes say.
        facts: classes of all things.
        resolver: finds the things that links name.
        faults: where faults are noted.
    """

    def __init__(
        self,
        placement: Placement,
        plan: Plan,
        types: ResourceTypes,
        facts: Facts,
        resolver: Resolver,
        faults: BodyFaults,
    ) -> None:
        self._placement, self._plan, self._types = placement, plan, types
        self._facts, self._resolver, self._faults = facts, resolver, faults

    def create(
        self, planned: Planned, body: Body, pointer: str, implied: Implied | None = None
    ) -> None:
        """Write a new thing."""
        resource_type = planned.resource_type
        home = resource_type.home_file or f"data/{resource_type.plural}.ttl"
        self._placement.begin(NamedNode(planned.iri), planned.classes, home)
        self.write(planned.iri, body, pointer, implied=implied)

    def write(
        self,
        iri: str,
        body: Body,
        pointer: str,
        *,
        only: Iterable[str] | None = None,
        implied: Implied | None = None,
    ) -> None:
        """Write the fields of a thing.

        Args:
            iri: the thing.
            body: its fields as JSON.
            pointer: where they stand.
            only: the fields that are written, those that `body` lacks emptied; by default all,
                but inverse ones only as far as they are there.
            implied: values of fields that `body` need not have.
        """
        classes = self._facts.classes(iri)
        fields = {field.name: field for field in self._types.fields_of(classes)}
        self.check_names(fields, body, pointer)
        if only is not None:
            fields = {name: field for name, field in fields.items() if name in only}
        self._write(NamedNode(iri), classes, fields.values(), body, pointer, implied or {})

    def check_identity(self, iri: str, body: Body, pointer: str) -> None:
        """Note an `id` or a `type` that are not those of the thing that is written."""
        given = body.get("id", iri)
        if given != iri and not (isinstance(given, str) and iri.endswith(f"/{given}")):
            self._faults.add(at(pointer, "id"), f"the id of this thing is {iri} and stays so")
        self._check_classes(self._facts.classes(iri), body, pointer)

    def check_names(self, fields: Mapping[str, Field], body: Body, pointer: str) -> None:
        """Note members that are no fields."""
        for name in body:
            if name not in fields and name not in READ_ONLY:
                known = find_field(fields, name) or _of_property(fields, name)
                # All of them, since what is looked for is not near what was written.
                every = near(name, fields, "Known:", most=len(fields))
                hint = f"Did you mean {known.name!r}?" if known else every
                self._faults.add(at(pointer, name), f"there is no such field. {hint}")

    def _write(
        self,
        node: Node,
        classes: frozenset[str],
        fields: Iterable[Field],
        body: Body,
        pointer: str,
        implied: Implied,
    ) -> None:
        for field in fields:
            if field.name not in body and field.name in implied:
                self._placement.put(node, classes, field, [implied[field.name]], pointer)
            elif field.name in body or not field.inverse:
                where = at(pointer, field.name)
                terms = []
                for value, place in self._listed(field, body.get(field.name), where):
                    term = self._term(node, classes, field, value, place)
                    if term is None:
                        break
                    terms.append(term)
                else:
                    self._placement.put(node, classes, field, terms, where)

    def _listed(self, field: Field, value: Any, pointer: str) -> list[tuple[Any, str]]:
        """Return the values of a field, each with its place; a single field may be an array."""
        if value is None:
            return []
        if isinstance(value, list):
            return [(item, at(pointer, place)) for place, item in enumerate(value)]
        if not field.single:
            return [(Misfit(f"expected an array, not {kind_of(value)}"), pointer)]
        return [(value, pointer)]

    def _term(
        self, node: Node, classes: frozenset[str], field: Field, value: Any, pointer: str
    ) -> Term | None:
        """Return what a JSON value stands for; None, once the fault is noted, for nothing."""
        try:
            if isinstance(value, Misfit):
                raise value
            if isinstance(value, dict) and "value" in value:
                return literal_of(field, value)
            if field.nested:
                return self._nested(node, field, value, pointer)
            if field.kind == "link":
                return self._link(node, classes, field, value, pointer)
            return self._plain(node, field, value)
        except (ValueError, NotFound) as error:
            self._faults.add(pointer, str(error))
            return None

    def _plain(self, node: Node, field: Field, value: Any) -> Term:
        if isinstance(value, dict) and set(value) == {"id"}:  # a thing where none should be
            return self._named(node, field, str(value["id"]))
        return iri_of(field, value) if field.kind == "iri" else literal_of(field, value)

    def _link(
        self, node: Node, classes: frozenset[str], field: Field, value: Any, pointer: str
    ) -> Term:
        if isinstance(value, str):
            return self._named(node, field, value)
        if not isinstance(value, dict):
            raise Misfit(f"expected an id, an IRI or an object with one, not {kind_of(value)}")
        if not is_thing(value):
            if not isinstance(value["id"], str):
                raise Misfit(f"expected an id that is a text, not {kind_of(value['id'])}")
            return self._named(node, field, value["id"])
        planned = self._plan.of(value)
        if planned is not None:
            implied = self._implied(node, classes, field, planned.classes)
            self.create(planned, value, pointer, implied)
            return NamedNode(planned.iri)
        known = self._plan.existing(field, value)
        if known is None:
            raise Misfit("this is neither a link nor a new thing")
        theirs = self._facts.classes(known)
        self._check_classes(theirs, value, pointer)
        if self._types.owns(field, classes, theirs):
            implied = self._implied(node, classes, field, theirs)
            self.write(known, value, pointer, implied=implied)
        elif self._would_change(known, value, pointer):
            raise Misfit(
                "this thing is not part of the one around it, so it is changed at its own "
                "address; here its id is enough"
            )
        return NamedNode(known)

    def _would_change(self, iri: str, body: Body, pointer: str) -> bool:
        """Tell whether writing a thing would change it, without writing it."""
        placement = self._placement
        draft, orphans = placement.draft, dict(placement.orphans)
        placement.draft = Draft(draft)
        try:
            self.write(iri, body, pointer)
            return bool(placement.draft.patch())
        finally:
            placement.draft, placement.orphans = draft, orphans

    def _check_classes(self, classes: frozenset[str], body: Body, pointer: str) -> None:
        """Note a `type` that is not the one a thing has."""
        given = self._plan.classes_in(body, pointer)
        if given and given != classes:
            self._faults.add(
                at(pointer, "type"), "a thing keeps its class; delete it and make a new one"
            )

    def _implied(
        self, node: Node, classes: frozenset[str], field: Field, theirs: frozenset[str]
    ) -> Implied:
        """Return the field by which a thing written within another names that other."""
        if field.inverse:
            fields = self._types.fields_of(theirs)
            back = next((f for f in fields if f.path == (field.predicate, False)), None)
        else:
            back = self._types.counterpart(field, classes, theirs)
        return {back.name: node} if back else {}

    def _named(self, node: Node, field: Field, text: str) -> Term:
        """Return the thing that a text names: by a local id, an id, a path or an IRI."""
        if text.startswith(LOCAL):
            local = self._plan.local(text)
            if local is not None:
                return NamedNode(local)
            for term in self._placement.values(node, field):
                if isinstance(term, BlankNode) and term.value == text.removeprefix(LOCAL):
                    return term
            raise Misfit(f"nothing new in this request has the id {text!r}")
        return NamedNode(self._resolver.find(text, self._types.reached(field)))

    def _nested(self, node: Node, field: Field, value: Any, pointer: str) -> Term:
        """Write what is nested in a thing and return its node."""
        if not isinstance(value, dict) or field.nested is None:
            raise Misfit(f"expected an object, not {kind_of(value)}")
        name = value.get("id")
        if name is not None and not isinstance(name, str):
            raise Misfit(f"expected an id that is a text, not {kind_of(name)}")
        part = self._part(node, field, name)
        if value.keys() <= {"id"} and part in self._placement.values(node, field):
            return part
        known = {inner.name: inner for inner in field.nested.fields}
        self.check_names(known, value, pointer)
        classes = self._plan.classes_in(value, pointer)
        is_new = part not in self._placement.values(node, field)
        if not classes and is_new and len(field.nested.classes) == 1:
            classes = frozenset(field.nested.classes)
        if classes or not is_new:
            self._placement.classify(part, classes)
        self._write(part, classes, known.values(), value, pointer, {})
        return part

    def _part(self, node: Node, field: Field, name: str | None) -> Node:
        """Return the node of something nested: the one that is named, or a new one."""
        whole = node.value.partition("#")
        if name is not None:
            for term in self._placement.values(node, field):
                if isinstance(term, NamedNode) and term.value == name:
                    return term
                if isinstance(term, BlankNode) and f"{LOCAL}{term.value}" == name:
                    return term
            if name.startswith(LOCAL) or not name.startswith(f"{whole[0]}#"):
                raise Misfit(f"the id of something nested begins with {whole[0]}#, or is left out")
            return NamedNode(name)
        stem = "-".join(filter(None, (whole[2], field.name)))
        number = 1
        while True:
            suffix = f"-{number}" if number > 1 else ""
            part = NamedNode(f"{whole[0]}#{stem}{suffix}")
            if not any(self._placement.draft.match(part)):
                return part
            number += 1


def _of_property(fields: Mapping[str, Field], name: str) -> Field | None:
    """Return the only field of a property that is called so in RDF: `tools` for `usesTool`."""
    found = [
        field
        for field in fields.values()
        if not field.inverse and re.split("[#/]", field.predicate)[-1] == name
    ]
    return found[0] if len(found) == 1 else None
