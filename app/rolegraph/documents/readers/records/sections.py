"""Records as sections: what names each, what it says in its fields, and what stands around."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import PurePath

import yaml

from rolegraph.documents.outline import (
    Block,
    Heading,
    Outline,
    Paragraph,
    Passage,
    SetAside,
)
from rolegraph.documents.readers.records.entities import Entity
from rolegraph.documents.readers.records.fields import DEEPEST, FieldBlocks
from rolegraph.documents.readers.records.identified import Identifiers, id_of
from rolegraph.documents.readers.records.keys import (
    ABOUT,
    DUTIES,
    GROUPS,
    NULL,
    NUMERIC,
    STEPS,
    SUPERIORS,
    TITLES,
    are_roles,
    bare_key,
    fields_of,
    folded_key,
    holds_records,
    is_code,
    is_text,
    tells_of_persona,
)
from rolegraph.documents.readers.records.matrices import Matrix, letters_of, matrix_of

NOTATION = "{kind:notation}"
_META = ("metadata", "meta", "document", "info")
_REPORTS_TO = "{kind:reports-to}"
_WORKFLOWS = "workflows"
"""What stands above a workflow that is a file of its own, as a chapter would."""
_OF_FILE = "says something of the file as a whole, and of no role"


class RecordSections(FieldBlocks):
    """Makes blocks of records.

    Args:
        outline: the file, without its blocks.
        fields: name of a field → what a person said that it holds.
        first: the folded names of those that are names.
        identifiers: the ids of the file, and what refers to none of them.
        merged: the mappings whose fields others have taken over, by identity.

    Attributes:
        names: where the names of records stand.
        personas: where those of personas stand.
        title: what names the file.
        unknown: where a reference stands that no record has.
    """

    def __init__(
        self,
        outline: Outline,
        fields: Mapping[str, str],
        first: Iterable[str],
        identifiers: Identifiers,
        merged: Container[int] = frozenset(),
    ) -> None:
        super().__init__(outline, fields, first)
        self._merged, self._has_ids = merged, bool(identifiers.names)
        self.unknown = set(identifiers.unknown)
        self._are_personas = "persona" in folded_key(PurePath(outline.source.file).stem)
        self._roles: set[str] = set()
        self.names: set[int] = set()
        self.personas: set[int] = set()
        self.title: Passage | None = None

    def document(self, root: yaml.Node) -> list[Block]:
        """Return the blocks of a document: records wherever they are listed."""
        self._note_roles(root)
        if isinstance(root, yaml.MappingNode):
            is_whole = self._is_container(root, is_root=True)
            if self._is_flow(root):
                return list(self._flow(root))
            if is_whole or (self._name(root) is None and not holds_records(root)):
                self._take_title(root)
                return list(self._chapters(root, 1))
        return list(self._top(root, 1))

    def _note_roles(self, node: yaml.Node, *, is_persona: bool = False) -> None:
        """Note the names of what may be a role, so that a matrix shows which side has roles."""
        if isinstance(node, yaml.MappingNode):
            name = self._name(node)
            if name is not None and not is_persona and STEPS.isdisjoint(fields_of(node)):
                self._roles.add(str(name.value).strip().casefold())
            for key, value in node.value:
                folded = folded_key(str(key.value))
                if folded not in STEPS:
                    self._note_roles(value, is_persona="persona" in folded)
                if folded in GROUPS and isinstance(value, yaml.MappingNode):
                    self._roles |= {str(each.value).strip().casefold() for each, _ in value.value}
        elif isinstance(node, yaml.SequenceNode):
            for child in node.value:
                self._note_roles(child, is_persona=is_persona)

    def _flow(self, root: yaml.MappingNode) -> Iterator[Block]:
        """Yield a file that is one workflow, and the roles that it lists beside its steps."""
        lists = [
            p for p in root.value if holds_records(p[1]) and folded_key(p[0].value) not in STEPS
        ]
        rest = [pair for pair in root.value if pair not in lists]
        key = next(key for key, _ in rest if folded_key(str(key.value)) in STEPS)
        yield Heading(Passage(self._passage(key).span, _WORKFLOWS), 1)
        yield from self._record(yaml.MappingNode(root.tag, rest, root.start_mark, root.end_mark), 2)
        name = self._name(root)
        self.title = self.title or (self._passage(name) if name else None)
        for key, value in lists:
            yield from self._listed(key, value, 1)

    def _take_title(self, root: yaml.MappingNode) -> None:
        pairs = {folded_key(str(key.value)): (key, value) for key, value in root.value}
        found = [pairs[each] for each in TITLES if each in pairs and is_text(pairs[each][1])]
        inner = [pairs[each] for each in _META if each in pairs]
        if found and self.title is None:
            self.title = self._passage(found[0][1])
            self._claim(*found[0])
        elif inner and isinstance(inner[0][1], yaml.MappingNode):
            self._take_title(inner[0][1])

    def entity(self, entity: Entity) -> Iterator[Block]:
        """Yield the blocks of an entity of a catalogue; one that is no role is told as not read."""
        self.aside += entity.aside
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

    def _top(self, node: yaml.Node, level: int) -> Iterator[Block]:
        if isinstance(node, yaml.SequenceNode):
            for child in node.value:
                if isinstance(child, yaml.MappingNode):
                    yield from self._record(child, level + 1)
        elif isinstance(node, yaml.MappingNode):
            if self._name(node) is not None:
                yield from self._record(node, level + 1)
            elif holds_records(node):
                yield from self._named(node, level)
            elif level < DEEPEST:
                yield from self._chapters(node, level)

    def _chapters(self, node: yaml.MappingNode, level: int) -> Iterator[Block]:
        """Yield what stands below each key of a mapping that is no record."""
        for key, value in node.value:
            if self.title is not None and self._passage(value).span == self.title.span:
                continue
            yield from self._listed(key, value, level)

    def _listed(self, key: yaml.Node, value: yaml.Node, level: int) -> Iterator[Block]:
        """Yield the records below a key; what is no record is reported as not read."""
        if id(value) in self._merged:
            self._claim(key)
            return
        matrix = matrix_of(key, value, self._is_role)
        if matrix is not None:
            yield from self._matrix(key, matrix, level)
        elif isinstance(value, yaml.CollectionNode) and holds_records(value):
            before = self._are_personas
            folded = folded_key(str(key.value))
            self._are_personas = "persona" in folded or (before and folded not in GROUPS)
            yield Heading(self._key(key), level)
            yield from self._named(value, level)
            self._are_personas = before
        elif isinstance(value, yaml.MappingNode) and folded_key(str(key.value)) in _META:
            self.aside.append(SetAside(key.start_mark.index, value.end_mark.index, _OF_FILE))
        elif isinstance(value, yaml.MappingNode):
            if self._name(value) is not None:
                self._claim(key)
            yield from self._top(value, level + 1)
        elif isinstance(value, yaml.ScalarNode):
            start, end = key.start_mark.index, max(value.end_mark.index, key.end_mark.index)
            self.aside.append(SetAside(start, end, _OF_FILE))
        elif value.value:
            yield Heading(self._key(key), level)
            yield from self._value(value, level + 1)

    def _matrix(self, key: yaml.Node, matrix: Matrix, level: int) -> Iterator[Block]:
        """Yield a matrix; whom it names by an id that no record has is noted."""
        yield Heading(self._key(key), level)
        yield matrix.table(key, self._passage)
        self.aside += matrix.aside
        for name, node in matrix.roles.items():
            if self._has_ids and is_code(name) and not self._is_role(name):
                self.unknown.add(self._passage(node).span.start)

    def _named(self, node: yaml.CollectionNode, level: int) -> Iterator[Block]:
        """Yield records of a list, or of a mapping whose keys are their names or ids."""
        if isinstance(node, yaml.SequenceNode):
            yield from self._top(node, level)
            return
        for key, value in node.value:
            named = self._name(value) if isinstance(value, yaml.MappingNode) else None
            if named is not None:
                yield from self._record(value, level + 1, key)
                continue
            heading = self._key(key)
            self.names.add(heading.span.start)
            yield Heading(heading, level + 1)
            if isinstance(value, yaml.MappingNode):
                yield from self._fields_of(value, level + 2, None)
            else:
                yield from self._value(value, level + 2)

    def _is_role(self, name: str) -> bool:
        return name.strip().casefold() in self._roles

    def _is_container(self, node: yaml.MappingNode, *, is_root: bool = False) -> bool:
        """Tell whether a mapping is one of a unit or a file that has roles, and no role itself."""
        fields = fields_of(node)
        name = self._name(node)
        if not DUTIES.isdisjoint(fields) or (name is not None and fields.get("role") is name):
            return False
        groups = [key for key, value in fields.items() if holds_records(value)]
        if any(key in GROUPS or are_roles(fields[key]) for key in groups):
            return True
        chapters = ("persona", "playbook", "workflow", "prozess", "process")
        return is_root and any(word in key for key in groups for word in chapters)

    def _record(
        self, node: yaml.MappingNode, level: int, key: yaml.Node | None = None
    ) -> Iterator[Block]:
        name = self._name(node)
        if name is None:
            yield from self._fields_of(node, level, None)
            return
        heading = min(level, DEEPEST)
        if self._is_container(node):
            yield Heading(self._passage(name), heading)
            for each, value in node.value:
                if value is name:
                    self._claim(each)
                elif holds_records(value):
                    # Units within units are no deeper: a label of a role has its level.
                    yield from self._listed(each, value, heading)
                else:
                    reason = f"tells of “{name.value}”, which has roles and is none"
                    start = each.start_mark.index
                    end = max(each.end_mark.index, value.end_mark.index)
                    self.aside.append(SetAside(start, end, reason))
            return
        passage = self._passage(name)
        if not self._is_flow(node):
            self.names.add(passage.span.start)
        if is_persona := self._are_personas or tells_of_persona(node, name):
            self.personas.add(passage.span.start)
        yield Heading(passage, heading)
        yield from self._ids_of(node, name, key, heading + 1, is_kept=not is_persona)
        inner = yaml.MappingNode(node.tag, list(node.value), node.start_mark, node.end_mark)
        below = [] if is_persona else [p for p in inner.value if self._is_below(*p)]
        inner.value = [pair for pair in inner.value if pair not in below]
        yield from self._fields_of(inner, heading + 1, name)
        for each, value in below:
            self._claim(each)
            for child in value.value if isinstance(value, yaml.SequenceNode) else ():
                yield from self._reporting(child, level, name)

    def _reporting(
        self, node: yaml.MappingNode, level: int, above: yaml.ScalarNode
    ) -> Iterator[Block]:
        blocks = list(self._record(node, level))
        yield blocks[0]
        superior = self._passage(above)
        yield Heading(Passage(superior.span, _REPORTS_TO), min(level, DEEPEST) + 1)
        yield Paragraph(superior)
        yield from blocks[1:]

    def _refers(self, value: yaml.Node) -> bool:
        """Tell whether a value names roles of the file, or looks like an id of one."""
        each = value.value if isinstance(value, yaml.SequenceNode) else [value]
        return all(
            isinstance(node, yaml.ScalarNode)
            and (self._is_role(str(node.value)) or node.start_mark.index in self.unknown)
            for node in each
        )

    def _ids_of(
        self,
        node: yaml.MappingNode,
        name: yaml.ScalarNode,
        key: yaml.Node | None,
        level: int,
        *,
        is_kept: bool,
    ) -> Iterator[Block]:
        """Yield what identifies a record; of others than roles it says nothing outside the file."""
        is_kept = is_kept and STEPS.isdisjoint(fields_of(node))
        keys = {id(value): each for each, value in node.value}
        if key is not None and str(key.value).strip().casefold() == str(name.value).casefold():
            self._claim(key)
            key = None
        for each in (*filter(None, [key]), *id_of(node, name)):
            field = keys.get(id(each), each)
            if is_kept:
                yield Heading(Passage(self._passage(field).span, NOTATION), level)
                yield Paragraph(self._passage(each))
            else:
                reason = f"identifies “{name.value}” within the file, and says nothing else of it"
                start, end = field.start_mark.index, each.end_mark.index
                self.aside.append(SetAside(start, end, reason))

    def _fields_of(
        self,
        node: yaml.MappingNode,
        level: int,
        name: yaml.ScalarNode | None,
        *,
        is_entry: bool = False,
    ) -> Iterator[Block]:
        ids = id_of(node, name) if name is not None else []
        for key, value in node.value:
            if any(value is each for each in ids):
                if is_entry:
                    self._set_aside_id(key, value)
            elif is_entry and isinstance(value, yaml.ScalarNode) and value.tag in NUMERIC:
                reason = "a number beside the text of an entry"
                self.aside.append(SetAside(key.start_mark.index, value.end_mark.index, reason))
            elif value is not name:
                matrix = self._own_matrix(key, value, name)
                if matrix is not None:
                    yield from self._matrix(key, matrix, min(level, DEEPEST))
                else:
                    yield from self._field(key, value, level)
            else:
                self._claim(key)

    def _set_aside_id(self, key: yaml.Node, value: yaml.ScalarNode) -> None:
        reason = "identifies an entry within the file, and says nothing else of it"
        self.aside.append(SetAside(key.start_mark.index, value.end_mark.index, reason))

    def _own_matrix(
        self, key: yaml.Node, value: yaml.Node, name: yaml.ScalarNode | None
    ) -> Matrix | None:
        """Return the letters of a record: of a role in activities, or of roles in one activity."""
        if (
            name is None
            or "raci" not in folded_key(str(key.value))
            or not isinstance(value, yaml.CollectionNode)
        ):
            return None
        if isinstance(value, yaml.SequenceNode) or not all(letters_of(v) for _, v in value.value):
            return matrix_of(key, value, self._is_role)
        matrix = Matrix()
        are_roles = any(self._is_role(str(each.value)) for each, _ in value.value)
        for each, letters in value.value:
            activity, role = (name, each) if are_roles else (each, name)
            matrix.add(activity, role, letters, letters_of(letters))
        return matrix

    def _field(self, key: yaml.Node, value: yaml.Node, level: int) -> Iterator[Block]:
        if isinstance(value, yaml.ScalarNode) and (not value.value.strip() or value.tag == NULL):
            start, end = key.start_mark.index, max(key.end_mark.index, value.end_mark.index)
            self.aside.append(SetAside(start, end, "a field without a value"))
            return
        level = min(level, DEEPEST)
        if "persona" in folded_key(str(key.value)) and holds_records(value):
            yield from self._listed(key, value, level)
            return
        if folded_key(str(key.value)) in ABOUT and isinstance(value, yaml.ScalarNode):
            yield Heading(Passage(self._passage(key).span, "{kind:description}"), level)
        elif bare_key(str(key.value)) in SUPERIORS and self._refers(value):
            yield Heading(Passage(self._passage(key).span, _REPORTS_TO), level)
        else:
            yield Heading(self._key(key), level)
        if folded_key(str(key.value)) in STEPS and isinstance(value, yaml.SequenceNode):
            yield from self._steps(value, level + 1)
        else:
            yield from self._value(value, level + 1)
