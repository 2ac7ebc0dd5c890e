"""Where the entries of a YAML file stand, and faults at these places."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from rolegraph.errors import SyntaxFault

Key = tuple[str | int, ...]
Place = tuple[int, int]

_DEEPEST = 8


def places_of(root: yaml.Node) -> dict[Key, Place]:
    """Return line and column (from 1) of every entry, by its keys and positions (from 0)."""
    places: dict[Key, Place] = {}
    _find(root, (), places)
    return places


def _find(node: yaml.Node, key: Key, places: dict[Key, Place]) -> None:
    if len(key) > _DEEPEST:  # an alias may point to what it stands in
        return
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            places[(*key, index)] = _place(child)
            _find(child, (*key, index), places)
    elif isinstance(node, yaml.MappingNode):
        for name, child in node.value:
            entry = (*key, str(name.value))
            places[entry] = _place(name)
            _find(child, entry, places)


def _place(node: yaml.Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1


def message_of(detail: Mapping[str, object]) -> str:
    """Return in words what pydantic says of an entry that does not fit.

    Args:
        detail: one of `ValidationError.errors()`.
    """
    location = detail["loc"]
    name = location[-1] if isinstance(location, tuple) and location else "curation"
    if detail["type"] == "extra_forbidden":
        return f"The entry “{name}” is not known here."
    if detail["type"] == "missing":
        return f"The entry “{name}” is missing."
    return f"“{name}”: {detail['msg']}."


def fault_at(message: str, file: str, places: Mapping[Key, Place], key: Key) -> SyntaxFault:
    """Return a fault at the place of an entry, or of the nearest entry around it."""
    while key and key not in places:
        key = key[:-1]
    line, column = places.get(key, (1, 1))
    return SyntaxFault(message, source=file, line=line, column=column)
