"""What a catalogue knows about people, and the state of it that knows nothing of them.

Memberships say who holds which role. They stand in graphs of their own, below
`…/graph/data/people/`, and only some may read them. To filter each way out would be to forget one.
So there is a second store in memory, which follows every commit and never holds such a triple. Who
may not read about people is answered from that store alone: pages, JSON, SPARQL, graphs, search and
the change log then have nothing that could come out. A proposal to change something about people
tells of them as well, with all that is said of it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable

import structlog

from rolegraph.history.permission import (
    MEMBERSHIPS,
    OF_MEMBERSHIPS,
    makes_membership,
    may_tell_of_people,
)
from rolegraph.history.proposed import proposal_of, proposed_in
from rolegraph.rdf.namespaces import (
    CHANGES_GRAPH,
    KEPT_DOCUMENTS,
    PEOPLE_GRAPHS,
    PROPOSALS_GRAPH,
    RDF,
    is_people_graph,
)
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import BlankNode, NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.durable import write_durably
from rolegraph.store.journal.entry_format import SNAPSHOT, START, Entry, encode_patch, sealed

_GRAPH = f"<{PEOPLE_GRAPHS}".encode()
_MARKS = tuple(f"<{name}> ".encode() for name in sorted(MEMBERSHIPS | OF_MEMBERSHIPS))
_STATEMENT = re.compile(
    rb"[AD] \S+ <(?:%b> <(?:%b)|%b)> "
    % (
        re.escape(f"{RDF}type".encode()),
        b"|".join(re.escape(name.encode()) for name in sorted(MEMBERSHIPS)),
        b"|".join(re.escape(name.encode()) for name in sorted(OF_MEMBERSHIPS)),
    )
)
"""A line of a patch that makes its subject a membership; shapes name these terms as objects."""
_LONGEST_LINE = 4096
_SEARCHED = "searched"
"""The file that says how far the change log was searched, and for what."""
_SOUGHT = hashlib.sha256(b"\n".join((_GRAPH, *_MARKS, _STATEMENT.pattern))).hexdigest()
_SAID = ("time", "author", "message", "guard")
"""What of a commit's headers says something of its own; the others follow from its patch."""
_WITHHELD = {"message": "A change that only some may read", "guard": ""}
_log = structlog.get_logger(__name__)


def knows_people(store: EmbeddedStore) -> bool:
    """Tell whether a store has, or ever had, something that only some may read.

    The lines of all commits are searched as they stand. What was searched for nothing is noted by
    its seal, which covers all commits before: the next start reads what came since.
    """
    searched = _searched(store)
    new = [entry for entry in store.entries() if entry.revision > searched]
    found = any(
        _GRAPH in text or _has_membership(text)
        for entry in new
        for text in _overlapping(store, entry)
    )
    if new and not found and store.folder is not None:
        note = {"revision": new[-1].revision, "seal": new[-1].link, "sought": _SOUGHT}
        write_durably(store.folder / _SEARCHED, json.dumps(note).encode())
    return found


def _searched(store: EmbeddedStore) -> int:
    """Return the revision up to which a store is known to know nothing of people."""
    if store.folder is None:
        return 0
    try:
        said = json.loads((store.folder / _SEARCHED).read_text(encoding="utf-8"))
        entry = store.journal.entry(int(said["revision"]))
    except (OSError, ValueError, TypeError, KeyError):
        return 0
    # A snapshot stands for commits, some of which may have been searched by nobody.
    if entry is None or entry.is_snapshot or said.get("sought") != _SOUGHT:
        return 0
    return entry.revision if entry.link == said.get("seal") else 0


