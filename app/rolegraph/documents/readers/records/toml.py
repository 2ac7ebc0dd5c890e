"""TOML 1.0 (https://toml.io/en/v1.0.0) as nodes of records, each at its place in the file.

The standard library reads TOML and says no places. So it judges whether a file is TOML, and what
the value of each string is; the places are found here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

import yaml

from rolegraph.documents.outline import Outline, SetAside
from rolegraph.documents.readers.records.keys import TEXT
from rolegraph.documents.readers.records.read import outline_of_nodes
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.source import SourceText
from rolegraph.errors import SyntaxFault

_BLANK = re.compile(r"[ \t\r\n]*")
_KEY = re.compile(r"[A-Za-z0-9_-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_STRING = re.compile(
    r"\"\"\"(?:[^\\]|\\.)*?\"{3,5}(?!\")|'''.*?'{3,5}(?!')|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^\s,\]}#]+(?:[ ][0-9]{2}:[0-9:.]+\S*)?")
_PLACE = re.compile(r"at line (\d+), column (\d+)")
_SEQUENCE, _MAPPING = "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"
_KINDS = (("bool", bool), ("int", int), ("float", float))
_QUOTES = ('"""', "'''", '"', "'")


def read_toml(
    source: SourceText, fields: Mapping[str, str] | None = None, language: str | None = None
) -> Outline:
    """Return the outline of a TOML file with records; see `read_records`.

    Raises:
        MalformedDocument: it is no TOML.
    """
    try:
        tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        message = f"This does not parse: {error}."
        fault = SyntaxFault(message, source=source.file, line=line, column=column)
        raise MalformedDocument([fault]) from None
    parser = _Parser(source)
    root = parser.document()
    return outline_of_nodes(source, [root], parser.aside, fields, language)


