"""Edits a YAML file in place: what is not edited keeps every character, comments included.

A YAML library that writes would lay the whole file out anew; a reviewer would then look for the
one changed line among hundreds. So edits are made at the places that PyYAML's nodes tell.
"""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from rolegraph.documents.curation.yaml_text import Entry, entry_lines, flow, scalar

Path = tuple[str | int, ...]

_BYTE_ORDER_MARK = "\ufeff"


class YamlEdit:
    """A YAML file and the edits to make in it.

    Args:
        text: a YAML mapping, or nothing.

    Keys and positions in paths are those of the text as given, whatever edits came since.
    """

    def __init__(self, text: str) -> None:
        self._mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
        self._text = text.removeprefix(_BYTE_ORDER_MARK)
        self._root = yaml.compose(self._text, Loader=yaml.SafeLoader)
        self._edits: list[tuple[int, int, str]] = []

    def result(self) -> str:
        """Return the text with all edits made; those at one place in the order they came."""
        text, position, parts = self._text, 0, []
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2]):
            parts += [text[position : max(start, position)], new]
            position = max(end, position)
        return self._mark + "".join([*parts, text[position:]])

    def node(self, path: Path) -> yaml.Node | None:
        """Return the node at a path."""
        node = self._root
        for step in path:
            if isinstance(node, yaml.MappingNode):
                node = next((value for key, value in node.value if key.value == step), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                node = node.value[step]
            else:
                return None
        return node

    def rename(self, path: Path, new: str) -> None:
        """Give the last key of a path another name."""
        key, _ = self._member(path)
        self._edits.append((key.start_mark.index, key.end_mark.index, scalar(new)))

    def put(self, path: Path, value: str | int, after: str | None = None) -> None:
        """Set an entry of a mapping to a scalar.

        Args:
            path: of the entry; the mapping must be there.
            value: the new value.
            after: the key behind which a new entry goes; at the beginning without one.
        """
        mapping = self._mapping(path[:-1])
        if isinstance(self.node(path), yaml.Node):
            self._put_value(mapping, path, value)
        elif mapping.flow_style:
            place = self._member((*path[:-1], after))[1].end_mark.index if after else None
            text = f"{path[-1]}: {flow(value)}"
            first = mapping.start_mark.index + 1
            new = f", {text}" if place else f"{text}, " if mapping.value else text
            self._edits.append((place or first, place or first, new))
        else:
            indent = mapping.start_mark.column
            lines = entry_lines({str(path[-1]): value}, indent)
            if after:
                self._insert(self._line_end(self._member((*path[:-1], after))[1]), lines)
            else:
                # The first key of a list's entry stands behind a dash.
                start = mapping.start_mark.index
                self._edits.append((start, start, lines.lstrip() + " " * indent))

    def remove(self, path: Path) -> None:
        """Remove an entry of a mapping or a list, with its lines."""
        parent = self.node(path[:-1])
        if isinstance(parent, yaml.SequenceNode):
            node = parent.value[int(path[-1])]
            start = end = node
        else:
            start, end = self._member(path)
        if isinstance(parent, yaml.CollectionNode) and parent.flow_style:
            self._remove_from_flow(parent, start, end)
            return
        first, last = self._line_start(start), self._line_end(end)
        if self._text[:first].endswith("\n\n") and self._text[last:].startswith("\n"):
            last += 1
        elif isinstance(parent, yaml.MappingNode) and self._is_behind_dash(start):
            following = self._text[last:]
            first = start.start_mark.index
            last += len(following) - len(following.lstrip(" "))
        self._edits.append((first, last, ""))

    def insert(self, path: Path, position: int, entry: Entry) -> None:
        """Add an entry to a list written as a block, before the one at a position."""
        node = self._sequence(path)
        indent = node.start_mark.column
        lines = entry_lines(entry, indent + 2)
        lines = " " * indent + "- " + lines.lstrip()
        if position:
            self._insert(self._line_end(node.value[position - 1]), lines)
        else:
            self._insert(self._line_start(node.value[0]), lines)

    def add_mapping(self, path: Path, entry: Entry, after: str | None = None) -> None:
        """Add a mapping as an entry of a mapping, behind the entry `after` or at its end."""
        parent = self.node(path[:-1])
        if not isinstance(parent, yaml.MappingNode) or not parent.value:
            text = self._text if not self._text or self._text.endswith("\n") else self._text + "\n"
            self._edits.append((0, len(self._text), text + entry_lines({str(path[0]): entry}, 0)))
            return
        indent = parent.start_mark.column
        last = self._member((*path[:-1], after))[1] if after else parent.value[-1][1]
        blank = "\n" if len(path) <= 2 else ""  # noqa: PLR2004  # roles stand apart
        self._insert(self._line_end(last), blank + entry_lines({str(path[-1]): entry}, indent))

    def put_list(self, path: Path, entries: Sequence[Entry], after: str | None = None) -> None:
        """Set an entry of a mapping to a list, laid out anew."""
        mapping = self._mapping(path[:-1])
        indent = mapping.start_mark.column
        lines = entry_lines({str(path[-1]): list(entries)}, indent)
        if self.node(path) is None:
            last = self._member((*path[:-1], after))[1] if after else mapping.value[-1][1]
            self._insert(self._line_end(last), lines)
        else:
            key, value = self._member(path)
            self._edits.append((self._line_start(key), self._line_end(value), lines))

    def put_first(self, key: str, entry: Entry | list[Entry]) -> None:
        """Add a mapping, or a list of them, as the first entry of the file."""
        start = self._line_start(self._mapping(()))
        self._edits.append((start, start, entry_lines({key: entry}, 0) + "\n"))

    def keys(self, path: Path) -> list[str]:
        """Return the keys of a mapping, none where there is no mapping."""
        node = self.node(path)
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        return [str(key.value) for key, _ in pairs]

    def is_block(self, path: Path) -> bool:
        """Tell whether a path leads to a list with entries on lines of their own."""
        node = self.node(path)
        return isinstance(node, yaml.SequenceNode) and bool(node.value) and not node.flow_style

    def _sequence(self, path: Path) -> yaml.SequenceNode:
        node = self.node(path)
        if not isinstance(node, yaml.SequenceNode):
            raise TypeError(f"There is no list at {path}.")
        return node

    def _mapping(self, path: Path) -> yaml.MappingNode:
        node = self.node(path)
        if not isinstance(node, yaml.MappingNode):
            raise TypeError(f"There is no mapping at {path}.")
        return node

    def _member(self, path: tuple[str | int | None, ...]) -> tuple[yaml.Node, yaml.Node]:
        mapping = self._mapping(path[:-1])  # type: ignore[arg-type]  # only the key may be None
        return next((key, value) for key, value in mapping.value if key.value == path[-1])

    def _put_value(self, mapping: yaml.MappingNode, path: Path, value: str | int) -> None:
        _, node = self._member(path)
        start, end = node.start_mark.index, self._end(node)
        rest = self._text[end:].partition("\n")[0].strip()
        if mapping.flow_style:
            text = flow(value)
        elif rest:  # a comment would become part of a text in several lines
            text = scalar(value)
        else:
            column = mapping.start_mark.column
            text = scalar(value, column, len(str(path[-1])) + 2)
        before = "" if self._text[start - 1 : start].isspace() else " "
        self._edits.append((start, end, before + text))

    def _remove_from_flow(
        self, parent: yaml.CollectionNode, start: yaml.Node, end: yaml.Node
    ) -> None:
        members = [each if isinstance(each, tuple) else (each, each) for each in parent.value]
        place = next(index for index, (first, _) in enumerate(members) if first is start)
        if place:
            self._edits.append((self._end(members[place - 1][1]), self._end(end), ""))
        elif len(members) > 1:
            self._edits.append((start.start_mark.index, members[1][0].start_mark.index, ""))
        else:
            self._edits.append((start.start_mark.index, self._end(end), ""))

    def _insert(self, place: int, lines: str) -> None:
        if place and not self._text[:place].endswith("\n"):
            lines = "\n" + lines
        self._edits.append((place, place, lines))

    def _end(self, node: yaml.Node) -> int:
        """Return the offset behind a node's last character (PyYAML takes in blanks that follow)."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        start = node.start_mark.index
        return start + len(self._text[start : node.end_mark.index].rstrip())

    def _line_start(self, node: yaml.Node) -> int:
        return self._text.rfind("\n", 0, node.start_mark.index) + 1

    def _line_end(self, node: yaml.Node) -> int:
        """Return the offset of the line after the one a node ends in."""
        end = self._text.find("\n", self._end(node))
        return len(self._text) if end == -1 else end + 1

    def _is_behind_dash(self, node: yaml.Node) -> bool:
        return "-" in self._text[self._line_start(node) : node.start_mark.index]
