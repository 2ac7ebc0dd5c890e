"""Resource types: the classes that have a shape with a plural name, and their fields.

No class is named here. A node shape with `sh:targetClass` and `rgsh:pluralName` makes a type; its
property shapes with `rgsh:fieldName`, those of the shapes it includes by `sh:node` and those of
the shapes that target a class above, make the fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from rolegraph.catalogue.schema.agreement import agree
from rolegraph.catalogue.schema.fields import Field, shown, walk
from rolegraph.catalogue.schema.relations import TermRelations
from rolegraph.catalogue.schema.shape_reader import ShapeReader
from rolegraph.catalogue.schema.triples import Triples
from rolegraph.errors import ConfigurationError
from rolegraph.rdf.namespaces import GRAPHS, RDFS, SH, SHAPES, SHAPES_GRAPHS, SKOS
from rolegraph.rdf.terms import NamedNode, Quad, Subject
from rolegraph.store.protocol import Store

LABEL = "label"
"""The field that names a thing for people, whatever its predicate."""

TAKEN = frozenset(
    {"analysis", "batch", "changes", "queries", "resource", "running", "schemas", "search"}
    | {"validate"}
)
"""Plurals that would hide other addresses under `/api/v1/`."""

_PLURAL = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Group:
    """A named group of fields, for pages and forms."""

    iri: str
    label: str
    order: float


@dataclass(frozen=True)
class ResourceType:
    """A class of things that the catalogue serves.

    Attributes:
        iri: the class.
        plural: its name in addresses, such as `lifecycle-stages`.
        name: local name of the class, as in the JSON `type`.
        label: name for people.
        description: definition of the class.
        shape: IRI of the node shape that makes it a type.
        fields: in the order of their groups and their own.
        groups: the groups of those fields, in order.
        ordered_by: predicate that its lists follow, or None for labels.
        home_file: file that new things are written to, or None.
        classes: the class and all below it.
    """

    iri: str
    plural: str
    name: str
    label: str
    description: str
    shape: str
    fields: tuple[Field, ...]
    groups: tuple[Group, ...]
    ordered_by: str | None
    home_file: str | None
    classes: frozenset[str]

    def field(self, name: str) -> Field | None:
        """Return the field of a name, or None."""
        return next((field for field in self.fields if field.name == name), None)


class ResourceTypes(Mapping[str, ResourceType]):
    """All resource types, by plural, in the order of their plurals."""

    def __init__(
        self,
        types: Iterable[ResourceType],
        classes: Iterable[str] = (),
        relations: TermRelations | None = None,
    ) -> None:
        self._types = {t.plural: t for t in sorted(types, key=lambda t: t.plural)}
        self._by_classes: dict[frozenset[str], tuple[ResourceType, ...]] = {}
        self._fields: dict[frozenset[str], tuple[Field, ...]] = {}
        self._reached: dict[tuple[str, ...], tuple[ResourceType, ...]] = {}
        self.classes = tuple(classes)
        self.relations = relations or TermRelations()

    def __getitem__(self, plural: str) -> ResourceType:
        return self._types[plural]

    def __iter__(self) -> Iterator[str]:
        return iter(self._types)

    def __len__(self) -> int:
        return len(self._types)

    @classmethod
    def from_quads(cls, quads: Iterable[Quad]) -> ResourceTypes:
        """Read the types off the quads of shapes and ontology.

        Raises:
            ConfigurationError: a convention for shapes is broken; the message names the shape.
        """
        graph = Triples(quads)
        reader = ShapeReader(graph)
        types: dict[str, ResourceType] = {}
        owners: dict[str, str] = {}
        for shape, _ in graph.pairs(SHAPES + "pluralName"):
            found = _read_type(reader, shape)
            if found.plural in types:
                raise ConfigurationError(
                    f"{shown(shape)} and {shown(NamedNode(types[found.plural].shape))} have the "
                    f"same rgsh:pluralName {found.plural!r}; give each class its own."
                )
            if owners.setdefault(found.iri, found.plural) != found.plural:
                raise ConfigurationError(
                    f"{shown(shape)} gives {shown(NamedNode(found.iri))} a second "
                    f"rgsh:pluralName, {found.plural!r} beside {owners[found.iri]!r}."
                )
            types[found.plural] = found
        agreed = [
            replace(found, fields=fields)
            for found, fields in zip(
                types.values(), agree(found.fields for found in types.values()), strict=True
            )
        ]
        return cls(agreed, reader.classes(), TermRelations.from_triples(graph))

    @classmethod
    def from_store(cls, store: Store) -> ResourceTypes:
        """Read the types off the shapes and the ontology that a store holds."""
        ontology = GRAPHS + "ontology/"
        graphs = [g for g in store.graph_names() if g.value.startswith((SHAPES_GRAPHS, ontology))]
        hierarchy = store.match(None, NamedNode(RDFS + "subClassOf"))
        return cls.from_quads(chain(hierarchy, *(store.match(graph=graph) for graph in graphs)))

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field name of every type and nested type, with one field that bears it."""
        return {field.name: field for t in self.values() for field in walk(t.fields)}

    @cached_property
    def label_predicate(self) -> str:
        """The predicate of the field `label`."""
        field = self.fields.get(LABEL)
        return field.predicate if field else SKOS + "prefLabel"

    @cached_property
    def orders(self) -> tuple[str, ...]:
        """The predicates that lists follow."""
        return tuple(dict.fromkeys(t.ordered_by for t in self.values() if t.ordered_by))

    def of_classes(self, classes: Iterable[str]) -> tuple[ResourceType, ...]:
        """Return the types that things of some classes belong to, the most specific first."""
        key = frozenset(classes)
        if key not in self._by_classes:
            found = [t for t in self.values() if not key.isdisjoint(t.classes)]
            found.sort(key=lambda t: (len(t.classes), t.plural))
            self._by_classes[key] = tuple(found)
        return self._by_classes[key]

    def fields_of(self, classes: frozenset[str]) -> tuple[Field, ...]:
        """Return the fields of things of some classes; each path once."""
        if classes not in self._fields:
            by_path: dict[tuple[str, bool], Field] = {}
            for found in self.of_classes(classes):
                for field in found.fields:
                    by_path.setdefault(field.path, field)
            self._fields[classes] = tuple(by_path.values())
        return self._fields[classes]

    def reached(self, field: Field) -> tuple[ResourceType, ...]:
        """Return the types whose things a link may lead to; all where the shapes leave it open."""
        found = self._reached.get(field.targets)
        if found is None:
            found = tuple(t for t in self.values() if self.leads_to(field, t.classes))
            found = self._reached[field.targets] = found or tuple(self.values())
        return found

    def leads_to(self, field: Field, classes: frozenset[str]) -> bool:
        """Tell whether a link may lead to a thing of some classes, as far as the shapes say."""
        if not field.targets:
            return True
        return any(not classes.isdisjoint(self.relations.below(iri)) for iri in field.targets)

    def fields_below(self, field: Field) -> dict[str, Field]:
        """Return the fields of what a field leads to, by name; empty where it leads to nothing."""
        if field.nested:
            return {inner.name: inner for inner in field.nested.fields}
        if field.kind != "link":
            return {}
        return {inner.name: inner for t in self.reached(field) for inner in t.fields}

    def counterpart(self, field: Field, of: frozenset[str], at: frozenset[str]) -> Field | None:
        """Return the field by which the other side of a link states the same link.

        Args:
            field: a field of things of the classes `of`.
            of: classes of the thing that has the field.
            at: classes of the thing that the link leads to.
        """
        inverses = self.relations.inverses.get(field.predicate, frozenset())
        if field.inverse or field.kind != "link" or not inverses:
            return None
        for other in self.fields_of(at):
            if other.predicate in inverses and not other.inverse and self.leads_to(other, of):
                return other
        return None

    def owns(self, field: Field, of: frozenset[str], at: frozenset[str]) -> bool:
        """Tell whether a thing owns those that a field of it lists.

        It does where each of them must name exactly one such thing by the counterpart of the
        field, so that it cannot be without it: a step without its workflow.
        """
        other = self.counterpart(field, of, at)
        return other is not None and other.single and other.required and not field.single


