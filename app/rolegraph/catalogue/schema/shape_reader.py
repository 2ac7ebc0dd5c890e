"""Reads the fields of a class off the property shapes that apply to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from rolegraph.catalogue.schema.fields import (
    DEFAULT_LANGUAGE,
    LANG_STRING,
    LAST,
    Declaration,
    Field,
    Kind,
    NestedType,
    declare,
    field_name,
    is_violation,
    path_of,
    shown,
)
from rolegraph.catalogue.schema.triples import Triples
from rolegraph.errors import ConfigurationError
from rolegraph.rdf.namespaces import OWL, RDF, RDFS, SH, SHAPES, SKOS
from rolegraph.rdf.terms import Literal, NamedNode, Subject

T = TypeVar("T")


class ShapeReader:
    """Fields and nested types as a graph of shapes and ontology tells them."""

    def __init__(self, graph: Triples) -> None:
        self.graph = graph
        self._parents: dict[str, list[str]] = {}
        self._children: dict[str, list[str]] = {}
        for child, parent in graph.pairs(RDFS + "subClassOf"):
            if isinstance(child, NamedNode) and isinstance(parent, NamedNode):
                self._parents.setdefault(child.value, []).append(parent.value)
                self._children.setdefault(parent.value, []).append(child.value)

    def superclasses(self, iri: str) -> list[str]:
        """Return a class and all classes above it, nearest first."""
        return _closure(iri, self._parents)

    def subclasses(self, iri: str) -> list[str]:
        """Return a class and all classes below it, nearest first."""
        return _closure(iri, self._children)

    def shapes_of(self, class_iri: str) -> list[Subject]:
        """Return the node shapes that apply to things of a class, the most specific first.

        Those are the shapes that target it or a class above it, and what they include by sh:node.
        `sh:deactivated` ends validation only: such a shape still says how things are shown.
        """
        targeting: list[Subject] = []
        for iri in self.superclasses(class_iri):
            targeting += self.graph.subjects(SH + "targetClass", NamedNode(iri))
        return self.with_mixins(targeting)

    def with_mixins(self, shapes: Iterable[Subject]) -> list[Subject]:
        """Return shapes and what they include by sh:node."""
        found: list[Subject] = []
        pending = list(shapes)
        while pending:
            shape = pending.pop(0)
            if shape not in found:
                found.append(shape)
                pending += self.graph.nodes(shape, SH + "node")
        return found

    def fields(self, shapes: Sequence[Subject], within: tuple[Subject, ...] = ()) -> list[Field]:
        """Return the fields that node shapes declare together, in order.

        Args:
            shapes: node shapes; where they differ in wording the first one speaks.
            within: the nested shapes around, to notice one that contains itself.

        Raises:
            ConfigurationError: a convention for shapes is broken; the message names the shape.
        """
        declared: dict[str, list[Subject]] = {}
        for shape in shapes:
            for prop in self.graph.nodes(shape, SH + "property"):
                name = field_name(self.graph, prop)
                if name is not None and prop not in declared.get(name, ()):
                    declared.setdefault(name, []).append(prop)
        fields = [self._field(name, props, within) for name, props in declared.items()]
        _check_paths(fields)
        return sorted(fields, key=lambda f: (self.group_order(f.group), f.order, f.name))

    def group_order(self, group: str | None) -> float:
        """Return the place of a property group; fields without one come last."""
        order = self.graph.number(NamedNode(group), SH + "order") if group else None
        return LAST if order is None else order

    def _field(self, name: str, props: list[Subject], within: tuple[Subject, ...]) -> Field:
        graph = self.graph
        paths = {path_of(graph, prop): prop for prop in props}
        if len(paths) > 1:
            raise ConfigurationError(
                f"The field {name!r} stands for two paths, in "
                f"{' and '.join(shown(prop) for prop in paths.values())}; give one another name."
            )
        predicate, inverse = next(iter(paths))
        said = [declare(graph, prop) for prop in props]
        nested_shapes = self._nested_shapes(said)
        targets = _unique([*(c for d in said for c in d.classes), *self._targets(said)])
        kind = self._kind(said, inverse=inverse, nested=bool(nested_shapes))
        datatype, language = self._form(name, said) if kind == "literal" else (None, None)
        nested = self._nested(nested_shapes, targets, within) if kind == "nested" else None
        choices = [c.value for d in said for c in d.choices if isinstance(c, NamedNode | Literal)]
        minima = [
            int(graph.number(prop, SH + "minCount") or 0)
            for prop in props
            if is_violation(graph, prop)
        ]
        order = _first(graph.number(prop, SH + "order") for prop in props)
        ontology = NamedNode(predicate)
        return Field(
            name=name,
            predicate=predicate,
            inverse=inverse,
            kind=kind,
            datatype=datatype,
            language=language,
            # One text in each language is one text, translated.
            single=any(
                graph.number(prop, SH + "maxCount") == 1
                or graph.text(prop, SH + "uniqueLang") == "true"
                for prop in props
            ),
            min_count=max(minima, default=0),
            choices=tuple(_unique(choices)),
            pattern=_first(graph.text(prop, SH + "pattern") for prop in props),
            minimum=_first(graph.number(prop, SH + "minInclusive") for prop in props),
            maximum=_first(graph.number(prop, SH + "maxInclusive") for prop in props),
            label=_first(graph.text(prop, SH + "name") for prop in props)
            or graph.text(ontology, SKOS + "prefLabel", RDFS + "label")
            or name,
            description=_first(graph.text(prop, SH + "description") for prop in props)
            or graph.text(ontology, SKOS + "definition", RDFS + "comment")
            or "",
            order=LAST if order is None else order,
            group=_first(g for prop in props for g in graph.iris(prop, SH + "group")),
            targets=tuple(targets),
            nested=nested,
            shapes=tuple(prop.value for prop in props if isinstance(prop, NamedNode)),
            words=tuple(
                (graph.text(NamedNode(iri), SKOS + "prefLabel", RDFS + "label") or iri, iri)
                for prop in props
                for iri in graph.iris(prop, SHAPES + "alsoTakes")
            ),
        )

    def _is_resource(self, shape: Subject) -> bool:
        return self.graph.text(shape, SHAPES + "pluralName") is not None

    def _nested_shapes(self, said: list[Declaration]) -> list[Subject]:
        """Return the shapes whose things show inside: those without a plural, that have fields."""
        return [
            node
            for node in dict.fromkeys(n for d in said for n in d.nodes)
            if not self._is_resource(node) and self._has_fields(node)
        ]

    def _has_fields(self, shape: Subject) -> bool:
        return any(
            field_name(self.graph, prop) is not None
            for member in self.with_mixins([shape])
            for prop in self.graph.nodes(member, SH + "property")
        )

    def _targets(self, said: list[Declaration]) -> list[str]:
        nodes = [n for d in said for n in d.nodes if self._is_resource(n)]
        return [iri for node in nodes for iri in self.graph.iris(node, SH + "targetClass")]

    def _kind(self, said: list[Declaration], *, inverse: bool, nested: bool) -> Kind:
        classes = {c for d in said for c in d.classes}
        resources = any(self._is_resource(s) for c in classes for s in self.shapes_of(c))
        if nested and not resources and not inverse:
            return "nested"
        if inverse or classes or self._targets(said):
            return "link"
        if any(d.holds_iris for d in said):
            return "iri"
        choices = [choice for d in said for choice in d.choices]
        return "iri" if choices and not isinstance(choices[0], Literal) else "literal"

    def _form(self, name: str, said: list[Declaration]) -> tuple[str | None, str | None]:
        """Return datatype and language of plain literals; alternatives show theirs."""
        datatypes = _unique([t for d in said for t in d.datatypes])
        choices = [c for d in said for c in d.choices if isinstance(c, Literal)]
        if not datatypes and choices:
            datatypes = [choices[0].datatype.value]
        if len(datatypes) > 1 and len({tuple(d.datatypes) for d in said if d.datatypes}) > 1:
            raise ConfigurationError(
                f"The field {name!r} has two datatypes, in "
                f"{' and '.join(shown(d.shape) for d in said if d.datatypes)}; agree on one."
            )
        languages = [language for d in said for language in d.languages]
        if (datatypes and datatypes[0] == LANG_STRING) or (languages and not datatypes):
            return LANG_STRING, languages[0] if languages else DEFAULT_LANGUAGE
        return (datatypes[0] if datatypes else None), None

    def _nested(
        self, shapes: list[Subject], classes: list[str], within: tuple[Subject, ...]
    ) -> NestedType:
        for shape in shapes:
            if shape in within:
                raise ConfigurationError(
                    f"{shown(shape)} contains itself by sh:node; give its class an "
                    "rgsh:pluralName, so that its things are linked."
                )
        members = self.with_mixins(shapes)
        own = [iri for s in members for iri in self.graph.iris(s, SH + "targetClass")]
        name = shapes[0].value.rpartition("#")[2] if isinstance(shapes[0], NamedNode) else "Nested"
        fields = self.fields(members, (*within, *shapes))
        return NestedType(
            name=name.removesuffix("Shape"),
            classes=tuple(_unique([*classes, *own])),
            fields=tuple(fields),
        )

    def definition_of(self, class_iri: str) -> tuple[str | None, str | None]:
        """Return label and definition that the ontology gives a class."""
        node = NamedNode(class_iri)
        return (
            self.graph.text(node, SKOS + "prefLabel", RDFS + "label"),
            self.graph.text(node, SKOS + "definition", RDFS + "comment"),
        )

    def classes(self) -> list[str]:
        """Return the IRIs of all declared classes, sorted."""
        found = {
            node.value
            for kind in (OWL + "Class", RDFS + "Class")
            for node in self.graph.subjects(RDF + "type", NamedNode(kind))
            if isinstance(node, NamedNode)
        }
        return sorted(found)


def _closure(start: str, edges: dict[str, list[str]]) -> list[str]:
    found = [start]
    for iri in found:
        found += [other for other in edges.get(iri, ()) if other not in found]
    return found


def _check_paths(fields: Iterable[Field]) -> None:
    names: dict[tuple[str, bool], str] = {}
    for one in fields:
        other = names.setdefault(one.path, one.name)
        if other != one.name:
            raise ConfigurationError(
                f"The path of {', '.join(one.shapes) or one.name} has two field names in one "
                f"class, {other!r} and {one.name!r}; use the same rgsh:fieldName for both."
            )


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _first(values: Iterator[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)
