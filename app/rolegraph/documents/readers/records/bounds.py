"""Anchors of YAML: what merges with `<<` is put in place, and what grows without end is refused."""

from __future__ import annotations

import re

import yaml

from rolegraph.documents.outline import SetAside
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.errors import SyntaxFault

_MERGE = "tag:yaml.org,2002:merge"
_MARK = re.compile(r"(?m)(?:^|[\s,\[{])[&*!%][^\s]")
_MOST = 500_000
"""So many values a file may have with all of its aliases followed."""


def within_bounds(root: yaml.Node, file: str) -> None:
    """Check that a document comes to an end, and has not too many values.

    Raises:
        MalformedDocument: an alias stands in what it names, or aliases of aliases are too many.
    """
    sizes: dict[int, int] = {}
    open_: set[int] = set()

    def size(node: yaml.Node) -> int:
        if isinstance(node, yaml.ScalarNode):
            return 1
        if id(node) in open_:
            raise _fault(node, file, "an alias stands in what it names")
        if id(node) not in sizes:
            open_.add(id(node))
            children = (
                [each for pair in node.value for each in pair]
                if isinstance(node, yaml.MappingNode)
                else node.value
            )
            sizes[id(node)] = 1 + sum(map(size, children))
            open_.discard(id(node))
        if sizes[id(node)] > _MOST:
            raise _fault(node, file, f"with its aliases followed it has more than {_MOST} values")
        return sizes[id(node)]

    try:
        size(root)
    except RecursionError:
        raise _fault(root, file, "it is nested too deeply") from None


def _fault(node: yaml.Node, file: str, what: str) -> MalformedDocument:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    fault = SyntaxFault(f"This is not read: {what}.", source=file, line=line, column=column)
    return MalformedDocument([fault])


def marks_in(text: str) -> list[SetAside]:
    """Return the anchors, aliases and tags of a YAML text, which say nothing by themselves."""
    if not _MARK.search(text):
        return []
    marks = (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken, yaml.DirectiveToken)
    tokens = (each for each in yaml.scan(text, Loader=yaml.SafeLoader) if isinstance(each, marks))
    return [SetAside(each.start_mark.index, each.end_mark.index, "") for each in tokens]


def merged(
    node: yaml.Node, aside: list[SetAside], taken_from: set[int], seen: set[int] | None = None
) -> None:
    """Put the fields in place that `<<` takes from other mappings; its own ones come first.

    Args:
        node: the document, which is changed.
        aside: gets the places of the merge keys.
        taken_from: gets the identities of the mappings whose fields were taken.
        seen: the identities of what was looked at before.
    """
    seen = set() if seen is None else seen
    if id(node) in seen or isinstance(node, yaml.ScalarNode):
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            merged(child, aside, taken_from, seen)
        return
    own = [pair for pair in node.value if pair[0].tag != _MERGE]
    taken = {str(key.value) for key, _ in own}
    for key, value in node.value:
        merged(value, aside, taken_from, seen)
        if key.tag != _MERGE:
            continue
        aside.append(SetAside(key.start_mark.index, key.end_mark.index, ""))
        for each in value.value if isinstance(value, yaml.SequenceNode) else [value]:
            taken_from.add(id(each))
            for pair in each.value if isinstance(each, yaml.MappingNode) else ():
                if str(pair[0].value) not in taken:
                    taken.add(str(pair[0].value))
                    own.append(pair)
    node.value = own