def _read_type(reader: ShapeReader, shape: Subject) -> ResourceType:
    graph = reader.graph
    plural = graph.text(shape, SHAPES + "pluralName") or ""
    targets = graph.iris(shape, SH + "targetClass")
    if len(targets) != 1 or not isinstance(shape, NamedNode):
        raise ConfigurationError(
            f"{shown(shape)} has an rgsh:pluralName, so it needs an IRI and exactly one "
            f"sh:targetClass; it has {len(targets)}."
        )
    if not _PLURAL.fullmatch(plural) or plural in TAKEN:
        raise ConfigurationError(
            f"{shown(shape)} has the rgsh:pluralName {plural!r}; use lower-case words joined by "
            f"hyphens, other than {', '.join(sorted(TAKEN))}."
        )
    (iri,) = targets
    shapes = reader.shapes_of(iri)
    fields = reader.fields(shapes)
    groups = dict.fromkeys(field.group for field in fields if field.group)
    name = re.split(r"[#/]", iri)[-1]
    label, description = reader.definition_of(iri)
    orders = [order for s in shapes for order in graph.iris(s, SHAPES + "orderedBy")]
    return ResourceType(
        iri=iri,
        plural=plural,
        name=name,
        label=label or name,
        description=description or graph.text(shape, SH + "description", RDFS + "comment") or "",
        shape=shape.value,
        fields=tuple(fields),
        groups=tuple(_group(reader, group) for group in groups),
        ordered_by=orders[0] if orders else None,
        home_file=graph.text(shape, SHAPES + "homeFile"),
        classes=frozenset(reader.subclasses(iri)),
    )


def _group(reader: ShapeReader, iri: str) -> Group:
    label = reader.graph.text(NamedNode(iri), RDFS + "label", SKOS + "prefLabel")
    return Group(iri, label or re.split(r"[#/]", iri)[-1], reader.group_order(iri))