class _Parser:
    """Reads a text that is known to be TOML."""

    def __init__(self, source: SourceText) -> None:
        self._source, self._text, self._at = source, source.text, 0
        self.aside: list[SetAside] = []

    def document(self) -> yaml.MappingNode:
        """Return the whole file as a mapping."""
        root = table = self._node(0)
        self._skip()
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header(root)
            else:
                self._pair(table)
            self._skip()
        _close(root)
        return root

    def _skip(self) -> None:
        """Pass over blanks and comments."""
        while True:
            blank = _BLANK.match(self._text, self._at)
            self._at = blank.end() if blank else self._at
            if self._text[self._at : self._at + 1] != "#":
                return
            end = self._text.find("\n", self._at)
            end = len(self._text) if end < 0 else end
            self.aside.append(SetAside(self._at, end, "a comment"))
            self._at = end

    def _mark(self, offset: int) -> yaml.Mark:
        line = self._source.line_at(offset)
        column = offset - self._source.line(line).start
        return yaml.Mark(self._source.file, offset, line - 1, column, None, 0)

    def _node(self, offset: int) -> yaml.MappingNode:
        mark = self._mark(offset)
        return yaml.MappingNode(_MAPPING, [], mark, mark)

    def _keys(self) -> list[yaml.ScalarNode]:
        """Read a key, which may be dotted."""
        found: list[yaml.ScalarNode] = []
        while hit := _KEY.match(self._text, self._at):
            quoted = hit[0][0] in "\"'"
            name = next(iter(tomllib.loads(f"{hit[0]} = 0")))
            start, end = hit.start() + quoted, hit.end() - quoted
            found.append(yaml.ScalarNode(TEXT, name, self._mark(start), self._mark(end)))
            dot = _DOT.match(self._text, hit.end())
            self._at = dot.end() if dot else hit.end()
            if dot is None:
                break
        return found

    def _header(self, root: yaml.MappingNode) -> yaml.MappingNode:
        """Read `[table]` or `[[list of tables]]`; return the mapping that it begins."""
        begin = self._at
        is_list = self._text.startswith("[[", begin)
        self._at += 2 if is_list else 1
        self._blank()
        *above, last = self._keys()
        self._at = self._text.index("]", self._at) + (2 if is_list else 1)
        table = self._within(root, above)
        known = _value(table, last)
        if is_list:
            if not isinstance(known, yaml.SequenceNode):
                known = yaml.SequenceNode(_SEQUENCE, [], last.start_mark, last.end_mark)
                table.value.append((last, known))
            else:
                self._said_before(last)
            inner = self._node(begin)
            known.value.append(inner)
            return inner
        if isinstance(known, yaml.MappingNode):
            self._said_before(last)
            return known
        inner = self._node(begin)
        table.value.append((last, inner))
        return inner

    def _said_before(self, key: yaml.ScalarNode) -> None:
        self.aside.append(SetAside(key.start_mark.index, key.end_mark.index, ""))

    def _within(self, table: yaml.MappingNode, keys: list[yaml.ScalarNode]) -> yaml.MappingNode:
        """Return the mapping that keys lead to; of a list of tables, its last one."""
        for key in keys:
            known = _value(table, key)
            if isinstance(known, yaml.SequenceNode):
                known = known.value[-1]
            if isinstance(known, yaml.MappingNode):
                self._said_before(key)
                table = known
                continue
            inner = self._node(key.start_mark.index)
            table.value.append((key, inner))
            table = inner
        return table

    def _pair(self, table: yaml.MappingNode) -> None:
        *above, last = self._keys()
        table = self._within(table, above)
        self._blank()
        self._at += 1  # the sign of equality
        self._blank()
        table.value.append((last, self._value()))

    def _blank(self) -> None:
        while self._text[self._at : self._at + 1] in {" ", "\t"}:
            self._at += 1

    def _value(self) -> yaml.Node:
        begin = self._at
        sign = self._text[begin]
        if sign == "[":
            return self._list(begin)
        if sign == "{":
            return self._inline(begin)
        if sign in "\"'" and (hit := _STRING.match(self._text, begin)):
            self._at = hit.end()
            value = tomllib.loads(f"x = {hit[0]}")["x"]
            width = next(len(each) for each in _QUOTES if hit[0].startswith(each))
            start, end = begin + width, hit.end() - width
            start += width > 1 and self._text.startswith("\n", start)
            return yaml.ScalarNode(TEXT, value, self._mark(start), self._mark(end))
        hit = _PLAIN.match(self._text, begin)
        end = hit.end() if hit else begin + 1
        self._at, text = end, self._text[begin:end]
        value = tomllib.loads(f"x = {text}")["x"]
        kind = next(
            (
                name
                for name, of in (("bool", bool), ("int", int), ("float", float))
                if isinstance(value, of)
            ),
            "timestamp",
        )
        tag = f"tag:yaml.org,2002:{kind}"
        return yaml.ScalarNode(tag, text, self._mark(begin), self._mark(end))

    def _list(self, begin: int) -> yaml.SequenceNode:
        self._at += 1
        values: list[yaml.Node] = []
        self._skip()
        while self._text[self._at] != "]":
            values.append(self._value())
            self._skip()
            self._at += self._text[self._at] == ","
            self._skip()
        self._at += 1
        return yaml.SequenceNode(_SEQUENCE, values, self._mark(begin), self._mark(self._at))

    def _inline(self, begin: int) -> yaml.MappingNode:
        table = self._node(begin)
        self._at += 1
        self._skip()
        while self._text[self._at] != "}":
            self._pair(table)
            self._skip()
            self._at += self._text[self._at] == ","
            self._skip()
        self._at += 1
        table.end_mark = self._mark(self._at)
        return table


def _value(table: yaml.MappingNode, key: yaml.ScalarNode) -> yaml.Node | None:
    return next((value for name, value in table.value if name.value == key.value), None)


def _close(node: yaml.Node) -> yaml.Mark:
    """Let each table end where the last of what it holds does."""
    if isinstance(node, yaml.CollectionNode):
        children = (
            [value for _, value in node.value] if isinstance(node, yaml.MappingNode) else node.value
        )
        marks = [node.end_mark, *map(_close, children)]
        node.end_mark = max(marks, key=lambda mark: mark.index)
    return node.end_mark
