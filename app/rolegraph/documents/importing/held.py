"""Which graph of a catalogue holds which IRIs: a table on disk, so that memory stays flat."""

from __future__ import annotations

import os
import resource
import sqlite3
import weakref
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import IntFlag
from pathlib import Path

from rolegraph.documents.curation.model import KINDS
from rolegraph.documents.graph.builder import term
from rolegraph.documents.graph.described import RETIRED
from rolegraph.documents.graph.generated import OF_WORKFLOWS
from rolegraph.documents.language.names import halves, letters_key
from rolegraph.rdf.namespaces import graph_of_file
from rolegraph.rdf.terms import Literal, NamedNode, RdfFormat, Triple, parse

_SCHEMA = (
    "CREATE TABLE graph (number INTEGER PRIMARY KEY, path TEXT UNIQUE, time INTEGER, size INTEGER)",
    "CREATE TABLE held (graph INTEGER, iri TEXT, how INTEGER)",
    "CREATE TABLE named (graph INTEGER, key TEXT, iri TEXT, label TEXT)",
    "CREATE INDEX held_iri ON held (iri)",
    "CREATE INDEX held_graph ON held (graph)",
    "CREATE INDEX named_key ON named (key)",
    "CREATE INDEX named_graph ON named (graph)",
)
SHORT = 8
"""A short name such as “QMB” has no more signs."""
FileState = tuple[int, int]
"""Time of the last change in nanoseconds, and size in bytes; zeros where there is no file."""


class HowHeld(IntFlag):
    """In what way a graph holds an IRI."""

    DEFINED = 1
    """It defines a role that is in force."""
    TAKEN = 2
    """It describes a statement, an activity, a persona, a tool or the like that is in force."""
    NAMED = 4
    """It says something of a role that is in force."""
    RETIRED = 8
    """It keeps a role or statement that its document no longer has."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What a graph holds.

    Attributes:
        iris: each IRI that counts, and in what way it is held.
        names: the roles in force: key of a name, IRI, label. A key is that of `letters_key`, of
            each half of “Auditor or Reviewer” with a slash before it, and a short name as it is
            behind a `=`.
    """

    iris: Mapping[str, HowHeld]
    names: Sequence[tuple[str, str, str]] = ()


class HeldIris:
    """What each graph holds; on disk, and in memory no more than the usual cache of SQLite.

    Args:
        file: what an earlier run wrote there is known. A file that is not there, is damaged or has
            another form counts as none.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._database = _open(file)
        weakref.finalize(self, self._database.close)

    def states(self) -> Mapping[str, FileState]:
        """Return the state of each graph's file when it was read, by its path."""
        rows = self._database.execute("SELECT path, time, size FROM graph")
        return {path: (time, size) for path, time, size in rows}

    def put(self, path: str, state: FileState, holding: Holding) -> None:
        """Note what a graph holds, in place of what it held."""
        self._database.execute("BEGIN")
        with self._database:
            self._forget(path)
            row = self._database.execute(
                "INSERT INTO graph (path, time, size) VALUES (?, ?, ?)", (path, *state)
            )
            self._database.executemany(
                "INSERT INTO held VALUES (?, ?, ?)",
                ((row.lastrowid, iri, int(how)) for iri, how in holding.iris.items()),
            )
            self._database.executemany(
                "INSERT INTO named VALUES (?, ?, ?, ?)",
                ((row.lastrowid, *name) for name in holding.names),
            )

    def forget(self, path: str) -> None:
        """Note that a graph is no longer one of the catalogue."""
        self._database.execute("BEGIN")
        with self._database:
            self._forget(path)

    def beside(self, path: str, how: HowHeld) -> Container[str]:
        """Return the IRIs that another graph than this one holds in a way; found when asked for."""
        return _Beside(self, path, how)

    def graphs_of(self, iri: str, how: HowHeld) -> Iterator[str]:
        """Yield the paths of the graphs that hold an IRI in a way."""
        rows = self._database.execute(
            "SELECT path FROM held JOIN graph ON number = graph WHERE iri = ? AND how & ?",
            (iri, int(how)),
        )
        return (path for (path,) in rows)

    def named(self, key: str) -> Iterator[tuple[str, str, str]]:
        """Yield what roles have a key of a name: graph, IRI and label."""
        return self._database.execute(
            "SELECT path, iri, label FROM named JOIN graph ON number = graph WHERE key = ?", (key,)
        )

    def overtaken(self) -> list[str]:
        """Return the paths of the graphs that a later change of another graph concerns.

        They keep as retired what another one has in force now, or only name a role that no graph
        defines any more: it was moved to another document.
        """
        rows = self._database.execute(
            """
            SELECT DISTINCT path FROM held AS mine JOIN graph ON number = mine.graph
            WHERE (mine.how & :retired AND EXISTS (
                    SELECT 1 FROM held WHERE iri = mine.iri AND how & :in_force))
                OR (mine.how & :named AND NOT mine.how & :defined AND NOT EXISTS (
                    SELECT 1 FROM held WHERE iri = mine.iri AND how & :defined))
            """,
            {
                "retired": int(HowHeld.RETIRED),
                "in_force": int(HowHeld.DEFINED | HowHeld.TAKEN),
                "named": int(HowHeld.NAMED),
                "defined": int(HowHeld.DEFINED),
            },
        )
        return [path for (path,) in rows]

    def write(self, file: Path) -> None:
        """Write all of it into a file, for the next run.

        Raises:
            OSError, sqlite3.Error: the file cannot be written; there is no part of it then.
        """
        part = file.with_name(f"{file.name}.{os.getpid()}")
        try:
            with closing(sqlite3.connect(part)) as target:
                self._database.backup(target)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)

    def _forget(self, path: str) -> None:
        for (number,) in self._database.execute(
            "SELECT number FROM graph WHERE path = ?", (path,)
        ).fetchall():
            self._database.execute("DELETE FROM held WHERE graph = ?", (number,))
            self._database.execute("DELETE FROM named WHERE graph = ?", (number,))
            self._database.execute("DELETE FROM graph WHERE number = ?", (number,))


