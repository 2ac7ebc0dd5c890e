"""Fields: what the property shapes of a class say about one JSON property."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from dataclasses import field as part
from typing import Literal as OneOf

from rolegraph.catalogue.schema.triples import Triples
from rolegraph.errors import ConfigurationError
from rolegraph.rdf.namespaces import RDF, SH, SHAPES, compact
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Subject, Term

Kind = OneOf["literal", "link", "iri", "nested"]

LANG_STRING = RDF + "langString"
DEFAULT_LANGUAGE = "en"
LAST = float("inf")

RESERVED = frozenset(
    {"id", "type", "href", "value", "language", "datatype", "items", "total", "limit", "next"}
    | {"referencedBy", "commit"}
)
"""JSON names that answers use for themselves, so that no shape may take them."""

_NAME = re.compile(r"[a-z][A-Za-z0-9]*")


@dataclass(frozen=True)
class NestedType:
    """The form of things that are shown inside the thing they belong to.

    Attributes:
        name: the local name of its shape, without the ending "Shape".
        classes: class IRIs its things may have.
        fields: its fields in order.
    """

    name: str
    classes: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Field:
    """One JSON property of a type.

    Attributes:
        name: the JSON name.
        predicate: IRI of the predicate.
        inverse: whether the thing is the object of the predicate, not its subject.
        kind: literal, link (to another thing), iri (a bare address) or nested (a thing inside).
        datatype: datatype IRI of plain literals; None where the shapes leave it open.
        language: language of plain texts, or None.
        single: at most one value, shown without an array.
        min_count: how many values a Violation demands.
        choices: the allowed values, in order; empty where any is allowed.
        pattern: regular expression the values match, or None.
        minimum: smallest number allowed, or None.
        maximum: largest number allowed, or None.
        label: name for people.
        description: what the field means, for people.
        order: place within its group.
        group: IRI of its sh:PropertyGroup, or None.
        targets: IRIs of the classes a link leads to.
        nested: the form of nested things, for that kind only.
        shapes: IRIs of the property shapes it was read from.
        words: what may be written in words in the place of an address, with what it stands for.
    """

    name: str
    predicate: str
    inverse: bool
    kind: Kind
    datatype: str | None
    language: str | None
    single: bool
    min_count: int
    choices: tuple[str, ...]
    pattern: str | None
    minimum: float | None
    maximum: float | None
    label: str
    description: str
    order: float
    group: str | None
    targets: tuple[str, ...]
    nested: NestedType | None
    shapes: tuple[str, ...]
    words: tuple[tuple[str, str], ...] = ()

    @property
    def required(self) -> bool:
        """Whether a thing without this field is refused."""
        return self.min_count > 0

    @property
    def path(self) -> tuple[str, bool]:
        """Predicate and direction: what the field name stands for."""
        return self.predicate, self.inverse

    @property
    def open(self) -> bool:
        """Whether the shapes leave open what the values are."""
        return self.kind == "literal" and self.datatype is None and not self.choices

    def like(self, other: Field) -> Field:
        """Return this open field with the value form that `other` gives the same name."""
        return replace(
            self,
            kind="iri" if other.kind == "nested" else other.kind,
            datatype=other.datatype,
            language=other.language,
        )


def walk(fields: Iterable[Field]) -> Iterator[Field]:
    """Yield fields and the fields of the things nested in them."""
    for field in fields:
        yield field
        if field.nested:
            yield from walk(field.nested.fields)


@dataclass
class Declaration:
    """What one property shape says, its alternatives (sh:or, sh:xone, sh:and) flattened."""

    shape: Subject
    datatypes: list[str] = part(default_factory=list)
    classes: list[str] = part(default_factory=list)
    nodes: list[Subject] = part(default_factory=list)
    choices: list[Term] = part(default_factory=list)
    languages: list[str] = part(default_factory=list)
    holds_iris: bool = False


def declare(graph: Triples, shape: Subject) -> Declaration:
    """Read the value constraints of a property shape."""
    found = Declaration(shape)
    pending: list[Subject] = [shape]
    while pending:
        node = pending.pop(0)
        found.datatypes += graph.iris(node, SH + "datatype")
        found.classes += graph.iris(node, SH + "class")
        found.nodes += graph.nodes(node, SH + "node")
        for head in graph.objects(node, SH + "in"):
            found.choices += graph.items(head)
        for head in graph.objects(node, SH + "languageIn"):
            found.languages += [v.value for v in graph.items(head) if isinstance(v, Literal)]
        kinds = graph.iris(node, SH + "nodeKind")
        found.holds_iris |= bool({SH + "IRI", SH + "BlankNodeOrIRI"} & set(kinds))
        for connective in ("or", "xone", "and"):
            for head in graph.objects(node, SH + connective):
                pending += [v for v in graph.items(head) if isinstance(v, NamedNode | BlankNode)]
    return found


def path_of(graph: Triples, shape: Subject) -> tuple[str, bool]:
    """Return predicate IRI and direction of a property shape that names a field.

    Raises:
        ConfigurationError: the path is neither a predicate nor the inverse of one.
    """
    for path in graph.objects(shape, SH + "path"):
        if isinstance(path, NamedNode):
            return path.value, False
        if isinstance(path, BlankNode):
            for inverse in graph.iris(path, SH + "inversePath"):
                return inverse, True
    raise ConfigurationError(
        f"{shown(shape)} has an rgsh:fieldName, so its sh:path must be a predicate or "
        "[ sh:inversePath predicate ]. Leave the field name out of shapes with other paths."
    )


def field_name(graph: Triples, shape: Subject) -> str | None:
    """Return the JSON name that a property shape gives, or None.

    Raises:
        ConfigurationError: the name is reserved or not in lowerCamelCase.
    """
    name = graph.text(shape, SHAPES + "fieldName")
    if name is None:
        return None
    if name in RESERVED:
        raise ConfigurationError(
            f"{shown(shape)} has the rgsh:fieldName {name!r}, which answers use for themselves; "
            f"choose a name other than {', '.join(sorted(RESERVED))}."
        )
    if not _NAME.fullmatch(name):
        raise ConfigurationError(
            f"{shown(shape)} has the rgsh:fieldName {name!r}; write it in lowerCamelCase with "
            "letters and digits only."
        )
    return name


def is_violation(graph: Triples, shape: Subject) -> bool:
    """Tell whether failing a shape is a Violation, which is what SHACL assumes."""
    if graph.text(shape, SH + "deactivated") == "true":
        return False
    return graph.iris(shape, SH + "severity") in ([], [SH + "Violation"])


def shown(node: Term) -> str:
    """Return a node as messages name it."""
    return compact(node.value) if isinstance(node, NamedNode) else "A shape without a name"
