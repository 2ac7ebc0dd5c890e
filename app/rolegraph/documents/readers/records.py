"""YAML and JSON records to an outline: each record a section, each field a heading in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath

import yaml

from rolegraph.documents.language.tables import PERSONA_NAME
from rolegraph.documents.outline import (
    Block,
    Bullets,
    Heading,
    Item,
    Outline,
    Paragraph,
    Passage,
    SetAside,
)
from rolegraph.documents.readers.entities import Entity, entity_of
from rolegraph.documents.readers.joined import folded_key, join_linked
from rolegraph.documents.readers.plain import plain_text
from rolegraph.documents.readers.tagged import take_language
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.source import SourceText
from rolegraph.errors import SyntaxFault

NAMES = (
    *("name", "role", "title", "label", "persona", "rolle", "rol", "nom", "nombre"),
    *("preferredlabel", "preflabel", "id", "key"),
)
"""Fields that may hold the name of a record, the likeliest first."""
TEXTS = (
    *("text", "description", "statement", "duty", "task", "responsibility", "step", "action"),
    *("title", "name"),
)
"""Fields of an entry of a list that may hold what it says, the likeliest first."""
ROLES = ("role", "represents", "jobtitle", "job", "rolle", "rol", "ruolo", "papel")
"""Fields of a persona that may name her role, the likeliest first."""
_PERSONA_FIELDS = frozenset(
    map(
        folded_key,
        (
            *("goals", "goal", "frustrations", "pain points", "painpoints", "pains", "motivations"),
            *("needs", "quote", "barriers", "challenges", "scenario", "scenarios"),
        ),
    )
)
"""Fields that only personas have."""
_NULL = "tag:yaml.org,2002:null"
_NUMBERS = frozenset({f"tag:yaml.org,2002:{each}" for each in ("int", "float", "bool")})
_DEEPEST = 6
_WORD_BREAK = re.compile(r"(?<=[a-z])(?=[A-Z])|[_-]+")
_COMMENT = re.compile(r"^[ \t]*#[^\n]*$|(?<=\s)#[^\n\"']*$", re.MULTILINE)


def read_records(
    source: SourceText, fields: Mapping[str, str] | None = None, language: str | None = None
) -> Outline:
    """Return the outline of a YAML or JSON file with records.

    Args:
        source: the file, with one document or several. JSON is read as the YAML that it nearly is,
            so that places are known.
        fields: name of a field → what it holds (`name`, or a kind such as `responsibility`),
            where its own name does not say so.
        language: which text to take of those that are given once for each language.

    Raises:
        MalformedDocument: it does not parse.
    """
    text = source.text.replace("\t", " ")
    try:
        nodes = [each for each in yaml.compose_all(text, Loader=yaml.SafeLoader) if each]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = f"This does not parse: {error.problem or error.context}."
        fault = SyntaxFault(message, source=source.file, line=line, column=column)
        raise MalformedDocument([fault]) from None
    except yaml.YAMLError as error:
        fault = SyntaxFault(f"This does not parse: {error}", source=source.file, line=1)
        raise MalformedDocument([fault]) from None
    reader = _Records(Outline(source, (), plain_text), fields or {})
    blocks: list[Block] = []
    for node in nodes:
        reader.keys += take_language(node, language)
        joined, aside_of_links = join_linked(node)
        reader.keys += aside_of_links
        entity = entity_of(joined)
        blocks += reader.top(joined) if entity is None else reader.entity(entity)
    aside: tuple[SetAside, ...] = tuple(reader.keys)
    if not text.lstrip().startswith(("{", "[")):
        aside += tuple(
            SetAside(found.start(), found.end(), "a comment") for found in _COMMENT.finditer(text)
        )
    return Outline(source, tuple(blocks), plain_text, aside, names=frozenset(reader.names))


class _Records:
    def __init__(self, outline: Outline, fields: Mapping[str, str]) -> None:
        self._outline = outline
        self._fields = fields
        self._are_personas = "persona" in folded_key(PurePath(outline.source.file).stem)
        self.names: set[int] = set()
        self.keys: list[SetAside] = []
        """The keys of names: they say that a name follows, and nothing more."""

    def top(self, node: yaml.Node, level: int = 1) -> Iterator[Block]:
        """Yield the blocks of the whole file: records wherever they are listed."""
        if isinstance(node, yaml.SequenceNode):
            for child in node.value:
                if isinstance(child, yaml.MappingNode):
                    yield from self._record(child, level + 1)
        elif isinstance(node, yaml.MappingNode):
            if self._name(node) is not None:
                yield from self._record(node, level + 1)
            elif _holds_records(node):
                yield from self._named(node, level)
            elif level < _DEEPEST:
                for key, value in node.value:
                    yield from self._listed(key, value, level)

    def entity(self, entity: Entity) -> Iterator[Block]:
        """Yield the blocks of an entity of a catalogue; one that is no role is told as not read."""
        self.keys += entity.aside
        if entity.name is None:
            return
        passage = self._passage(entity.name)
        self.names.add(passage.span.start)
        yield Heading(passage, 2)
        kind = self._passage(entity.kind)
        yield Heading(Passage(kind.span, "kind"), 3)
        yield Paragraph(Passage(kind.span, "role"))
        if entity.alias is not None:
            alias = self._passage(entity.alias)
            yield Heading(Passage(alias.span, "{kind:alias}"), 3)
            yield Paragraph(alias)
        for key, value in entity.fields:
            yield from self._field(key, value, 3)

    def _listed(self, key: yaml.Node, value: yaml.Node, level: int) -> Iterator[Block]:
        """Yield the records below a key; what is no record is reported as not read."""
        if isinstance(value, yaml.CollectionNode) and _holds_records(value):
            self._are_personas = "persona" in folded_key(str(key.value))
            yield Heading(self._key(key), level)
            yield from self._named(value, level)
        elif isinstance(value, yaml.MappingNode):
            yield from self.top(value, level + 1)

    def _named(self, node: yaml.CollectionNode, level: int) -> Iterator[Block]:
        """Yield records of a list, or of a mapping whose keys are their names."""
        if isinstance(node, yaml.SequenceNode):
            yield from self.top(node, level)
            return
        for key, value in node.value:
            named = self._name(value) if isinstance(value, yaml.MappingNode) else None
            if named is not None:
                yield from self._record(value, level + 1)
                continue
            heading = self._key(key)
            self.names.add(heading.span.start)
            yield Heading(heading, level + 1)
            if isinstance(value, yaml.MappingNode):
                yield from self._fields_of(value, level + 2, None)
            else:
                yield from self._value(value, level + 2)

    def _name(self, node: yaml.MappingNode) -> yaml.ScalarNode | None:
        keys = {folded_key(str(key.value)): value for key, value in node.value}
        chosen = [key for key, kind in self._fields.items() if kind == "name"]
        for name in (*map(folded_key, chosen), *NAMES):
            value = keys.get(name)
            if isinstance(value, yaml.ScalarNode) and value.value.strip():
                return value
        return None

    def _text(self, node: yaml.MappingNode) -> yaml.ScalarNode | None:
        """Return what an entry of a list says: its text, or else its name."""
        scalars = {str(key.value).casefold(): value for key, value in node.value}
        texts = [scalars[name] for name in TEXTS if _is_text(scalars.get(name))]
        first = [value for value in scalars.values() if _is_text(value)]
        found = [*texts[:1], self._name(node), *first[:1]]
        return next((each for each in found if isinstance(each, yaml.ScalarNode)), None)

    def _record(self, node: yaml.MappingNode, level: int) -> Iterator[Block]:
        name = self._name(node)
        if name is None:
            yield from self._fields_of(node, level, None)
            return
        role = self._role_of_persona(node, name)
        passage = self._passage(role or name)
        self.names.add(passage.span.start)
        yield Heading(passage, level)
        if role is not None:
            yield Heading(Passage(self._passage(name).span, f"{{kind:{PERSONA_NAME}}}"), level + 1)
            yield Paragraph(self._passage(name))
        yield from self._fields_of(node, level + 1, name, role)

    def _role_of_persona(
        self, node: yaml.MappingNode, name: yaml.ScalarNode
    ) -> yaml.ScalarNode | None:
        """Return the role that a record of a persona names beside her own name; None without."""
        fields = {folded_key(str(key.value)): value for key, value in node.value}
        role = next((fields[key] for key in ROLES if key in fields), None)
        if role is name or not _is_text(role) or not isinstance(role, yaml.ScalarNode):
            return None
        is_persona = self._are_personas or not _PERSONA_FIELDS.isdisjoint(fields)
        return role if is_persona else None

    def _fields_of(
        self,
        node: yaml.MappingNode,
        level: int,
        name: yaml.ScalarNode | None,
        role: yaml.ScalarNode | None = None,
        *,
        is_entry: bool = False,
    ) -> Iterator[Block]:
        for key, value in node.value:
            if is_entry and isinstance(value, yaml.ScalarNode) and value.tag in _NUMBERS:
                reason = "a number beside the text of an entry"
                start, end = key.start_mark.index, value.end_mark.index
                self.keys.append(SetAside(start, end, reason))
            elif value is not name and (role is None or value is not role):
                yield from self._field(key, value, level)
            else:
                self.keys.append(SetAside(key.start_mark.index, key.end_mark.index, ""))

    def _field(self, key: yaml.Node, value: yaml.Node, level: int) -> Iterator[Block]:
        if isinstance(value, yaml.ScalarNode) and (not value.value.strip() or value.tag == _NULL):
            start, end = key.start_mark.index, max(key.end_mark.index, value.end_mark.index)
            self.keys.append(SetAside(start, end, "a field without a value"))
            return
        yield Heading(self._key(key), min(level, _DEEPEST))
        yield from self._value(value, level + 1)

    def _value(self, node: yaml.Node, level: int) -> Iterator[Block]:
        if isinstance(node, yaml.ScalarNode):
            passage = self._passage(node)
            if passage.span.text:
                yield Paragraph(passage)
        elif isinstance(node, yaml.SequenceNode):
            items = [item for child in node.value for item in self._items(child, level)]
            if items:
                yield Bullets(tuple(items), ordered=False)
        elif isinstance(node, yaml.MappingNode) and level < _DEEPEST * 2:
            yield from self._fields_of(node, level, None)

    def _items(self, node: yaml.Node, level: int) -> Iterator[Item]:
        marker = self._outline.source.span(node.start_mark.index, node.start_mark.index)
        if isinstance(node, yaml.ScalarNode):
            passage = self._passage(node)
            if passage.span.text:
                yield Item(passage, (), marker)
        elif isinstance(node, yaml.MappingNode):
            name = self._text(node)
            nested = tuple(self._fields_of(node, level + 1, name, is_entry=True))
            yield Item(self._passage(name) if name else None, nested, marker)
        elif isinstance(node, yaml.SequenceNode):
            for child in node.value:
                yield from self._items(child, level)

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


def _holds_records(node: yaml.CollectionNode) -> bool:
    children = node.value
    if isinstance(node, yaml.MappingNode):
        children = [value for _, value in node.value]
    if not children or not all(isinstance(child, yaml.MappingNode) for child in children):
        return False
    # Keys are names where what they hold is alike; the chapters of one record are not.
    fields = [{str(key.value) for key, _ in child.value} for child in children]
    return isinstance(node, yaml.SequenceNode) or bool(set.intersection(*fields))


def _is_text(node: yaml.Node | None) -> bool:
    """Tell whether a value is a text, and no number, date or blank."""
    is_text = isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str"
    return is_text and any(sign.isalpha() for sign in str(node.value if node else ""))
