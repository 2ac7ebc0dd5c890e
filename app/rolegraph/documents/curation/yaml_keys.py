"""Keys that stand twice in a mapping of a YAML file: YAML itself takes the last one, silently."""

from __future__ import annotations

import yaml

from rolegraph.errors import SyntaxFault


def repeated_faults(root: yaml.Node, shown_as: str) -> list[SyntaxFault]:
    """Return a fault for each key that a mapping has twice; it names both lines.

    Args:
        root: the file as a tree of nodes. An alias may point back into it; each node is seen once.
        shown_as: the file's name in faults.
    """
    faults: list[SyntaxFault] = []
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            first: dict[str, int] = {}
            for key, value in node.value:
                name, mark = str(key.value), key.start_mark
                line = mark.line + 1
                if name in first:
                    message = (
                        f"The entry “{name}” is there twice, on line {first[name]} and on line "
                        f"{line}. Keep one of the two."
                    )
                    column = mark.column + 1
                    faults.append(SyntaxFault(message, source=shown_as, line=line, column=column))
                first.setdefault(name, line)
                waiting.append(value)
    return sorted(faults, key=lambda fault: fault.line or 0)
