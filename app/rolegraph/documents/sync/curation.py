"""Brings a curation up to a changed document: what is the same keeps its entry and its id.

An entry goes by the identity it gives: the slug of `formerly`, or of the text. Where the document
words that thing anew, the entry gets the new words and keeps the old ones as `formerly`. What is
new gets an entry with everything left open that a person has to judge; what is gone loses its own.
"""

from __future__ import annotations

from collections.abc import Iterable

import yaml

from rolegraph.documents.comparison.comparable import Role
from rolegraph.documents.comparison.compare import OutlineComparison
from rolegraph.documents.curation.model import Curation
from rolegraph.documents.curation.yaml_edit import YamlEdit
from rolegraph.documents.curation.yaml_text import Entry, ToDo, entry_lines
from rolegraph.documents.graph.described import Described
from rolegraph.documents.sync.curation_parts import (
    note_entry,
    note_numbers,
    reference_entries,
    sync_citations,
    sync_notes,
    sync_references,
)
from rolegraph.documents.sync.curation_statements import StatementSync, Synced
from rolegraph.documents.text.identity import slug

WRITE = ToDo("", "to be written")


class CurationSync:
    """Edits one curation.

    Args:
        text: the YAML; empty where there is none yet.
        curation: what it says.
        comparison: of the graph with the document.
        graph: the graph.
        in_step: whether the graph was made from this very curation.
    """

    def __init__(
        self,
        text: str,
        curation: Curation,
        comparison: OutlineComparison,
        graph: Described,
        *,
        in_step: bool,
    ) -> None:
        self._edit = YamlEdit(_with_blocks(text))
        self._curation = curation
        self._comparison = comparison
        self._graph = graph
        self._in_step = in_step
        self._former_roles = {id(new): old for old, new in comparison.paired.roles}
        self._entries = {slug(entry.formerly or key): key for key, entry in curation.roles.items()}
        self._synced = Synced()
        self._statements = StatementSync(self._edit, curation, comparison, self._synced)

    def run(self) -> Synced:
        """Make the edits."""
        if not self._curation.roles:
            return self._from_nothing()
        self._version()
        stated = reference_entries(self._comparison, self._graph)
        sync_references(self._edit, self._curation, stated)
        kept = set()
        before: str | None = None
        for role in self._comparison.after.roles:
            former = self._former_roles.get(id(role))
            identity = former.name if former else role.name
            key = self._entries.get(identity)
            if key is None or key in kept:
                self._edit.add_mapping(("roles", role.text), self._new_role(role, identity), before)
                continue
            kept.add(key)
            before = key
            self._sync_role(role, former, identity, key)
        for key in self._curation.roles:
            if key not in kept:
                self._edit.remove(("roles", key))
        self._synced.text = self._edit.result()
        return self._synced

    def _from_nothing(self) -> Synced:
        """Write a curation for a document that has none, so that ids can be kept."""
        roles = {}
        for role in self._comparison.after.roles:
            former = self._former_roles.get(id(role))
            roles[role.text] = self._new_role(role, former.name if former else role.name)
        stated = reference_entries(self._comparison, self._graph)
        self._synced.text = entry_lines(
            {**({"references": stated} if stated else {}), "roles": roles}, 0
        )
        return self._synced

    def _version(self) -> None:
        before, after = self._comparison.before, self._comparison.after
        if before.sha256 == after.sha256:
            return
        revised: str | None = before.sha256
        if after.version in self._graph:  # the document returned to an earlier text
            earlier = self._graph.link(after.version, "prov:wasRevisionOf")
            revised = self._graph.text(earlier, "rg:sha256") if earlier else None
        path = ("document", "revision_of")
        if revised is None:
            if self._edit.node(path):
                self._edit.remove(path)
        elif self._edit.node(("document",)):
            self._edit.put(path, revised, after=_last_key(self._edit, ("document",), path[1]))
        else:
            self._edit.put_first("document", {"revision_of": revised})

    def _sync_role(self, role: Role, former: Role | None, identity: str, key: str) -> None:
        entry, path = self._curation.roles[key], ("roles", key)
        if key != role.text:
            self._edit.rename(path, role.text)
        self._statements.formerly(path, None, identity, slug(role.text), entry.formerly, key)
        self._statements.sync(role, identity, key, entry)
        sync_citations(
            self._edit, path, entry.citations, (former, role), self._comparison, self._in_step
        )
        notes = self._comparison.paired.notes
        numbers = note_numbers(role, notes, self._note_numbers(identity))
        for note in sync_notes(self._edit, path, entry.notes, role, notes, numbers):
            self._ask(f"which names the note “{note.line_of_text}” discourages")

    def _new_role(self, role: Role, identity: str) -> Entry:
        former = self._former_roles.get(id(role))
        entry: dict[str, object] = {}
        if slug(role.text) != identity and former:
            entry["formerly"] = former.text
        entry["definition"] = WRITE
        self._ask(f"what the role “{role.text}” is (its definition)")
        statements = self._statements.new_entries(role, identity)
        entry["statements"] = statements or ToDo("[]", "no bullets yet")
        numbers = note_numbers(role, self._comparison.paired.notes, self._note_numbers(identity))
        notes = [
            note_entry(note, position, numbers[position])
            for position, note in enumerate(role.notes, start=1)
        ]
        if notes:
            entry["notes"] = notes
            self._ask(f"which names the notes on “{role.text}” discourage")
        return entry

    def _note_numbers(self, identity: str) -> set[int]:
        return numbers_of(self._graph.of_class("rg:NamingNote"), f"{identity}-")

    def _ask(self, question: str) -> None:
        self._synced.questions.append(question)


def numbers_of(iris: Iterable[str], prefix: str) -> set[int]:
    """Return the numbers that the ids of things with a prefix end in."""
    names = (iri.rpartition("/")[2] for iri in iris)
    endings = (name.removeprefix(prefix) for name in names if name.startswith(prefix))
    return {int(ending) for ending in endings if ending.isdecimal()}


def _last_key(edit: YamlEdit, path: tuple[str, ...], but: str) -> str | None:
    keys = [key for key in edit.keys(path) if key != but]
    return keys[-1] if keys else None


def _with_blocks(text: str) -> str:
    """Return a curation in which entries stand on lines of their own, not within brackets."""
    edit, data = YamlEdit(text), yaml.safe_load(text.removeprefix("\ufeff")) or {}
    for name, role in (data.get("roles") or {}).items():
        for key in ("statements", "notes"):
            path = ("roles", name, key)
            if role.get(key) and not edit.is_block(path):
                edit.put_list(path, role[key])
    return edit.result()
