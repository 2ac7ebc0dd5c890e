"""Names of JSON schemas and of operations: each says what it is, so that generated code does too.

A schema that stands inside another one without a name of its own is called `Type72` or `Items` by
generators. So enumerations and nested things have names: the one of their field where that means
the same in all types, else the type's name before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rolegraph.catalogue.schema.fields import Field, NestedType, walk
from rolegraph.catalogue.schema.types import ResourceType, ResourceTypes


def pascal(name: str) -> str:
    """Return a name as the name of a class: `lifecycle-stages` → `LifecycleStages`."""
    return "".join(part[:1].upper() + part[1:] for part in name.replace("_", "-").split("-"))


class SchemaNames:
    """The names of the schemas of all types.

    Args:
        types: the types.
    """

    def __init__(self, types: ResourceTypes) -> None:
        self._types = types
        self._enumerations: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._nested: dict[str, set[NestedType]] = defaultdict(set)
        for field in (field for t in types.values() for field in walk(t.fields)):
            if field.choices:
                self._enumerations[pascal(field.name)].add(field.choices)
            if field.nested:
                self._nested[_bare(field.nested)].add(field.nested)
        self._taken = {t.name for t in types.values()}

    def enumeration(self, owner: str, field: Field) -> str:
        """Return the name of the schema of a field's choices.

        Args:
            owner: name of the type, or of the nested thing, that has the field.
            field: the field.
        """
        name = pascal(field.name)
        alone = len(self._enumerations[name]) == 1 and not self._is_taken(name)
        return name if alone else f"{owner}{name}"

    def nested(self, owner: str, field: Field, nested: NestedType) -> str:
        """Return the name of the schema of the things that are shown inside another one."""
        name = _bare(nested)
        alone = len(self._nested[name]) == 1 and not self._is_taken(name)
        return name if alone else f"{owner}{pascal(field.name)}"

    def singular(self, resource_type: ResourceType) -> str:
        """Return the name of one thing in operation ids: as many words as the plural has.

        `steps` of the class `WorkflowStep` → `Step`; the whole name where two types would share it.
        """
        name = self._short(resource_type)
        shared = [t for t in self._types.values() if self._short(t) == name]
        return name if len(shared) == 1 else resource_type.name

    @staticmethod
    def _short(resource_type: ResourceType) -> str:
        words = list(_words(resource_type.name))
        return "".join(words[-(resource_type.plural.count("-") + 1) :])

    def _is_taken(self, name: str) -> bool:
        return name in self._taken or (name in self._enumerations and name in self._nested)


def _bare(nested: NestedType) -> str:
    """Return what nested things are: a shape `QuotationViewShape` shows a quotation."""
    return nested.name.removesuffix("View") or nested.name


def _words(name: str) -> Iterator[str]:
    """Yield the words of a class name: those of `WorkflowStep` are `Workflow` and `Step`."""
    start = 0
    for place in range(1, len(name)):
        if name[place].isupper() and not name[place - 1].isupper():
            yield name[start:place]
            start = place
    yield name[start:]
