"""Entities of a software catalogue, as Backstage writes them: `kind`, `metadata`, `spec`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from rolegraph.documents.outline import LEFT_OUT, SetAside

_ROLES = frozenset({"group", "role", "team", "persona", "position"})
"""Kinds of entities that are roles or teams."""
_PEOPLE = frozenset({"user", "person", "member"})
_ENVELOPE = frozenset({"apiversion", "kind", "metadata", "spec"})
_RELATIONS = {"parent": "parent role", "children": "direct reports"}
"""Fields of a group that name others → the label by which they are read."""
_NAMES = ("displayname", "title", "name")
"""Fields that name an entity, the one for people first."""
_PLUMBING = frozenset(
    {"apiversion", "namespace", "annotations", "labels", "tags", "links", "uid", "picture", "email"}
)
"""Fields that say where an entity is kept or shown, and nothing of a role."""


@dataclass
class Entity:
    """An entity of a catalogue.

    Attributes:
        kind: what it says that it is.
        name: its name; None where it is no role.
        alias: its short name, where it has another one for people.
        fields: what it says of the role.
        aside: what of it is not read, and why.
    """

    kind: yaml.ScalarNode
    name: yaml.ScalarNode | None = None
    alias: yaml.ScalarNode | None = None
    fields: list[tuple[yaml.Node, yaml.Node]] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)


def entity_of(node: yaml.Node) -> Entity | None:
    """Return a document of a YAML file as an entity; None where it is a record of another form."""
    parts = _parts(node)
    kind, metadata = parts.get("kind"), parts.get("metadata")
    if not isinstance(kind, yaml.ScalarNode) or not isinstance(metadata, yaml.MappingNode):
        return None
    if not isinstance(node, yaml.MappingNode) or not parts.keys() <= _ENVELOPE:
        return None
    found = Entity(kind)
    word = str(kind.value)
    if word.casefold() not in _ROLES:
        person = f"is a {word}, and so a person; {LEFT_OUT}"
        reason = person if word.casefold() in _PEOPLE else f"is a {word}, and no role"
        found.aside.append(SetAside(node.start_mark.index, node.end_mark.index, reason))
        return found
    pairs = list(_flat(node, found))
    named = {str(key.value).casefold(): (key, value) for key, value in pairs}
    name = next((named[each] for each in _NAMES if each in named), None)
    if name is None or not isinstance(name[1], yaml.ScalarNode):
        return None
    found.name = name[1]
    for key, value in pairs:
        if value is kind or value is name[1]:
            found.aside.append(SetAside(key.start_mark.index, key.end_mark.index, ""))
        elif str(key.value).casefold() == "name" and isinstance(value, yaml.ScalarNode):
            found.alias = value
            found.aside.append(SetAside(key.start_mark.index, key.end_mark.index, ""))
        elif str(key.value).casefold() in _RELATIONS:
            word = _RELATIONS[str(key.value).casefold()]
            label = yaml.ScalarNode(key.tag, word, key.start_mark, key.end_mark)
            found.fields.append((label, value))
        elif str(key.value).casefold() == "type" and isinstance(value, yaml.ScalarNode):
            reason = "says which sort of entity it is"
            found.aside.append(SetAside(key.start_mark.index, value.end_mark.index, reason))
        else:
            found.fields.append((key, value))
    return found


def _parts(node: yaml.Node) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value).casefold(): value for key, value in node.value}


def _flat(node: yaml.MappingNode, found: Entity) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Yield the fields of an entity, those of its parts as well; what is plumbing is set aside."""
    for key, value in node.value:
        name = str(key.value).casefold()
        if name in _PLUMBING:
            reason = "says where the entity is kept or shown"
            found.aside.append(SetAside(key.start_mark.index, value.end_mark.index, reason))
        elif isinstance(value, yaml.MappingNode):
            found.aside.append(SetAside(key.start_mark.index, key.end_mark.index, ""))
            yield from _flat(value, found)
        else:
            yield key, value
