"""Fields of records as blocks: a text, a list of entries, steps in their order."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping

import yaml

from rolegraph.documents.outline import (
    Block,
    Bullets,
    Item,
    Outline,
    Paragraph,
    Passage,
    SetAside,
)
from rolegraph.documents.readers.plain import plain_text
from rolegraph.documents.readers.records.identified import name_of
from rolegraph.documents.readers.records.keys import (
    DUTIES,
    IDS,
    NUMBERS,
    OF_ROLES,
    REPORTS,
    STEPS,
    TEXTS,
    fields_of,
    folded_key,
    holds_records,
    is_text,
)

DEEPEST = 6
_WORD_BREAK = re.compile(r"(?<=[a-z])(?=[A-Z])|[_-]+")
_INTEGER = "tag:yaml.org,2002:int"


class FieldBlocks(ABC):
    """Makes blocks of the values of fields.

    Args:
        outline: the file, without its blocks.
        fields: name of a field → what a person said that it holds.
        first: the folded names of those that are names.

    Attributes:
        aside: what of the file is no block, and why.
    """

    def __init__(self, outline: Outline, fields: Mapping[str, str], first: Iterable[str]) -> None:
        self._outline, self._fields, self._first = outline, fields, tuple(first)
        self.aside: list[SetAside] = []

    @abstractmethod
    def _fields_of(
        self,
        node: yaml.MappingNode,
        level: int,
        name: yaml.ScalarNode | None,
        *,
        is_entry: bool = False,
    ) -> Iterator[Block]:
        """Yield the fields of a record or an entry."""

    def _name(self, node: yaml.MappingNode) -> yaml.ScalarNode | None:
        return name_of(node, self._first)

    def _is_flow(self, node: yaml.MappingNode) -> bool:
        """Tell whether a record is a workflow with its steps, and no role."""
        fields, name = fields_of(node), self._name(node)
        is_role = not DUTIES.isdisjoint(fields) or (name and fields.get("role") is name)
        return name is not None and not is_role and not STEPS.isdisjoint(fields)

    def _is_below(self, key: yaml.Node, value: yaml.Node) -> bool:
        """Tell whether a field has the records of roles that report to this one."""
        is_list = isinstance(value, yaml.SequenceNode) and holds_records(value)
        is_named = is_list and all(self._name(each) for each in value.value)
        return is_named and folded_key(str(key.value)) in REPORTS

    def _steps(self, node: yaml.SequenceNode, level: int) -> Iterator[Block]:
        """Yield steps in the order of their numbers, where each has one."""
        numbers = [self._number(child) for child in node.value]
        order = list(range(len(numbers)))
        if numbers and all(numbers):
            order.sort(key=lambda n: float(str(numbers[n].value)))  # type: ignore[union-attr]
        items = [
            item for n in order for item in self._items(node.value[n], level, number=numbers[n])
        ]
        if items:
            yield Bullets(tuple(items), ordered=True)

    def _number(self, node: yaml.Node) -> yaml.ScalarNode | None:
        """Return the number of a step."""
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = [
            value
            for key, value in pairs
            if isinstance(value, yaml.ScalarNode)
            and folded_key(str(key.value)) in NUMBERS
            and (value.tag == _INTEGER or str(value.value).isdecimal())
            and str(value.value).isdecimal()
        ]
        return found[0] if found else None

    def _value(self, node: yaml.Node, level: int) -> Iterator[Block]:
        if isinstance(node, yaml.ScalarNode):
            passage = self._passage(node)
            if passage.span.text:
                yield Paragraph(passage)
        elif isinstance(node, yaml.SequenceNode):
            items = [item for child in node.value for item in self._items(child, level)]
            if items:
                yield Bullets(tuple(items), ordered=False)
        elif isinstance(node, yaml.MappingNode) and level < DEEPEST * 2:
            yield from self._fields_of(node, level, None)

    def _items(
        self, node: yaml.Node, level: int, number: yaml.ScalarNode | None = None
    ) -> Iterator[Item]:
        marker = self._outline.source.span(node.start_mark.index, node.start_mark.index)
        if isinstance(node, yaml.ScalarNode):
            passage = self._passage(node)
            if passage.span.text:
                yield Item(passage, (), marker)
        elif isinstance(node, yaml.MappingNode):
            pair = self._with_colon(node)
            if pair is not None:
                yield Item(pair, (), marker)
                return
            inner = node
            if number is not None:
                marker = self._passage(number).span
                self._claim(*(key for key, value in node.value if value is number))
                rest = [each for each in node.value if each[1] is not number]
                inner = yaml.MappingNode(node.tag, rest, node.start_mark, node.end_mark)
            name = self._text(inner)
            nested = tuple(self._fields_of(inner, level + 1, name, is_entry=True))
            yield Item(self._passage(name) if name else None, nested, marker)
        elif isinstance(node, yaml.SequenceNode):
            for child in node.value:
                yield from self._items(child, level)

    def _with_colon(self, node: yaml.MappingNode) -> Passage | None:
        """Return “Triage: check the alert” as one text, which YAML takes for a field."""
        if len(node.value) != 1 or not is_text(node.value[0][1]):
            return None
        key, value = node.value[0]
        words = str(key.value).split()
        is_known = folded_key(str(key.value)) in {*TEXTS, *OF_ROLES, *IDS}
        if is_known or not (len(words) > 1 or str(key.value)[:1].isupper()):
            return None
        first, last = self._passage(key), self._passage(value)
        span = self._outline.source.span(first.span.start, last.span.end)
        return Passage(span, f"{first.plain}: {last.plain}")

    def _text(self, node: yaml.MappingNode) -> yaml.ScalarNode | None:
        """Return what an entry of a list says: its text, or else its name; never whom it names."""
        scalars = fields_of(node)
        texts = [scalars[name] for name in TEXTS if is_text(scalars.get(name))]
        first = [
            value
            for key, value in scalars.items()
            if is_text(value) and key not in OF_ROLES and key not in IDS
        ]
        found = [*texts[:1], *first[:1], self._name(node)]
        return next((each for each in found if isinstance(each, yaml.ScalarNode)), None)

    def _claim(self, *nodes: yaml.Node) -> None:
        """Note that something is understood: it says that a name follows, and nothing more."""
        self.aside += [SetAside(e.start_mark.index, e.end_mark.index, "") for e in nodes]

    def _key(self, node: yaml.Node) -> Passage:
        passage = self._passage(node)
        kind = self._fields.get(str(node.value))
        plain = (
            f"{{kind:{kind}}}" if kind else " ".join(_WORD_BREAK.sub(" ", passage.plain).split())
        )
        return Passage(passage.span, plain)

    def _passage(self, node: yaml.Node) -> Passage:
        start, end = node.start_mark.index, node.end_mark.index
        style = getattr(node, "style", None)
        text = self._outline.source.text
        if style in {"'", '"'}:
            start, end = start + 1, end - 1
        elif style in {"|", ">"}:
            start = text.find("\n", start) + 1 or start
        span = self._outline.source.span(start, end)
        return Passage(span, plain_text(str(node.value)))
