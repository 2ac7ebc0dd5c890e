"""Brings the entries of a curation on statements up to a changed document."""

from __future__ import annotations

from dataclasses import dataclass, field

from rolegraph.documents.comparison.comparable import Role, Statement
from rolegraph.documents.comparison.compare import OutlineComparison
from rolegraph.documents.curation.model import CuratedRole, CuratedStatement, Curation
from rolegraph.documents.curation.yaml_edit import YamlEdit
from rolegraph.documents.curation.yaml_text import Entry
from rolegraph.documents.sync.curation_parts import CHOOSE, Path, put_items
from rolegraph.documents.text.identity import statement_slug
from rolegraph.documents.text.wording import denies, frequency


@dataclass
class Synced:
    """A curation that fits its document.

    Attributes:
        text: the YAML.
        questions: what a person has to judge now, in words.
        replaces: slug of a statement → IRI of the one in another role that it replaces.
    """

    text: str = ""
    questions: list[str] = field(default_factory=list)
    replaces: dict[str, str] = field(default_factory=dict)


class StatementSync:
    """Edits the entries on statements.

    Args:
        edit: takes the edits.
        curation: the curation as it is.
        comparison: of the graph with the document.
        synced: takes questions and replacements.
    """

    def __init__(
        self, edit: YamlEdit, curation: Curation, comparison: OutlineComparison, synced: Synced
    ) -> None:
        self._edit = edit
        self._curation = curation
        self._former = {id(new): old for old, new in comparison.paired.statements}
        self._owner = {
            id(statement): role.name
            for role in comparison.before.roles
            for statement in role.statements
        }
        self._synced = synced

    def sync(self, role: Role, identity: str, key: str, entry: CuratedRole) -> None:
        """Bring the entries of a role up to its statements.

        Args:
            role: the role in the document.
            identity: its slug.
            key: its name in the curation as it is.
            entry: what the curation says of it.
        """
        path = ("roles", key, "statements")
        by_name: dict[str, int] = {}
        by_text: dict[str, int] = {}
        for index, item in enumerate(entry.statements):
            by_name.setdefault(statement_slug(identity, item.formerly or item.text), index)
            by_text.setdefault(item.text, index)
        contested = {
            statement_slug(identity, statement.plain)
            for statement in role.statements
            if self._former_here(statement, identity) is None
        }
        used: set[int] = set()
        added: list[tuple[int, Entry]] = []
        place = 0
        for statement in role.statements:
            former = self._former_here(statement, identity)
            found = by_text.get(statement.plain)
            if former:
                found = by_name.get(former.name, by_text.get(former.plain))
            if found is None or found in used:
                added.append((place, self._new(statement, identity)))
                continue
            used.add(found)
            place = found + 1
            self._sync_one((*path, found), entry.statements[found], statement, identity, contested)
        gone = [index for index in range(len(entry.statements)) if index not in used]
        put_items(self._edit, path, gone, added, len(entry.statements))

    def _sync_one(
        self,
        path: Path,
        entry: CuratedStatement,
        statement: Statement,
        identity: str,
        contested: set[str],
    ) -> None:
        former = self._former_here(statement, identity)
        if entry.text != statement.plain:
            self._edit.put((*path, "text"), statement.plain)
        wanted = former.name if former else statement.name
        natural: str | None = statement_slug(identity, statement.plain)
        if former and natural in contested:
            natural = None  # its id has to be stated, or what is new would take it
        self.formerly(path, "text", wanted, natural, entry.formerly, entry.text)
        if statement.kind is not None or former is None:
            return  # the curation speaks of these very words, or of new ones
        if frequency(statement.text) != frequency(former.text):
            self._optional((*path, "qualifier"), frequency(statement.text), "activities")
        kind = _kind(former, statement)
        if kind != entry.kind:
            shown = None if kind == "responsibility" else kind
            self._optional((*path, "kind"), shown, "text")
            self._synced.questions.append(
                f"whether “{statement.plain}” is {kind}, as its wording suggests"
            )

    def formerly(
        self,
        path: Path,
        after: str | None,
        wanted: str,
        natural: str | None,
        stated: str | None,
        former: str,
    ) -> None:
        """See to it that an entry has an id.

        Args:
            path: of the entry.
            after: the key behind which `formerly` goes.
            wanted: the id.
            natural: the id that its text gives; None for an id that must be stated.
            stated: its `formerly` as it is.
            former: the text that gives it the wanted id.
        """
        if natural == wanted:
            self._optional((*path, "formerly"), None, after)
        elif stated is None:
            self._optional((*path, "formerly"), former, after)

    def _optional(self, path: Path, value: str | None, after: str | None) -> None:
        if value is not None:
            self._edit.put(path, value, after)
        elif self._edit.node(path):
            self._edit.remove(path)

    def _former_here(self, statement: Statement, identity: str) -> Statement | None:
        """Return the statement of the graph that a statement is, if it is of the same role."""
        former = self._former.get(id(statement))
        return former if former and self._owner[id(former)] == identity else None

    def _new(self, statement: Statement, identity: str) -> Entry:
        former = self._former.get(id(statement))
        entry: dict[str, object] = {"text": statement.plain}
        natural = statement_slug(identity, statement.plain)
        moved_from = self._entry_of(former) if former else None
        if self._former_here(statement, identity):
            if former and natural != former.name:
                entry["formerly"] = former.plain
        elif former:
            self._synced.replaces[natural] = former.iri
        kind = _kind(former, statement) if former else None
        if kind is None and denies(statement.text):
            kind = "exclusion"
            self._synced.questions.append(f"whether “{statement.plain}” is an exclusion")
        if kind and kind != "responsibility":
            entry["kind"] = kind
        if moved_from:
            entry["activities"] = list(moved_from.activities)
        else:
            entry["activities"] = CHOOSE
            self._synced.questions.append(f"which activities “{statement.plain}” is about")
        if qualifier := frequency(statement.text):
            entry["qualifier"] = qualifier
        if moved_from and moved_from.editorial_note:
            entry["editorial_note"] = moved_from.editorial_note
        return entry

    def _entry_of(self, statement: Statement) -> CuratedStatement | None:
        """Return the entry of a statement of the graph, in whatever role."""
        items = (item for role in self._curation.roles.values() for item in role.statements)
        return next((item for item in items if item.text == statement.plain), None)

    def new_entries(self, role: Role, identity: str) -> list[Entry]:
        """Return entries for all statements of a role that has none."""
        return [self._new(each, identity) for each in role.statements]


def _kind(former: Statement, statement: Statement) -> str:
    """Return the kind a statement has in its new words: the old one, unless they deny no more."""
    if former.kind == "exclusion" and denies(former.text) and not denies(statement.text):
        return "responsibility"
    if former.kind != "exclusion" and denies(statement.text) and not denies(former.text):
        return "exclusion"
    return former.kind or "responsibility"
