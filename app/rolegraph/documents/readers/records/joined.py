"""Records that are told apart by a type and joined by a list of links, as in the NICE framework.

```json
{"elements": [{"element_type": "work_role", "element_identifier": "A", "title": "Analyst"},
              {"element_type": "task", "element_identifier": "T1", "text": "Scan networks"}],
 "relationships": [{"source_element_identifier": "A", "dest_element_identifier": "T1"}]}
```

Each role gets what it is linked with as fields by its type: `task: [Scan networks]`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from rolegraph.documents.outline import SetAside
from rolegraph.documents.readers.records.keys import folded_key

_TYPES = ("elementtype", "type", "kind", "classname", "concepttype")
_IDS = ("elementidentifier", "identifier", "id", "uri", "code")
_TEXTS = ("text", "description", "statement", "title", "name", "preferredlabel")
_ROLES = frozenset({"workrole", "role", "jobrole", "occupation", "job", "position"})
_ENDS = (
    ("sourceelementidentifier", "source", "sourceid", "from", "subject", "parent"),
    ("destelementidentifier", "destination", "target", "targetid", "to", "object", "child"),
)
_ENOUGH = 0.5


@dataclass(frozen=True)
class _Element:
    node: yaml.MappingNode
    type: yaml.ScalarNode
    text: yaml.ScalarNode | None

    @property
    def is_role(self) -> bool:
        return folded_key(self.type.value) in _ROLES


def join_linked(root: yaml.Node) -> tuple[yaml.Node, list[SetAside]]:
    """Put what roles are linked with into their records.

    Args:
        root: the file.

    Returns:
        The list of the roles, and what of the file is no record of its own; a file of another form
        as it is.
    """
    lists = list(_lists(root))
    elements: dict[str, _Element] = {}
    for _, _, each in lists:
        elements |= _elements(each)
    if not any(element.is_role for element in elements.values()):
        return root, []
    links = [(each, found) for each in lists if (found := _links(each[2], elements))]
    if not links:
        return root, []
    aside: list[SetAside] = []
    pairs: list[tuple[str, str]] = []
    for (parent, pair, node), found in links:
        parent.value.remove(pair)
        start, end = pair[0].start_mark.index, node.end_mark.index
        aside.append(SetAside(start, end, "says which elements belong together"))
        pairs += [*found, *((other, one) for one, other in found)]
    linked = _join(elements, pairs)
    for element in elements.values():
        if not element.is_role:
            reason = "" if id(element.node) in linked else "is linked with no role of this file"
            start, end = element.node.start_mark.index, element.node.end_mark.index
            aside.append(SetAside(start, end, reason))
    roles = [each.node for each in elements.values() if each.is_role]
    tag = "tag:yaml.org,2002:seq"
    return yaml.SequenceNode(tag, roles, root.start_mark, root.end_mark), aside


def _join(elements: Mapping[str, _Element], pairs: list[tuple[str, str]]) -> set[int]:
    """Add to each role what it is linked with, by its type; return what was added somewhere."""
    linked: set[int] = set()
    by_role: dict[str, dict[str, list[_Element]]] = {}
    for role, part in pairs:
        if elements[role].is_role and not elements[part].is_role:
            kinds = by_role.setdefault(role, {})
            kinds.setdefault(elements[part].type.value, []).append(elements[part])
            linked.add(id(elements[part].node))
    for role, kinds in by_role.items():
        for parts in kinds.values():
            _add(elements[role].node, parts)
    return linked


def _lists(
    node: yaml.Node,
) -> Iterator[tuple[yaml.MappingNode, tuple[yaml.Node, yaml.Node], yaml.SequenceNode]]:
    """Yield the lists of records in a file, each with the mapping and the pair that it is in."""
    if not isinstance(node, yaml.MappingNode):
        return
    for pair in node.value:
        if isinstance(pair[1], yaml.SequenceNode):
            if pair[1].value and all(isinstance(e, yaml.MappingNode) for e in pair[1].value):
                yield node, pair, pair[1]
        else:
            yield from _lists(pair[1])


def _scalars(node: yaml.MappingNode) -> dict[str, yaml.ScalarNode]:
    return {
        folded_key(str(key.value)): value
        for key, value in node.value
        if isinstance(value, yaml.ScalarNode) and str(value.value).strip()
    }


def _first(scalars: Mapping[str, yaml.ScalarNode], keys: tuple[str, ...]) -> yaml.ScalarNode | None:
    return next((scalars[key] for key in keys if key in scalars), None)


def _elements(records: yaml.SequenceNode) -> dict[str, _Element]:
    """Return the elements of a list, by what identifies them."""
    found = {}
    for node in records.value:
        scalars = _scalars(node)
        kind, key = _first(scalars, _TYPES), _first(scalars, _IDS)
        if kind is not None and key is not None:
            found[str(key.value)] = _Element(node, kind, _first(scalars, _TEXTS))
    return found


def _links(records: yaml.SequenceNode, elements: Mapping[str, _Element]) -> list[tuple[str, str]]:
    """Return which elements a list joins; empty for a list that is none of links."""
    found = []
    for node in records.value:
        scalars = _scalars(node)
        ends = [_first(scalars, keys) for keys in _ENDS]
        keys = [str(end.value) for end in ends if end is not None]
        if len(keys) == len(_ENDS) and all(key in elements for key in keys):
            found.append((keys[0], keys[1]))
    return found if len(found) >= _ENOUGH * len(records.value) else []


def _add(role: yaml.MappingNode, parts: list[_Element]) -> None:
    """Add a field to a role: the type of what it is linked with, and their texts."""
    texts = [part.text for part in parts if part.text is not None]
    if texts:
        first = texts[0]
        tag = "tag:yaml.org,2002:seq"
        value = yaml.SequenceNode(tag, texts, first.start_mark, first.end_mark)
        role.value.append((parts[0].type, value))
