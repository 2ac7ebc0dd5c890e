"""Ids of records, and what refers to them: `reports_to: SOC-LEAD` is the record of that id.

```yaml
roles:
  - {id: SOC-L1, title: Tier 1 Analyst, reports_to: SOC-LEAD}
  - {id: SOC-LEAD, title: SOC Lead}
```

A reference gets the name of what it refers to, and keeps its place. So all that reads roles later
finds the role by its name. A reference that no record has is noted, and asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import yaml

from rolegraph.documents.outline import SetAside
from rolegraph.documents.readers.records.keys import (
    IDS,
    NAMES,
    NUMERIC,
    OF_PERSONAS,
    OF_ROLES,
    OF_TOOLS,
    OF_WORKFLOWS,
    PERSONA_FIELDS,
    STEPS,
    TEXT,
    bare_key,
    fields_of,
    folded_key,
    holds_records,
    is_code,
    is_filled,
)

_ENTITY = re.compile(r"(?:[a-z]+:)?(?:[\w.-]+/)?(?P<name>[\w.-]+)", re.IGNORECASE)
"""How entities of a software catalogue are referred to: `group:default/soc-lead`."""
_POINTER = re.compile(r"#/(?:[^/]+/)*(?P<name>[^/]+)")
"""How JSON points to a part of the same file: `#/roles/SOC-L1`."""
_SEVERAL = re.compile(r"\s*[,;|]\s*")
_SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*|[A-Z0-9]+(?:[-_.][A-Z0-9]+)+")
_POINTERS = ("$ref", "ref", "id", "key")
_ROLE, _PERSONA, _TOOL, _WORKFLOW = "role", "persona", "tool", "workflow"
_CHAPTERS = (
    (_PERSONA, ("persona",)),
    (_TOOL, ("tool", "system", "software", "application", "werkzeug", "outil", "herramienta")),
    (_WORKFLOW, ("workflow", "playbook", "process", "procedure", "runbook", "prozess", "ablauf")),
)
"""What the name of a list begins with that has no roles."""


@dataclass(frozen=True)
class _Known:
    """What an id stands for: the kind of thing, its name, whether it is a number; its fields."""

    kind: str
    name: str
    is_number: bool
    fields: int


@dataclass
class Identifiers:
    """What was found of ids.

    Attributes:
        names: the ids of records by where they stand → the kind of thing.
        unknown: where a reference stands that no record has.
        aside: what of the file is a mark of a reference, and says nothing more.
    """

    names: dict[int, str] = field(default_factory=dict)
    unknown: set[int] = field(default_factory=set)
    aside: list[SetAside] = field(default_factory=list)


def name_of(node: yaml.MappingNode, first: Iterable[str] = ()) -> yaml.ScalarNode | None:
    """Return what names a record; None where nothing does.

    Of `name: soc-l1` and `title: Tier 1 Analyst` the name is what people read.

    Args:
        node: the record.
        first: the folded names of fields that a person said to be names.
    """
    fields = fields_of(node)
    names = (*first, *NAMES, *([] if STEPS.isdisjoint(fields) else OF_WORKFLOWS))
    found = [fields[each] for each in names if is_filled(fields.get(each))]
    scalars = [each for each in found if isinstance(each, yaml.ScalarNode)]
    if not scalars:
        return None
    chosen, keys = scalars[0], {id(value): key for key, value in fields.items()}
    if not first and keys[id(chosen)] == "name" and _SLUG.fullmatch(str(chosen.value)):
        shown = [each for each in scalars if keys[id(each)] in {"title", "displayname", "label"}]
        return next((each for each in shown if " " in str(each.value)), chosen)
    return chosen


def id_of(node: yaml.MappingNode, name: yaml.ScalarNode | None) -> list[yaml.ScalarNode]:
    """Return what identifies a record beside its name."""
    return [
        value
        for key, value in node.value
        if isinstance(value, yaml.ScalarNode)
        and value is not name
        and is_filled(value)
        and (folded_key(str(key.value)) in IDS or _is_short_name(key, value, name))
    ]


def _is_short_name(key: yaml.Node, value: yaml.ScalarNode, name: yaml.ScalarNode | None) -> bool:
    """Tell whether a field is the slug beside the name for people."""
    is_name = folded_key(str(key.value)) == "name" and name is not None
    return is_name and _SLUG.fullmatch(str(value.value)) is not None


def identify(roots: Iterable[yaml.Node], first: Iterable[str] = ()) -> Identifiers:
    """Put the names of records in place of the references to them.

    Args:
        roots: the documents of a file, which are changed.
        first: the folded names of fields that a person said to be names.
    """
    return _Resolver(list(roots), tuple(first)).run()


class _Resolver:
    def __init__(self, roots: list[yaml.Node], first: tuple[str, ...]) -> None:
        self._roots, self._first = roots, first
        self._known: dict[str, list[_Known]] = {}
        self._named: set[str] = set()
        self._seen: set[int] = set()
        self._found = Identifiers()

    def run(self) -> Identifiers:
        for root in self._roots:
            self._collect(root, "")
        if self._known:
            self._seen.clear()
            for root in self._roots:
                self._resolve(root, "")
        return self._found

    def _collect(self, node: yaml.Node, chapter: str) -> None:
        if id(node) in self._seen or isinstance(node, yaml.ScalarNode):
            return
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            for child in node.value:
                self._record(child, chapter, None)
                self._collect(child, chapter)
        elif isinstance(node, yaml.MappingNode):
            if chapter == "":
                self._record(node, chapter, None)
                self._entity(node)
            is_keyed = holds_records(node)
            for key, value in node.value:
                if is_keyed:
                    self._record(value, chapter, key)
                self._collect(value, chapter if is_keyed else folded_key(str(key.value)))

    def _record(self, node: yaml.Node, chapter: str, key: yaml.Node | None) -> None:
        """Note what identifies a record."""
        if not isinstance(node, yaml.MappingNode):
            return
        name = name_of(node, self._first)
        if name is None or folded_key(chapter) in STEPS:
            return
        kind = _kind(node, chapter)
        self._named.add(str(name.value).strip().casefold())
        for each in (*id_of(node, name), *filter(None, [key])):
            self._found.names[each.start_mark.index] = kind
            known = _Known(kind, str(name.value).strip(), each.tag in NUMERIC, len(node.value))
            self._known.setdefault(str(each.value).strip().casefold(), []).append(known)

    def _entity(self, node: yaml.MappingNode) -> None:
        """Note what an entity of a software catalogue is referred to by."""
        metadata = fields_of(node).get("metadata")
        if isinstance(metadata, yaml.MappingNode):
            self._record(metadata, "", None)

    def _resolve(self, node: yaml.Node, key: str) -> None:
        """Put names in place of references below a node; `key` is the field that it stands in."""
        if id(node) in self._seen or isinstance(node, yaml.ScalarNode):
            return
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            node.value = [each for child in node.value for each in self._several(child, key)]
            for child in node.value:
                self._resolve(child, key)
        elif isinstance(node, yaml.MappingNode):
            node.value = [self._pair(name, value) for name, value in node.value]
            for name, value in node.value:
                self._resolve(value, str(name.value))

    def _pair(self, key: yaml.Node, value: yaml.Node) -> tuple[yaml.Node, yaml.Node]:
        """Return a field with what it refers to, where its name or its value refers to a record."""
        name = str(key.value)
        if isinstance(key, yaml.ScalarNode) and key.start_mark.index not in self._found.names:
            key = self._scalar(key, "") or key
        found = [value]
        if not (isinstance(value, yaml.ScalarNode) and folded_key(name) in IDS):
            found = list(self._several(value, name))
        if len(found) == 1:
            return key, found[0]
        sequence = "tag:yaml.org,2002:seq"
        return key, yaml.SequenceNode(sequence, found, value.start_mark, value.end_mark)

    def _several(self, node: yaml.Node, key: str) -> Iterator[yaml.Node]:
        """Yield what a value refers to; itself where that is nothing."""
        if isinstance(node, yaml.MappingNode):
            yield self._pointed(node, key) or node
            return
        if not isinstance(node, yaml.ScalarNode) or node.start_mark.index in self._found.names:
            yield node
            return
        one = self._scalar(node, key)
        parts = list(self._parts(node)) if one is None else []
        known = [self._scalar(each, key) for each in parts]
        if len(parts) > 1 and any(known):
            for part, name in zip(parts, known, strict=True):
                yield name or self._noted(part, key)
            return
        yield one or self._noted(node, key)

    def _parts(self, node: yaml.ScalarNode) -> Iterator[yaml.ScalarNode]:
        """Yield what stands between commas in a plain text of one line."""
        text = str(node.value)
        if node.style not in {None, "'", '"'} or node.start_mark.line != node.end_mark.line:
            return
        begin = 0
        for found in [*_SEVERAL.finditer(text), None]:
            end = found.start() if found else len(text)
            start_mark, end_mark = _moved(node, begin), _moved(node, end)
            yield yaml.ScalarNode(TEXT, text[begin:end], start_mark, end_mark)
            begin = found.end() if found else end

    def _pointed(self, node: yaml.MappingNode, key: str) -> yaml.Node | None:
        """Return what `{$ref: "#/roles/SOC-L1"}` or `{id: SOC-L1, name: …}` refers to."""
        fields = fields_of(node) | {str(k.value): v for k, v in node.value}
        if len(node.value) == 1 and _wanted(str(node.value[0][0].value)) == _ROLE:
            fields = {"id": node.value[0][1]}  # `reports_to: {role: R1}`
        pointer = next((fields[each] for each in _POINTERS if each in fields), None)
        if not isinstance(pointer, yaml.ScalarNode) or not _refers(key):
            return None
        others = [value for _, value in node.value if value is not pointer]
        if len(others) > 1 or (others and others[0] is not name_of(node)):
            return None
        key_of = str(pointer.value).strip().casefold()
        is_fuller = any(e.fields > len(node.value) for e in self._known.get(key_of, ()))
        if pointer.start_mark.index in self._found.names and not is_fuller:
            return None  # it is that record itself
        found = self._scalar(pointer, key) or (others[0] if others else None)
        if found is None:
            return self._noted(pointer, key) if not others else None
        start, end = node.start_mark.index, node.end_mark.index
        self._found.aside.append(SetAside(start, found.start_mark.index, ""))
        self._found.aside.append(SetAside(found.end_mark.index, end, ""))
        self._found.names.pop(pointer.start_mark.index, None)
        return found

    def _scalar(self, node: yaml.ScalarNode, key: str) -> yaml.ScalarNode | None:
        """Return a text with the name of the record that it refers to; None where it is none."""
        text = str(node.value).strip()
        known, rest = self._known.get(text.casefold(), ()), text
        for pattern in (_POINTER, _ENTITY):
            hit = pattern.fullmatch(text) if not known and _refers(key) else None
            if hit and hit["name"] != text:
                rest = hit["name"]
                known = self._known.get(rest.casefold(), ())
        wanted = _wanted(key)
        fits = [each for each in known if wanted in {"", each.kind}] or list(known)
        names = {each.name for each in fits}
        plainly = is_code(rest) and not any(each.is_number for each in fits) and not rest.isdigit()
        if len(names) != 1 or not (wanted or plainly):
            return None
        return yaml.ScalarNode(TEXT, names.pop(), node.start_mark, node.end_mark, style=node.style)

    def _noted(self, node: yaml.Node, key: str) -> yaml.Node:
        """Note a reference that looks like the ids of the file and is none of them."""
        if not isinstance(node, yaml.ScalarNode) or _wanted(key) != _ROLE:
            return node
        text = str(node.value).strip()
        is_number = node.tag in NUMERIC and any(
            k.is_number for v in self._known.values() for k in v
        )
        is_one = is_number or (is_code(text) and " " not in text)
        if is_one and text.casefold() not in self._named and text.casefold() not in self._known:
            self._found.unknown.add(node.start_mark.index)
            # A number that refers to something is a name of it, and counts nothing.
            return yaml.ScalarNode(TEXT, text, node.start_mark, node.end_mark, style=node.style)
        return node


def _moved(node: yaml.ScalarNode, by: int) -> yaml.Mark:
    mark, by = node.start_mark, by + (node.style is not None)
    return yaml.Mark(
        mark.name, mark.index + by, mark.line, mark.column + by, mark.buffer, mark.pointer
    )


def _kind(node: yaml.MappingNode, chapter: str) -> str:
    fields = fields_of(node)
    for kind, begins in _CHAPTERS:
        if any(begin in chapter for begin in begins):
            return kind
    if not STEPS.isdisjoint(fields):
        return _WORKFLOW
    is_persona = not PERSONA_FIELDS.isdisjoint(fields) and "role" in fields
    return _PERSONA if is_persona else _ROLE


def _refers(key: str) -> bool:
    return bool(_wanted(key))


def _wanted(key: str) -> str:
    """Return what a field refers to: a role, a persona or a tool; empty where that is not known."""
    for name in (bare_key(key), folded_key(key)):
        if name in OF_ROLES:
            return _ROLE
        if name in OF_PERSONAS:
            return _PERSONA
        if name in OF_TOOLS:
            return _TOOL
    return ""
