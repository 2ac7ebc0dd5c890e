"""What other documents of a catalogue say, so that a role that two define stays one role."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from rolegraph.documents.curation.naming import KINDS
from rolegraph.documents.graph.builder import term
from rolegraph.documents.graph.described import RETIRED
from rolegraph.documents.importing.activities import ACTIVITIES, described_activities
from rolegraph.rdf.namespaces import graph_of_file
from rolegraph.rdf.terms import Literal, NamedNode, RdfFormat, Triple, parse

STRIDE = 1000
"""How far apart the positions of one role's statements are that different documents make."""
REMEMBERED = ".rolegraph-documents.json"
"""Where the folder of a large catalogue keeps what each graph holds; git ignores it."""
_MANY = 50
"""From how many documents on that is worth a file."""
_FORM = 2


@dataclass(frozen=True)
class Elsewhere:
    """What the graphs of other documents hold.

    Attributes:
        roles: IRIs of the roles that another document defines.
        taken: IRIs of statements, activities, personas and assignments.
        position: which document of the catalogue this one is, from 1; what it says of a role that
            another one defines comes after that one's statements.
        activities: the key of each name of an activity that people described → its IRI, so that a
            matrix is about that one, whatever its IRI looks like.
        graphs_of: the IRI of a role → the graphs of other documents that say something of it.
    """

    roles: Container[str] = frozenset()
    taken: Container[str] = frozenset()
    position: int = 0
    activities: Mapping[str, str] = field(default_factory=dict)
    graphs_of: Callable[[str], Sequence[Path]] = lambda _: ()


@dataclass(frozen=True)
class _Held:
    """What one graph holds, and the state of its file when that was read."""

    roles: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    state: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class _Others(Container[str]):
    """What all graphs hold but one; nothing is copied, however many there are."""

    counts: Counter[str]
    own: frozenset[str]

    def __contains__(self, iri: object) -> bool:
        return self.counts[str(iri)] > (iri in self.own)


class Elsewheres:
    """What each of several graphs holds, read once, and learnt again when one is written.

    Args:
        graphs: the Turtle files, in the order of their documents; one that is not there, or cannot
            be read, holds nothing.
        remembered: the folder of the catalogue. Where it has many documents, what each graph holds
            is kept in a file there, so that a change of one document reads one graph.
    """

    def __init__(self, graphs: Iterable[Path], remembered: Path | None = None) -> None:
        self._activities = described_activities(remembered / ACTIVITIES) if remembered else {}
        paths = [path.resolve() for path in graphs]
        self._file = remembered / REMEMBERED if remembered and len(paths) >= _MANY else None
        known = _known(self._file)
        self._positions = {path: number for number, path in enumerate(paths, start=1)}
        self._held: dict[Path, _Held] = {}
        self._roles: Counter[str] = Counter()
        self._taken: Counter[str] = Counter()
        self._named: Counter[str] = Counter()
        self._is_new = False
        for path in paths:
            state = _state(path)
            held = known.get(str(path))
            if held is None or held.state != state:
                held = _read(path, state)
                self._is_new = True
            self._put(path, held)

    def without(self, graph: Path) -> Elsewhere:
        """Return what all graphs but one hold."""
        path = graph.resolve()
        own = self._held.get(path, _Held())
        return Elsewhere(
            _Others(self._roles, own.roles),
            _Others(self._taken, own.taken),
            self._positions.get(path, len(self._positions) + 1),
            self._activities,
            partial(self._graphs_of, path, own),
        )

    def _graphs_of(self, path: Path, own: _Held, role: str) -> Sequence[Path]:
        """Return the graphs that say something of a role, but for one."""
        if self._named[role] <= (role in own.named):
            return ()
        return [each for each, held in self._held.items() if each != path and role in held.named]

    def learn(self, graph: Path, triples: Iterable[Triple]) -> None:
        """Note that a graph has been written."""
        path = graph.resolve()
        if path in self._positions:
            self._put(path, _of(triples, _state(path)))
            self._is_new = True

    def remember(self) -> None:
        """Keep what was read for the next time; where that is not possible, it is read again."""
        if self._file is None or not self._is_new:
            return
        graphs = {
            str(path): [*held.state, sorted(held.roles), sorted(held.taken), sorted(held.named)]
            for path, held in self._held.items()
        }
        with contextlib.suppress(OSError):
            self._file.write_text(json.dumps({"form": _FORM, "graphs": graphs}), encoding="utf-8")

    def _put(self, path: Path, held: _Held) -> None:
        before = self._held.get(path, _Held())
        self._roles.subtract(before.roles)
        self._taken.subtract(before.taken)
        self._named.subtract(before.named)
        self._roles.update(held.roles)
        self._taken.update(held.taken)
        self._named.update(held.named)
        self._held[path] = held


def _state(path: Path) -> tuple[int, int]:
    """Return time and size of a file; zeros where there is none."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def _known(file: Path | None) -> dict[str, _Held]:
    """Return what was remembered; nothing where the file is lost, damaged or of another form."""
    if file is None:
        return {}
    try:
        loaded = json.loads(file.read_text(encoding="utf-8"))
        if loaded["form"] != _FORM:
            return {}
        return {
            path: _Held(
                frozenset(roles), frozenset(taken), frozenset(named), (int(time), int(size))
            )
            for path, (time, size, roles, taken, named) in loaded["graphs"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _read(path: Path, state: tuple[int, int]) -> _Held:
    try:
        return _of(triples_of(path), state)
    except (SyntaxError, ValueError, OSError):
        return _Held(state=state)


def triples_of(path: Path) -> Iterator[Triple]:
    """Yield the triples of a Turtle file.

    Raises:
        OSError, SyntaxError: it cannot be read.
    """
    content = path.read_bytes()
    for quad in parse(content, format=RdfFormat.TURTLE, base_iri=graph_of_file(path.name)):
        yield quad.triple


def _of(triples: Iterable[Triple], state: tuple[int, int]) -> _Held:
    """Return the roles that a graph defines or names, and what else in it has an IRI."""
    kind, status, defined_in = term("rdf:type"), term("rg:status"), term("rg:definedIn")
    role = term("rg:Role")
    classes = {term(name) for _, name, _ in KINDS.values()}
    classes |= {term("rg:Activity"), term("rg:Persona"), term("rg:Assignment")}
    roles: set[str] = set()
    defined: set[str] = set()
    retired: set[str] = set()
    taken: set[str] = set()
    for triple in triples:
        if not isinstance(triple.subject, NamedNode):
            continue
        if triple.predicate == kind and triple.object == role:
            roles.add(triple.subject.value)
        elif triple.predicate == kind and triple.object in classes:
            taken.add(triple.subject.value)
        elif triple.predicate == defined_in:
            defined.add(triple.subject.value)
        elif triple.predicate == status and triple.object == Literal(RETIRED):
            retired.add(triple.subject.value)
    named = frozenset(roles - retired)
    return _Held(named & frozenset(defined), frozenset(taken), named, state)
