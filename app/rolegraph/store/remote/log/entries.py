"""Reads the log of a remote store: its head, and its commits as journal entries."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass

from rolegraph.errors import StoreAnswer
from rolegraph.rdf.terms import NamedNode, Term
from rolegraph.store.remote.endpoints.client import StoreClient
from rolegraph.store.remote.log import names
from rolegraph.store.remote.log.names import in_log
from rolegraph.store.remote.log.templates import text_of

_PAGE = 50
"""Commits, and parts of one, that are read at once."""
_LOOKS = 5
_PAUSE = 0.05


@dataclass(frozen=True)
class LogHead:
    """Where the log stands.

    Attributes:
        log: its UUID.
        revision: the last commit that is published.
        settling: whether the engine's graphs do not have all of that commit yet.
    """

    log: str
    revision: int
    settling: bool = False


@dataclass(frozen=True)
class LoggedCommit:
    """A commit of the log without its patch.

    Attributes:
        commit: its UUID.
        revision: the revision that it made.
        headers: those of its journal entry, in their order.
        parts: in how many parts its patch is kept.
    """

    commit: str
    revision: int
    headers: dict[str, str]
    parts: int


class Log:
    """The log of one remote store, for reading.

    Not every engine shows one state to one query: a query may see the head without a commit that
    was written with it. So what is missing or does not fit together is looked for again.

    Args:
        client: the store.
    """

    def __init__(self, client: StoreClient) -> None:
        self._client = client

    def head(self) -> LogHead | None:
        """Return where the log stands, or None where the store has no log.

        Raises:
            StoreAnswer: the log has more than one head, or none.
        """
        query = (
            f"SELECT ?p ?o WHERE {{ {in_log(f'{names.HEAD} ?p ?o .')} "
            f"FILTER(?p IN ({names.ID}, {names.REVISION}, {names.SETTLING})) }}"
        )
        for _ in range(_LOOKS):
            found = [
                (f"<{_text(row['p'])}>", _text(row["o"])) for row in self._client.select(query)
            ]
            if not found:
                return None
            ids = [value for name, value in found if name == names.ID]
            states = [pair for pair in found if pair[0] != names.ID]
            if len(ids) == 1 and len(states) == 1:
                return LogHead(ids[0], int(states[0][1]), states[0][0] == names.SETTLING)
            time.sleep(_PAUSE)
        raise StoreAnswer(
            "The store's log has no single head. Restore the store from a backup, or clear the "
            "graph of the log and those of the catalogue to begin anew."
        )

    def commits(self, after: int, until: int) -> list[LoggedCommit]:
        """Return the commits that made the revisions behind one up to another, in their order.

        Raises:
            StoreAnswer: one is missing or twice there.
        """
        wanted = list(range(after + 1, until + 1))
        pattern = in_log(f"?c {names.COMMITTED} ?r ; {names.HEADERS} ?h ; {names.PARTS} ?n .")
        by_number = f"VALUES ?r {{ {' '.join(map(str, wanted))} }} {pattern}"
        # Slower, but it does not look triples up by their number: see `is_published`.
        by_scan = f"{pattern} FILTER(?r > {after} && ?r <= {until})"
        for look in range(_LOOKS):
            query = f"SELECT ?c ?r ?h ?n WHERE {{ {by_scan if look % 2 else by_number} }}"
            found = sorted(map(_commit, self._client.select(query)), key=lambda one: one.revision)
            if [one.revision for one in found] == wanted:
                return found
            time.sleep(_PAUSE)
        raise StoreAnswer(
            f"The store's log does not have revisions {after + 1} to {until} once each. "
            "Restore the store from a backup."
        )

    def since(self, revision: int, until: int) -> Iterator[tuple[LoggedCommit, bytes]]:
        """Yield the commits behind a revision with the lines of their patches."""
        for first in range(revision, until, _PAGE):
            page = self.commits(first, min(first + _PAGE, until))
            yield from zip(page, self._patches(page), strict=True)

    def made(self, revision: int) -> str | None:
        """Return the UUID of the commit that made a revision, or None where there is none yet."""
        found = {
            _uuid(row["c"])
            for row in self._client.select(
                f"SELECT ?c WHERE {{ {in_log(f'?c {names.COMMITTED} {revision} .')} }}"
            )
        }
        if len(found) > 1:
            raise StoreAnswer(f"The store's log has two commits of revision {revision}.")
        return next(iter(found), None)

    def is_published(self, commit: str, revision: int) -> bool:
        """Tell whether a commit made a revision, asked by its own IRI.

        Virtuoso 7.2.5 under load moved the head and yet did not find, by its number, the triple
        that was written with it (seen in three test runs, for seconds).
        """
        wanted = in_log(f"{names.commit_iri(commit)} {names.COMMITTED} ?r .")
        found = {_text(row["r"]) for row in self._client.select(f"SELECT ?r WHERE {{ {wanted} }}")}
        return str(revision) in found

    def became(self, commit: str, revision: int) -> tuple[LogHead | None, str | None]:
        """Return where the log stands, and the UUID of what made a revision, if anything did.

        Args:
            commit: the UUID of the commit that was to make it.
            revision: the revision.

        Raises:
            StoreAnswer: the log does not fit together.
        """
        head = self.head()
        made = self.made(revision)  # after the head, so it is no older
        if made is None and self.is_published(commit, revision):
            made = commit
        return head, made

    def patch(self, commit: LoggedCommit) -> bytes:
        """Read the lines of the patch of a commit."""
        return next(iter(self._patches([commit])))

    def _patches(self, commits: list[LoggedCommit]) -> Iterator[bytes]:
        wanted = [(one.commit, number) for one in commits for number in range(one.parts)]
        have: dict[str, bytes] = {}
        place = 0
        for one in commits:
            mine = [names.part_iri(one.commit, number) for number in range(one.parts)]
            while any(iri not in have for iri in mine):
                page = [names.part_iri(*part) for part in wanted[place : place + _PAGE]]
                have |= self._texts(page)
                place += _PAGE
            yield b"".join(have.pop(iri) for iri in mine)

    def _texts(self, parts: list[str]) -> dict[str, bytes]:
        query = (
            f"SELECT ?s ?p ?t WHERE {{ VALUES ?s {{ {' '.join(parts)} }} {in_log('?s ?p ?t .')} }}"
        )
        for _ in range(_LOOKS):
            rows = self._client.select(query)
            found = {
                f"<{_text(row['s'])}>": text_of(f"<{_text(row['p'])}>", _text(row["t"]))
                for row in rows
            }
            if len(found) == len(parts):
                return found
            time.sleep(_PAUSE)
        raise StoreAnswer(
            "The store's log lacks a part of a commit. Restore the store from a backup."
        )


def _commit(row: dict[str, Term]) -> LoggedCommit:
    headers = json.loads(json.loads(f'"{_text(row["h"])}"'))
    return LoggedCommit(_uuid(row["c"]), int(_text(row["r"])), headers, int(_text(row["n"])))


def _uuid(term: Term) -> str:
    return _text(term).removeprefix(names.COMMIT_PREFIX)


def _text(term: Term) -> str:
    return term.value if isinstance(term, NamedNode) else getattr(term, "value", "")