class PublicView:
    """A store that holds what a store holds, but nothing about people.

    Its revisions have the numbers, times and authors of those that they follow.

    Args:
        store: what it follows.

    Attributes:
        store: the store; in memory, and written by nobody else.
        failed: whether it could not follow, so that it must not be read any more.
    """

    def __init__(self, store: EmbeddedStore) -> None:
        self.store = EmbeddedStore()
        self.failed = False
        self._source = store
        self._members: set[str] = set()
        for entry in store.entries():
            for patch in store.journal.pieces(entry):
                self._learn(patch)
        for entry in store.entries():
            self._take(entry, store.journal.patch(entry))
        store.on_commit(self._follow)

    def _follow(self, revision: int, patch: Patch) -> None:
        if self.failed:
            return
        try:
            withdrawn = self._told_of(self._learn(patch))
            entry = self._source.journal.entry(revision)
            if entry is None or self.store.revision != revision - 1:
                raise LookupError(f"revision {revision} does not follow {self.store.revision}")
            self._take(entry, patch, withdrawn)
        except Exception:  # noqa: BLE001 - whatever it was, nothing more may be shown
            # The commit is made; what cannot be told from people any more is not shown.
            self.failed = True
            _log.exception("people.view_failed", revision=revision)

    def _learn(self, patch: Patch) -> set[str]:
        """Note which things of a patch tell of people, and return those that did not before."""
        quads = (*patch.removed, *patch.added)
        found = {_name(quad.subject) for quad in quads if makes_membership(quad)}
        found -= self._members
        self._members |= found
        proposals = {_name(quad.subject) for quad in quads if self._proposes(quad)} - self._members
        self._members |= proposals
        return found | proposals

    def _proposes(self, quad: Quad) -> bool:
        """Tell whether a quad has a proposal to change something about people."""
        patch = proposed_in(quad)
        if patch is None:
            return False
        return not all(map(self._is_public, (*patch.removed, *patch.added)))

    def _told_of(self, names: Iterable[str]) -> frozenset[Quad]:
        """Return what was for anybody to read of things that tell of people from now on."""
        found: set[Quad] = set()
        for name in names:
            thing = NamedNode(name) if ":" in name and not name.startswith("_:") else None
            if thing is not None:
                found.update(self.store.match(subject=thing))
                found.update(self.store.match(object=thing))
            if name.startswith(PROPOSALS_GRAPH):
                remarks = self.store.match(graph=NamedNode(PROPOSALS_GRAPH))
                found.update(quad for quad in remarks if not self._is_public(quad))
        return frozenset(found)

    def _take(self, entry: Entry, patch: Patch, withdrawn: frozenset[Quad] = frozenset()) -> None:
        shown = Patch(
            removed=withdrawn | {quad for quad in patch.removed if self._is_public(quad)},
            added=frozenset(quad for quad in patch.added if self._is_public(quad)),
        )
        headers = {name: entry.headers[name] for name in _SAID if name in entry.headers}
        told = len(shown) - len(withdrawn)
        if told < sum(not _goes_along(quad) for quad in (*patch.removed, *patch.added)):
            headers |= {name: text for name, text in _WITHHELD.items() if name in headers}
        elif any(name in headers.get("guard", "") for name in self._members):
            headers["guard"] = ""
        if entry.is_snapshot:
            self.store.replay(*_snapshot(entry, shown, headers))
        else:
            self.store.apply(shown, headers)

    def _is_public(self, quad: Quad) -> bool:
        return not (
            is_people_graph(getattr(quad.graph_name, "value", ""))
            or _tells_of_commits(quad)
            or makes_membership(quad)
            or any(self._is_member(term) for term in (quad.subject, quad.object))
        )

    def _is_member(self, term: object) -> bool:
        """Tell whether a term tells of people, or is a part of what does.

        A part is `…/membership#part`, or a remark on a proposal.
        """
        name = _name(term)
        return not self._members.isdisjoint({name, name.partition("#")[0], proposal_of(name)})


class Sealed:
    """Closes a service whose store gets to know people while nobody is kept from reading them.

    That happens where commits come from another service, which has no such bounds.

    Args:
        store: the store.

    Attributes:
        closed: whether that has happened.
    """

    def __init__(self, store: EmbeddedStore) -> None:
        self.closed = False
        store.on_commit(self._look)

    def _look(self, revision: int, patch: Patch) -> None:
        if self.closed:
            return
        self.closed = may_tell_of_people(patch) and any(
            makes_membership(quad) or is_people_graph(getattr(quad.graph_name, "value", ""))
            for quad in patch.added
        )
        if self.closed:
            _log.error("people.restart_needed", revision=revision)


def _has_membership(lines: bytes) -> bool:
    """Tell whether a line makes a membership; the few that have a mark are looked at."""
    for mark in _MARKS:
        at = lines.find(mark)
        while at >= 0:
            if _STATEMENT.match(lines, lines.rfind(b"\n", 0, at) + 1):
                return True
            at = lines.find(mark, at + 1)
    return False


def _tells_of_commits(quad: Quad) -> bool:
    return getattr(quad.graph_name, "value", "") == CHANGES_GRAPH


def _goes_along(quad: Quad) -> bool:
    """Tell whether a quad goes along with a commit that may be told of without it."""
    kept = getattr(quad.graph_name, "value", "") in KEPT_DOCUMENTS
    return kept or _tells_of_commits(quad)


def _name(term: object) -> str:
    """Return what a thing is known by; a literal by nothing."""
    if isinstance(term, NamedNode):
        return term.value
    return str(term) if isinstance(term, BlankNode) else ""


def _snapshot(entry: Entry, patch: Patch, said: dict[str, str]) -> tuple[dict[str, str], bytes]:
    body = encode_patch(patch)
    headers = {
        "revision": str(entry.revision),
        "parent": str(entry.revision - 1),
        **said,
        SNAPSHOT: START,
        "added": str(len(patch.added)),
        "removed": str(len(patch.removed)),
        "bytes": str(len(body)),
        "digest": hashlib.sha256(body).hexdigest(),
    }
    return sealed(headers, START), body


def _overlapping(store: EmbeddedStore, entry: Entry) -> Iterable[bytes]:
    """Yield the lines of a commit in pieces, each with the end of the one before."""
    end = b""
    for part in store.journal.parts(entry):
        yield end + part
        end = part[-_LONGEST_LINE:]
