"""Shapes of records that say the usual thing in another way, put into the usual one.

```yaml
roles: {QL: Quay Lead, CD: Crane Driver}          # an id → a name
roles: {Quay Lead: Plans the berths.}             # a name → what it is
roles: [{role: {title: Quay Lead}}]               # each record in an envelope
tasks: {T1: Plan the berths}                      # a text that others refer to by id
responsibilities: [{role: QL, text: Plan berths}] # duties that name their roles
episode: [{step: Record, who: Host}]              # the steps of a workflow
```
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from rolegraph.documents.outline import SetAside
from rolegraph.documents.readers.records.keys import (
    DUTIES,
    GROUPS,
    IDS,
    OF_ROLES,
    STEPS,
    TEXT,
    TEXTS,
    fields_of,
    folded_key,
    is_code,
    is_text,
)
from rolegraph.documents.readers.records.matrices import letters_of

_MOST_WORDS = 5
_WHOSE = ("role", "who", "rolle", "wer", "rôle", "rol", "responsible", "owner")
_STEP = ("step", "schritt", "étape", "paso", "passo", "stap", "krok", "etapa", "fase")
"""Fields with what a step is called, in a list below any name."""
_MAPPING, _SEQUENCE = "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"
_OF_DUTIES = frozenset({"responsiblefor", "accountablefor", "responsibility", "duty", "task"})
_BESIDE = "is told beside a text that others refer to"
_UNUSED = "is told here, and nothing in the file refers to it"


def in_usual_shape(root: yaml.Node, aside: list[SetAside]) -> None:
    """Open envelopes, and make records of names and texts that stand behind a key.

    Args:
        root: the document, which is changed.
        aside: gets what only stood around them.
    """
    for node in _walk(root, set()):
        if isinstance(node, yaml.SequenceNode):
            node.value = _opened(node.value, aside)
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                is_group = folded_key(str(key.value)) in GROUPS
                if not (is_group and isinstance(value, yaml.MappingNode)):
                    continue
                if not all(letters_of(each) for _, each in value.value):  # else a line of a RACI
                    value.value = [(name, _record(name, each)) for name, each in value.value]
    if isinstance(root, yaml.MappingNode):
        pairs = [pair for pair in root.value if not _is_of_texts(root, pair[0], pair[1], aside)]
        root.value = [_as_workflow(*pair) if _are_steps(*pair) else pair for pair in pairs]


def _are_steps(key: yaml.Node, value: yaml.Node) -> bool:
    """Tell whether a list below any name has steps, and who does most of them."""
    if not isinstance(value, yaml.SequenceNode) or folded_key(str(key.value)) in STEPS:
        return False
    fields = [fields_of(each) for each in value.value if isinstance(each, yaml.MappingNode)]
    named = [each for each in fields if any(is_text(each.get(name)) for name in _STEP)]
    told = [each for each in named if not OF_ROLES.isdisjoint(each)]
    return len(value.value) > 1 and len(named) == len(value.value) and len(told) * 2 > len(named)


def _as_workflow(key: yaml.Node, value: yaml.Node) -> tuple[yaml.Node, yaml.Node]:
    """Return a list of steps as a chapter with the one workflow that the list is named for."""
    start, end = key.start_mark, key.end_mark
    fields = [
        (yaml.ScalarNode(TEXT, "name", start, start), yaml.ScalarNode(TEXT, key.value, start, end)),
        (yaml.ScalarNode(TEXT, "steps", end, end), value),
    ]
    one = yaml.MappingNode(_MAPPING, fields, start, value.end_mark)
    chapter = yaml.ScalarNode(TEXT, "workflows", start, start)
    return chapter, yaml.SequenceNode(_SEQUENCE, [one], start, value.end_mark)


def _walk(node: yaml.Node, seen: set[int]) -> Iterator[yaml.Node]:
    if id(node) in seen:
        return
    seen.add(id(node))
    yield node
    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _walk(value, seen)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _walk(child, seen)


def _opened(children: list[yaml.Node], aside: list[SetAside]) -> list[yaml.Node]:
    """Return records without the envelopes that all of them are in."""
    pairs = [each.value[0] if _is_envelope(each) else None for each in children]
    if not pairs or not all(pairs) or len({str(pair[0].value) for pair in pairs if pair}) > 1:
        return children
    for key, _ in filter(None, pairs):
        aside.append(SetAside(key.start_mark.index, key.end_mark.index, ""))
    return [value for _, value in filter(None, pairs)]


def _is_envelope(node: yaml.Node) -> bool:
    is_one = isinstance(node, yaml.MappingNode) and len(node.value) == 1
    return is_one and isinstance(node.value[0][1], yaml.MappingNode)


def _record(key: yaml.Node, value: yaml.Node) -> yaml.Node:
    """Return a text behind the id or the name of a role as a record of it."""
    if not is_text(value):
        return value
    is_name = is_code(str(key.value)) or len(str(key.value)) <= _MOST_WORDS
    is_name = is_name and len(str(value.value).split()) <= _MOST_WORDS
    field = "name" if is_name else "description"
    name = yaml.ScalarNode(value.tag, field, value.start_mark, value.start_mark)
    return yaml.MappingNode(_MAPPING, [(name, value)], value.start_mark, value.end_mark)


def _is_of_texts(
    root: yaml.MappingNode, key: yaml.Node, value: yaml.Node, aside: list[SetAside]
) -> bool:
    """Put texts in place of the ids by which others refer to them; tell whether any was.

    The texts stand behind their ids in one part of the file: `tasks: {T1: Plan the berths}`.
    """
    around = list(_texts(value)) if folded_key(str(key.value)) in DUTIES else []
    texts = {str(name.value).strip(): text for name, text in around}
    used = _put(root, value, texts, aside) if texts else set()
    if not used:
        return False
    aside.append(SetAside(key.start_mark.index, key.end_mark.index, ""))
    for name, text in around:
        reason = "" if str(name.value).strip() in used else _UNUSED
        aside.append(SetAside(name.start_mark.index, name.end_mark.index, reason))
        if reason:
            aside.append(SetAside(text.start_mark.index, text.end_mark.index, reason))
    parts = {id(part) for pair in around for part in pair}
    for node in value.value if isinstance(value, yaml.SequenceNode) else ():
        for field, each in node.value:
            start = field.start_mark.index
            if id(each) in parts:
                aside.append(SetAside(start, field.end_mark.index, ""))
            else:
                aside.append(SetAside(start, each.end_mark.index, _BESIDE))
    return True


def _put(
    root: yaml.Node, texts_at: yaml.Node, texts: dict[str, yaml.ScalarNode], aside: list[SetAside]
) -> set[str]:
    """Put texts in place of their ids in lists and fields for duties; return the ids."""
    used: set[str] = set()

    def of(node: yaml.Node) -> yaml.Node:
        name = str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""
        if name not in texts:
            return node
        used.add(name)
        aside.append(SetAside(node.start_mark.index, node.end_mark.index, ""))
        return texts[name]

    for node in _walk(root, {id(texts_at)}):
        if isinstance(node, yaml.SequenceNode):
            node.value = [of(child) for child in node.value]
        elif isinstance(node, yaml.MappingNode):
            node.value = [
                (key, of(each) if folded_key(str(key.value)) in DUTIES | _OF_DUTIES else each)
                for key, each in node.value
            ]
    return used


def _texts(value: yaml.Node) -> Iterator[tuple[yaml.ScalarNode, yaml.ScalarNode]]:
    """Yield the ids of texts, each with its text; nothing where a value has anything else."""
    found: list[tuple[yaml.ScalarNode, yaml.ScalarNode]] = []
    if isinstance(value, yaml.MappingNode):
        if all(is_text(each) and is_code(str(key.value)) for key, each in value.value):
            found = list(value.value)
    elif isinstance(value, yaml.SequenceNode):
        for node in value.value:
            fields = fields_of(node) if isinstance(node, yaml.MappingNode) else {}
            name = next((each for key, each in fields.items() if key in IDS), None)
            text = next((fields[key] for key in TEXTS if is_text(fields.get(key))), None)
            if not isinstance(name, yaml.ScalarNode) or not isinstance(text, yaml.ScalarNode):
                return
            found.append((name, text))
    yield from found


def with_owned(root: yaml.Node, aside: list[SetAside]) -> None:
    """Give duties that name their roles to the records of these.

    Args:
        root: the document, in which references have the names of roles; it is changed.
        aside: gets what only says whose they are.
    """
    if not isinstance(root, yaml.MappingNode):
        return
    records = _named_records(root)
    left = []
    for key, value in root.value:
        owned = list(_owned(value)) if folded_key(str(key.value)) in DUTIES else []
        names = [str(role.value).strip().casefold() for _, roles in owned for role in roles]
        if not names or not all(each in records for each in names):
            left.append((key, value))
            continue
        aside.append(SetAside(key.start_mark.index, key.end_mark.index, ""))
        for entry, roles in owned:
            _give(entry, roles, records, aside)
    root.value = left


def _named_records(root: yaml.Node) -> dict[str, yaml.MappingNode]:
    """Return the records of a file by their names."""
    found: dict[str, yaml.MappingNode] = {}
    for node in _walk(root, set()):
        if not isinstance(node, yaml.MappingNode):
            continue
        for key, value in fields_of(node).items():
            if key in {"name", "title", "role", "label"} and is_text(value):
                found.setdefault(str(value.value).strip().casefold(), node)
    return found


def _give(
    entry: yaml.MappingNode,
    roles: list[yaml.ScalarNode],
    records: dict[str, yaml.MappingNode],
    aside: list[SetAside],
) -> None:
    """Give a duty to the records of its roles."""
    own = [each for _, each in entry.value if any(r is e for r in roles for e in _each(each))]
    rest = []
    for field, each in entry.value:
        if any(each is one for one in own):
            aside.append(SetAside(field.start_mark.index, each.end_mark.index, ""))
        else:
            rest.append((field, each))
    duty = yaml.MappingNode(entry.tag, rest, entry.start_mark, entry.end_mark)
    for role in roles:
        mark = entry.start_mark
        field = yaml.ScalarNode(role.tag, "responsibilities", mark, mark)
        duties = yaml.SequenceNode(_SEQUENCE, [duty], mark, entry.end_mark)
        records[str(role.value).strip().casefold()].value.append((field, duties))


def _each(node: yaml.Node) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]


def _owned(value: yaml.Node) -> Iterator[tuple[yaml.MappingNode, list[yaml.ScalarNode]]]:
    """Yield the entries of a list that name their roles, with these; nothing for another list."""
    found = []
    for entry in value.value if isinstance(value, yaml.SequenceNode) else ():
        fields = fields_of(entry) if isinstance(entry, yaml.MappingNode) else {}
        whose = next((fields[key] for key in _WHOSE if key in fields), None)
        roles = (
            [each for each in _each(whose) if isinstance(each, yaml.ScalarNode)] if whose else []
        )
        text = any(is_text(fields.get(key)) for key in TEXTS)
        if not roles or not text:
            return
        found.append((entry, roles))
    yield from found
