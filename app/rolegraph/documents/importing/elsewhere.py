"""What other documents of a catalogue say, so that a role that two define stays one role."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from rolegraph.documents.drift.inputs import read_graph
from rolegraph.documents.importing.held import SHORT, HeldIris, HowHeld, held_in, holding, state_of
from rolegraph.documents.language.names import halves, letters_key, name_key, tool_key
from rolegraph.documents.text.home import ACTIVITIES, ARTIFACTS, STAGES, TOOLS
from rolegraph.errors import InputError
from rolegraph.rdf.terms import Triple

STRIDE = 1000
"""How far apart the positions of one role's statements are that different documents make."""
REMEMBERED = ".rolegraph-documents.db"
"""Where the folder of a large catalogue keeps what each graph holds; git ignores it."""
_MANY = 50
"""From how many documents on that is worth a file."""


@dataclass(frozen=True)
class Elsewhere:
    """What the graphs of other documents hold.

    Attributes:
        roles: IRIs of the roles that another document defines.
        taken: IRIs of statements, activities, personas and assignments in force. One that another
            document had before is the same thing, moved.
        position: which document of the catalogue this one is, from 1; what it says of a role that
            another one defines comes after that one's statements.
        activities: the key of each name of an activity that people described → its IRI, so that a
            matrix is about that one, whatever its IRI looks like.
        tools: the key of each name of a tool that people described → its IRI.
        artifacts, stages: the same for artifacts and for lifecycle stages.
        tool_names: the names of the tools that people described.
        graphs_of: the IRI of a role → the graphs of other documents that say something of it.
        left_by: the IRI of a role → the graphs of other documents that had it, and have it no more.
        spelled: a name → the roles that others define with the same letters.
        short: a short name such as “QMB” → the roles of others that have it.
        sharing: a name → the roles of others of which it is one of two names, or that are one of
            its own: “Auditors”, and “Auditor or Oversight Reviewer”.
        noted: a notation such as “SOC-L1” → the roles of others that have it.
        planned: graphs of which it is known what they will say, and that are not written yet.
    """

    roles: Container[str] = frozenset()
    taken: Container[str] = frozenset()
    position: int = 0
    activities: Mapping[str, str] = field(default_factory=dict)
    tools: Mapping[str, str] = field(default_factory=dict)
    graphs_of: Callable[[str], Sequence[Path]] = lambda _: ()
    left_by: Callable[[str], Sequence[Path]] = lambda _: ()
    spelled: Callable[[str], Sequence[NamedThere]] = lambda _: ()
    short: Callable[[str], Sequence[NamedThere]] = lambda _: ()
    sharing: Callable[[str], Sequence[NamedThere]] = lambda _: ()
    noted: Callable[[str], Sequence[NamedThere]] = lambda _: ()
    planned: Mapping[Path, Sequence[Triple]] = field(default_factory=dict)
    artifacts: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    tool_names: Sequence[str] = ()

    def meant(self, name: str) -> str:
        """Return the IRI of the role of another document that a name means; empty without one."""
        found = self.spelled(name) or self.short(name) or self.noted(name)
        return found[0].iri if found else ""


@dataclass(frozen=True, slots=True)
class NamedThere:
    """A role of another document: its graph, its IRI and its name."""

    graph: Path
    iri: str
    label: str


