"""Steps that name what follows them, as SOAR tools export playbooks: in the order they lead to.

```json
{"tasks": {"0": {"type": "start", "nexttasks": {"#none#": ["1"]}},
           "1": {"task": {"name": "Check the sender"}, "nexttasks": {"#none#": ["2"]}}}}
{"workflow_start": "start--1", "workflow": {"start--1": {"on_completion": "action--1"}}}
```

The first is Cortex XSOAR, the second CACAO 2.0 (OASIS). Lists whose entries have an id and name
the next one are read the same way.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from rolegraph.documents.outline import SetAside
from rolegraph.documents.readers.records.keys import IDS, TEXTS, fields_of, folded_key, is_text

_NEXT = frozenset(
    {"nexttasks", "next", "nextstep", "nextsteps", "nexttask", "oncompletion", "onsuccess"}
    | {"onfailure", "ontrue", "onfalse", "goto", "transitions", "then", "successors"}
)
_ENDS = frozenset({"start", "end", "begin", "finish", "stop"})
_STEPS = "steps"
_FOLLOWS = "says which step follows; the steps stand in that order"
_BRANCHES = "says which steps follow in which case; the model has steps in one order, no branches"
_IS_END = "begins or ends the playbook, and is no step"
_OF_TOOL = "says how the tool keeps the step, and nothing of who does what"
_PLUMBING = frozenset(
    {
        "type",
        "taskid",
        "id",
        "version",
        "iscommand",
        "separatecontext",
        "view",
        "note",
        "timertriggers",
    }
    | {
        "quietmode",
        "skipunavailable",
        "ignoreworker",
        "brand",
        "isoversize",
        "uuid",
        "scriptarguments",
    }
    | {"continueonerrortype", "evidencedata", "isautoswitchedtoquietmode", "specversion"}
)


_OF_FILE = frozenset(
    {
        "type",
        "specversion",
        "created",
        "modified",
        "createdby",
        "revoked",
        "workflowstart",
        "version",
    }
    | {"starttaskid", "fromversion", "toversion", "contentitemfields", "vcshouldignore", "view"}
    | {"quiet", "playbooktypes"}
)


def with_steps(node: yaml.Node, aside: list[SetAside], seen: set[int] | None = None) -> None:
    """Put lists of steps in place of steps that name what follows them.

    Args:
        node: the document, which is changed.
        aside: gets what of the steps is not read, and why.
        seen: the identities of what was looked at before.
    """
    seen = set() if seen is None else seen
    if id(node) in seen or isinstance(node, yaml.ScalarNode):
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            with_steps(child, aside, seen)
        return
    pairs = []
    found = [_steps(value) for _, value in node.value]
    for (key, value), steps in zip(node.value, found, strict=True):
        if any(found) and folded_key(str(key.value)) in _OF_FILE:
            reason = "says how the tool keeps the playbook, and nothing of who does what"
            aside.append(SetAside(key.start_mark.index, value.end_mark.index, reason))
            continue
        if steps is None:
            with_steps(value, aside, seen)
            pairs.append((key, value))
            continue
        read = [_read(step, aside) for step in _in_order(steps)]
        sequence = yaml.SequenceNode(
            "tag:yaml.org,2002:seq",
            [step for step in read if step is not None],
            value.start_mark,
            value.end_mark,
        )
        if isinstance(value, yaml.MappingNode):
            aside += [SetAside(k.start_mark.index, k.end_mark.index, "") for k, _ in value.value]
        name = yaml.ScalarNode(key.tag, _STEPS, key.start_mark, key.end_mark, style=key.style)
        pairs.append((name, sequence))
    node.value = pairs


def _steps(node: yaml.Node) -> dict[str, yaml.MappingNode] | None:
    """Return steps by their ids, where some name others of them as what follows; else None."""
    if isinstance(node, yaml.MappingNode):
        found = {str(key.value): value for key, value in node.value}
    elif isinstance(node, yaml.SequenceNode):
        ids = [_id(child) for child in node.value]
        found = {each: child for each, child in zip(ids, node.value, strict=True) if each}
        if len(found) < len(node.value):
            return None
    else:
        return None
    if len(found) < 2 or not all(isinstance(each, yaml.MappingNode) for each in found.values()):  # noqa: PLR2004
        return None
    linked = any(follower in found for step in found.values() for follower in _followers(step))
    return found if linked else None


def _id(node: yaml.Node) -> str:
    fields = fields_of(node) if isinstance(node, yaml.MappingNode) else {}
    found = next((value for key, value in fields.items() if key in IDS), None)
    return str(found.value) if isinstance(found, yaml.ScalarNode) else ""


def _followers(step: yaml.MappingNode) -> Iterator[str]:
    for key, value in step.value:
        if folded_key(str(key.value)) in _NEXT:
            yield from _scalars(value)


def _scalars(node: yaml.Node) -> Iterator[str]:
    if isinstance(node, yaml.ScalarNode):
        yield str(node.value)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _scalars(child)
    elif isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _scalars(value)


def _in_order(steps: dict[str, yaml.MappingNode]) -> Iterator[yaml.MappingNode]:
    """Yield steps, each behind all that lead to it, as far as they run in no circle."""
    follow = {name: [e for e in _followers(step) if e in steps] for name, step in steps.items()}
    open_ = dict.fromkeys(steps, 0)
    for followers in follow.values():
        for each in dict.fromkeys(followers):
            open_[each] += 1
    left = list(steps)
    while left:
        name = next((each for each in left if open_[each] <= 0), left[0])
        left.remove(name)
        yield steps[name]
        for each in dict.fromkeys(follow[name]):
            open_[each] -= 1
        # What follows a step stands behind it, before what else has no step before it.
        left.sort(key=lambda each: each not in follow[name])


def _read(step: yaml.MappingNode, aside: list[SetAside]) -> yaml.MappingNode | None:
    """Return a step with its own fields alone; None for one that only begins or ends the whole."""
    fields = fields_of(step)
    pairs = list(_flat(step, aside))
    kind = fields.get("type")
    is_end = isinstance(kind, yaml.ScalarNode) and folded_key(str(kind.value)) in _ENDS
    if is_end and not any(folded_key(str(k.value)) in TEXTS and is_text(v) for k, v in pairs):
        aside.append(SetAside(step.start_mark.index, step.end_mark.index, _IS_END))
        return None
    left = []
    for key, value in pairs:
        folded = folded_key(str(key.value))
        reason = _OF_TOOL if folded in _PLUMBING else ""
        if folded in _NEXT:
            reason = _BRANCHES if len(set(_scalars(value))) > 1 else _FOLLOWS
        if reason:
            aside.append(SetAside(key.start_mark.index, value.end_mark.index, reason))
        else:
            left.append((key, value))
    return yaml.MappingNode(step.tag, left, step.start_mark, step.end_mark)


def _flat(step: yaml.MappingNode, aside: list[SetAside]) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Yield the fields of a step, and those of the task in it."""
    for key, value in step.value:
        if folded_key(str(key.value)) == "task" and isinstance(value, yaml.MappingNode):
            aside.append(SetAside(key.start_mark.index, key.end_mark.index, ""))
            yield from value.value
        else:
            yield key, value
