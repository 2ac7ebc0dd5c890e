"""Which parts of a thing an answer shows: fields left out, links expanded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rolegraph.catalogue.index.paths import field_path, fields_of
from rolegraph.catalogue.schema.types import ResourceType, ResourceTypes
from rolegraph.errors import ParameterError

NO_FIELDS = frozenset({"id", "type", "href"})
"""Members of a thing that are no fields. Its `id` is always shown."""

_Tree = dict[str, "_Tree"]  # dotted names, by their parts


@dataclass(frozen=True)
class Selection:
    """What is shown of a thing.

    Attributes:
        only: names of the members shown, besides `id`; None shows all.
        inside: fields whose links are shown as whole things, and nested things that are shown
            otherwise than whole, with what is shown of those.
    """

    only: frozenset[str] | None = None
    inside: Mapping[str, Selection] = field(default_factory=dict)

    def shows(self, name: str) -> bool:
        """Tell whether a member is shown."""
        return self.only is None or name in self.only


EVERYTHING = Selection()


def selection_of(
    types: ResourceTypes,
    resource_type: ResourceType,
    fields: str | None = None,
    expand: str | None = None,
) -> Selection:
    """Read the parameters `fields` and `expand`.

    Both are names separated by commas, which lead into linked and nested things by dots. With
    `fields` only what it names is shown, and what `expand` names.

    Raises:
        ParameterError: there is no such field, or it does not lead to a thing.
    """
    named: _Tree = {}
    for text in _texts(fields, "fields"):
        way, _, last = text.rpartition(".")
        wanted = way if last in NO_FIELDS else text
        path = field_path(types, resource_type, wanted, "fields") if wanted else ()
        names = [step.name for step in path]
        _grow(named, [*names, last] if last in NO_FIELDS else names)
    expanded: _Tree = {}
    for text in _texts(expand, "expand"):
        path = field_path(types, resource_type, text, "expand")
        for step in path:
            if step.kind not in {"link", "nested"}:
                links = [f.name for f in fields_of(resource_type).values() if f.kind == "link"]
                raise ParameterError(
                    f"expand: {step.name!r} leads to no thing. These do: {', '.join(links)}."
                )
        _grow(expanded, [step.name for step in path])
    return _combined(named if fields is not None else None, expanded)


def _texts(parameter: str | None, name: str) -> list[str]:
    if parameter is None:
        return []
    texts = [text.strip() for text in parameter.split(",")]
    if not all(texts):
        raise ParameterError(f"{name}: give names of fields, separated by commas.")
    return texts


def _grow(tree: _Tree, names: list[str]) -> None:
    for name in names:
        tree = tree.setdefault(name, {})


def _combined(named: _Tree | None, expanded: _Tree) -> Selection:
    inside = {name: _combined(None, below) for name, below in expanded.items()}
    if named is None:
        return Selection(None, inside)
    for name, below in named.items():
        if below:
            inside[name] = _combined(below, expanded.get(name, {}))
    return Selection(frozenset({*named, *expanded}), inside)