@dataclass(frozen=True)
class _Beside(Container[str]):
    """What all graphs hold but one; nothing is copied, however many there are."""

    held: HeldIris
    path: str
    how: HowHeld

    def __contains__(self, iri: object) -> bool:
        return any(path != self.path for path in self.held.graphs_of(str(iri), self.how))


def _open(file: Path | None) -> sqlite3.Connection:
    """Open a private database on disk, with what an earlier run wrote."""
    if file is not None and file.exists():
        database = _empty()
        try:
            with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as known:
                known.backup(database)
            schema = database.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
            is_same = tuple(sql for (sql,) in schema) == _SCHEMA
            if is_same and database.execute("PRAGMA quick_check").fetchall() == [("ok",)]:
                return database
        except sqlite3.Error:
            pass
        database.close()
    database = _empty()
    for statement in _SCHEMA:
        database.execute(statement)
    return database


def _empty() -> sqlite3.Connection:
    # A database without a name is a temporary file that SQLite removes by itself. A confined
    # process can write to none.
    is_confined = resource.getrlimit(resource.RLIMIT_FSIZE)[0] == 0
    database = sqlite3.connect(":memory:" if is_confined else "", isolation_level=None)
    database.execute("PRAGMA journal_mode = MEMORY")
    return database


def state_of(path: Path) -> FileState:
    """Return time and size of a file; zeros where there is none."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def held_in(path: Path) -> Holding:
    """Return what a Turtle file holds; nothing where it cannot be read."""
    try:
        return holding(triples_of(path))
    except (SyntaxError, ValueError, OSError):
        return Holding({})


def triples_of(path: Path) -> Iterator[Triple]:
    """Yield the triples of a Turtle file.

    Raises:
        OSError, SyntaxError: it cannot be read.
    """
    content = path.read_bytes()
    for quad in parse(content, format=RdfFormat.TURTLE, base_iri=graph_of_file(path.name)):
        yield quad.triple


def holding(triples: Iterable[Triple]) -> Holding:
    """Return the roles that a graph defines or names, and what else in it has an IRI."""
    kind, status, defined_in = term("rdf:type"), term("rg:status"), term("rg:definedIn")
    role, retired = term("rg:Role"), Literal(RETIRED)
    called = {term("skos:prefLabel"), term("skos:altLabel")}
    classes = {term(name) for _, name, _ in KINDS.values()}
    classes |= {term("rg:Activity"), term("rg:Persona"), term("rg:Assignment")}
    classes |= {term(name) for name in ("rg:Tool", *OF_WORKFLOWS)}
    roles: set[str] = set()
    defined: set[str] = set()
    gone: set[str] = set()
    taken: set[str] = set()
    labels: list[tuple[str, str]] = []
    noted: list[tuple[str, str]] = []
    for triple in triples:
        if not isinstance(triple.subject, NamedNode):
            continue
        if triple.predicate == kind and triple.object == role:
            roles.add(triple.subject.value)
        elif triple.predicate == kind and triple.object in classes:
            taken.add(triple.subject.value)
        elif triple.predicate == defined_in:
            defined.add(triple.subject.value)
        elif triple.predicate in called and isinstance(triple.object, Literal):
            labels.append((triple.subject.value, triple.object.value))
        elif triple.predicate == term("skos:notation") and isinstance(triple.object, Literal):
            noted.append((triple.subject.value, triple.object.value))
        elif triple.predicate == status and triple.object == retired:
            gone.add(triple.subject.value)
    found = dict.fromkeys(taken - gone, HowHeld.TAKEN)
    found |= dict.fromkeys((taken | roles) & gone, HowHeld.RETIRED)
    for iri in roles - gone:
        how = HowHeld.NAMED | (HowHeld.DEFINED if iri in defined else HowHeld(0))
        found[iri] = found.get(iri, HowHeld(0)) | how
    of_roles = [each for each in labels if each[0] in defined & (roles - gone)]
    keys = [each for iri, label in of_roles for each in _keys(iri, label)]
    present = defined & (roles - gone)
    keys += [(f"#{text.casefold()}", iri, text) for iri, text in noted if iri in present]
    return Holding(found, keys)


def _keys(iri: str, label: str) -> Iterator[tuple[str, str, str]]:
    yield letters_key(label), iri, label
    if len(label) <= SHORT and " " not in label:
        yield f"={label.casefold()}", iri, label
    for half in halves(label):
        yield f"/{letters_key(half)}", iri, label