class Elsewheres:
    """What each of several graphs holds, read once, and learnt again when one is written.

    Args:
        graphs: the Turtle files, in the order of their documents; one that is not there, or cannot
            be read, holds nothing.
        remembered: the folder of the catalogue. Where it has many documents, what each graph holds
            is kept in a file there, so that a change of one document reads one graph.
    """

    def __init__(self, graphs: Iterable[Path], remembered: Path | None = None) -> None:
        self._root = remembered
        self._activities: dict[str, str] = {}
        self._tools: dict[str, str] = {}
        self._artifacts: dict[str, str] = {}
        self._stages: dict[str, str] = {}
        self._tool_names: Sequence[str] = ()
        if remembered:
            self._activities = _described(remembered / ACTIVITIES, "rg:Activity", name_key)
            self._tools = _described(remembered / TOOLS, "rg:Tool", tool_key)
            self._artifacts = _described(remembered / ARTIFACTS, "rg:Artifact", name_key)
            self._stages = _described(remembered / STAGES, "rg:LifecycleStage", name_key)
            self._tool_names = tuple(_described(remembered / TOOLS, "rg:Tool", str))
        paths = [path.resolve() for path in graphs]
        self._file = remembered / REMEMBERED if remembered and len(paths) >= _MANY else None
        self._held = HeldIris(self._file)
        self._planned: dict[Path, Sequence[Triple]] = {}
        self._positions = {str(path): number for number, path in enumerate(paths, start=1)}
        known = self._held.states()
        gone = [path for path in known if path not in self._positions]
        for name in gone:
            self._held.forget(name)
        self._is_new = bool(gone)
        for path in paths:
            state = state_of(path)
            if known.get(str(path)) != state:
                self._held.put(str(path), state, held_in(path))
                self._is_new = True

    def without(self, graph: Path) -> Elsewhere:
        """Return what all graphs but one hold."""
        path = str(graph.resolve())
        return Elsewhere(
            self._held.beside(path, HowHeld.DEFINED),
            self._held.beside(path, HowHeld.TAKEN),
            self._positions.get(path, len(self._positions) + 1),
            self._beside(path, ACTIVITIES, self._activities),
            self._beside(path, TOOLS, self._tools),
            partial(self._graphs_of, path, HowHeld.NAMED),
            partial(self._graphs_of, path, HowHeld.RETIRED),
            partial(self._spelled, path),
            partial(self._short, path),
            partial(self._sharing, path),
            partial(self._noted, path),
            self._planned,
            artifacts=self._beside(path, ARTIFACTS, self._artifacts),
            stages=self._beside(path, STAGES, self._stages),
            tool_names=tuple(self._beside(path, TOOLS, dict.fromkeys(self._tool_names, ""))),
        )

    def _beside(self, own: str, file: str, described: Mapping[str, str]) -> Mapping[str, str]:
        """Return what a file describes; nothing where it is the graph of the document itself.

        `data/tools.ttl` is that of `tools.csv`, and holds nothing then that people wrote.
        """
        is_own = self._root is not None and own == str((self._root / file).resolve())
        return {} if is_own else described

    def _spelled(self, own: str, name: str) -> Sequence[NamedThere]:
        return self._named(own, letters_key(name))

    def _short(self, own: str, name: str) -> Sequence[NamedThere]:
        found = self._named(own, f"={name.casefold()}") if len(name) <= SHORT else ()
        return list({each.iri: each for each in (*found, *self._noted(own, name))}.values())

    def _noted(self, own: str, name: str) -> Sequence[NamedThere]:
        found = self._named(own, f"#{name.strip().casefold()}")
        return list({each.iri: each for each in found}.values())

    def _sharing(self, own: str, name: str) -> Sequence[NamedThere]:
        keys = [f"/{letters_key(name)}", *map(letters_key, halves(name))]
        return [each for key in keys for each in self._named(own, key)]

    def _named(self, own: str, key: str) -> Sequence[NamedThere]:
        if not key.strip("/"):
            return ()
        found = (each for each in self._held.named(key) if each[0] != own)
        return [NamedThere(Path(graph), iri, label) for graph, iri, label in sorted(found)]

    def _graphs_of(self, own: str, how: HowHeld, role: str) -> Sequence[Path]:
        """Return the graphs that hold a role in a way, but for one, in their order."""
        found = [each for each in self._held.graphs_of(role, how) if each != own]
        return [Path(each) for each in sorted(found, key=self._positions.__getitem__)]

    def learn(self, graph: Path, triples: Iterable[Triple], *, is_written: bool = True) -> None:
        """Note what a graph says now, or will say once it is written.

        The graph of a document that is new in the catalogue is the last one.
        """
        path, said = graph.resolve(), tuple(triples)
        self._positions.setdefault(str(path), len(self._positions) + 1)
        self._held.put(str(path), state_of(path), holding(said))
        self._is_new = True
        self._planned.pop(path, None)
        if not is_written:
            self._planned[path] = said

    def naming(self, graph: Path, roles: Iterable[str]) -> Sequence[Path]:
        """Return the graphs, but for one, that say something of some roles, in their order."""
        own = str(graph.resolve())
        found = {each for role in roles for each in self._graphs_of(own, HowHeld.NAMED, role)}
        return sorted(found, key=lambda path: self._positions[str(path)])

    def overtaken(self) -> Sequence[Path]:
        """Return the graphs that have to be made again, since a role was moved between documents.

        In the order of their documents.
        """
        found = [each for each in self._held.overtaken() if each in self._positions]
        return [Path(each) for each in sorted(found, key=self._positions.__getitem__)]

    def remember(self) -> None:
        """Keep what was read for the next time; where that is not possible, it is read again."""
        if self._file is not None and self._is_new:
            with contextlib.suppress(OSError, sqlite3.Error):
                self._held.write(self._file)


def _described(path: Path, kind: str, key: Callable[[str], str]) -> dict[str, str]:
    """Return the key of each name → the IRI of the thing that people described.

    It is empty where there is no such file.

    A label goes before another name of another thing.
    """
    try:
        described = read_graph(path, str(path)).described
    except (InputError, OSError):
        return {}
    found: dict[str, str] = {}
    for name in ("skos:altLabel", "skos:prefLabel"):
        for iri in reversed(described.present(kind)):
            found |= {key(text): iri for text in described.texts(iri, name)}
    return found
