"""Writes commits to the log of a remote store: all of one or nothing, each revision once.

A commit is published by one operation of SPARQL Update. It changes the graphs and takes the head
from its revision to the next, and does nothing where the head is elsewhere. In the same request
comes a lock before it: one triple is removed and added again. Where updates run one after the
other that does nothing; Virtuoso, which reads without locks, holds the row until the transaction
ends, and without that two services commit the same revision. One operation it must be, because
Virtuoso keeps what operations did before another of the same request failed.

A small commit is in that one update whole. A large one goes up in pieces. Its journal entry is
staged, then published with the head *settling*. Then its quads follow, in operations that do
nothing unless the head is still settling on it. At last the head is settled. These come in one
request, so that an engine that runs a request as one transaction shows all of the commit or
nothing; at Virtuoso each is a request. Whoever finds a head settling may do the rest, as often as
need be: the entry has all of it, and while the head settles nobody else can publish.
"""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from typing import TypeVar

import structlog

from rolegraph.errors import (
    NotSeenYet,
    Outrun,
    StoreAnswer,
    StoreError,
    StoreRefusal,
    StoreTimeout,
    StoreUnavailable,
)
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Quad
from rolegraph.store.journal.entry_format import decode_patch
from rolegraph.store.journal.patch_file import added_quads, removed_quads
from rolegraph.store.remote.endpoints.client import EngineFault, StoreClient
from rolegraph.store.remote.log import blocks, names
from rolegraph.store.remote.log.entries import Log
from rolegraph.store.remote.log.graph_upload import GraphUpload
from rolegraph.store.remote.log.leases import Leases
from rolegraph.store.remote.log.names import commit_iri, in_log, part_iri, probe_iri
from rolegraph.store.remote.log.templates import (
    LOCK,
    Staged,
    delete,
    head_at,
    insert,
    is_found,
    literal,
    modify,
)
from rolegraph.store.remote.log.terms import as_kept, group
from rolegraph.store.remote.log.turnstile import Turnstile
from rolegraph.store.remote.log.upload import PatchText, StagedUpload

T = TypeVar("T")
_log = structlog.get_logger(__name__)
QUADS_AT_ONCE = 500
"""Quads in one update: the SQL that Virtuoso makes of it may have 10,000 lines."""
_PARTS_AT_ONCE, _MORE_PARTS_AT_ONCE = 4, 64
"""Parts of a patch in one request: at Virtuoso, and elsewhere."""
_ATTEMPTS = 6
_FIRST_PAUSE = 0.02
"""Seconds before the second attempt; each further pause is three times as long."""
_STALE = timedelta(days=1)
"""Age from which what was staged and never published is removed."""
_VALUES_AT_ONCE = 10_000
_A_SECOND = 1000
"""Quads that even a slow engine writes in a second."""


class Publisher:
    """Publishes commits.

    Args:
        client: the store.
        log: its log.
        turnstile: whose turn it is, where the engine does not see to that.
    """

    def __init__(self, client: StoreClient, log: Log, turnstile: Turnstile) -> None:
        self._client, self._entries, self._turnstile = client, log, turnstile
        self.leases = Leases(client)
        self._uploads = GraphUpload(client)

    def begin(self) -> None:
        """Give a store that has no log one, at revision 0; where it has one, do nothing."""
        head = in_log(
            f"{names.HEAD} {names.ID} {literal(str(uuid.uuid4()))} ; {names.REVISION} 0 ."
        )
        text = (
            # The pattern is tied to a triple that is there: Virtuoso does not evaluate one that
            # only says what is not.
            f"{LOCK}INSERT {{ {head} }} WHERE {{ {in_log(f'{names.HEAD} {names.LOCK} 1 .')} "
            f"FILTER NOT EXISTS {{ {in_log(f'{names.HEAD} {names.ID} ?id .')} }} }}"
        )
        with self._turn():
            self._client.update(text)

    def publish(self, revision: int, headers: Mapping[str, str], body: bytes) -> None:
        """Commit what a journal entry says on a revision.

        Args:
            revision: the revision that it was made for.
            headers: the headers of the entry.
            body: the lines of its patch.

        Raises:
            Outrun: the store has gone on from that revision.
            StoreRefusal: the engine does not take it; nothing is stored.
            StoreError: the store fails; the message says whether the commit may be stored.
        """
        patch = decode_patch(body)
        for quad in (*patch.removed, *patch.added):
            as_kept(quad)  # what a remote store cannot have is refused before anything is staged
        staged = Staged(str(uuid.uuid4()), headers, body)
        small = len(patch) <= QUADS_AT_ONCE and len(staged.texts) <= _PARTS_AT_ONCE
        if self._client.is_virtuoso:
            small = small and all(map(is_found, patch.removed))
        if small:
            with self._turn() as turn:
                self._publish_whole(staged, revision, patch, turn)
            return
        try:
            self._probe(staged.commit, blocks.unusual(quad.object for quad in patch.added))
            self._stage(staged)
            with self._turn() as turn:
                self._publish_staged(staged, revision, turn)
                self._settle(revision + 1, PatchText(lambda: [body], len(patch)), turn)
        except (Outrun, StoreRefusal):
            self._discard(staged.commit, len(staged.texts))
            raise

    def upload(self, text: PatchText, tell: Callable[[float], None]) -> StagedUpload:
        """Put the patch of a large commit into the log; one that was cut short is resumed.

        Args:
            text: the patch, which only adds.
            tell: told which share of it is there.

        Raises:
            InputError, ForbiddenOperation: a remote store cannot have one of the quads.
            StoreRefusal: the engine does not take one of the values; nothing is stored.
            StoreError: the store fails; the upload can be resumed.
        """
        upload = StagedUpload(self._client, text.parts)
        if not upload.resumed:
            tried: set[str] = set()
            for lines in blocks.added(text.parts()):
                if not text.plain:
                    blocks.check(lines)
                tried |= blocks.values(lines)
            self._probe(upload.commit, tried)
        upload.send(tell)
        return upload

    def publish_upload(
        self,
        upload: StagedUpload,
        text: PatchText,
        revision: int,
        headers: Mapping[str, str],
        beside: Callable[[], object],
    ) -> None:
        """Commit what is uploaded on a revision.

        Args:
            upload: the patch in the log.
            text: the patch.
            revision: the revision that it was made for.
            headers: the headers of its journal entry.
            beside: called in another thread once the commit is made, while its quads are written.

        Raises:
            Outrun: the store has gone on from that revision; what is uploaded stays.
            NotSeenYet: it is made, and its quads could not be written yet.
            StoreError: the store fails; the message says whether the commit may be stored.
        """
        upload.describe(headers)
        with self._turn(text.size) as turn, ThreadPoolExecutor(1) as pool:
            self._publish_staged(upload, revision, turn)
            other = pool.submit(beside)
            try:
                self._settle(revision + 1, text, turn, upload.length)
                upload.tidy()
            except (StoreUnavailable, StoreTimeout) as error:
                why = "the store was lost while it took the triples in, and goes on once it is back"
                raise NotSeenYet(revision + 1, why) from error
        other.result()

    def settle(self, revision: int) -> None:
        """Write what the engine's graphs may lack of the commit that the head settles on."""
        commit = self._entries.commits(revision - 1, revision)[0]
        body = self._entries.patch(commit)
        size = int(commit.headers.get("added", "0")) + int(commit.headers.get("removed", "0"))
        with self._turn(size) as turn:
            head = self._entries.head()
            if head is None or (head.revision, head.settling) == (revision, True):
                self._settle(revision, PatchText(lambda: [body], size), turn, len(body))

    def tidy(self) -> None:
        """Remove what was staged long ago and never published: its service ended in between."""
        query = (
            f"SELECT ?c ?t ?n WHERE {{ {in_log(f'?c {names.STAGED} ?t ; {names.PARTS} ?n .')} }}"
        )
        oldest = (datetime.now(UTC) - _STALE).isoformat()
        for row in self._client.select(query):
            commit, staged, parts = (getattr(row[name], "value", "") for name in "ctn")
            if staged < oldest:
                self._discard(commit.removeprefix(names.COMMIT_PREFIX), int(parts))

    def repair(self, patch: Patch) -> None:
        """Change the engine's graphs beside the log; for putting them back to what it says."""
        for some in _batches([as_kept(quad) for quad in patch.removed], QUADS_AT_ONCE):
            self._client.update(f"DELETE DATA {{ {group(some)} }}")
        for some in _batches([as_kept(quad) for quad in patch.added], QUADS_AT_ONCE):
            self._client.update(f"INSERT DATA {{ {group(some)} }}")

    def _turn(self, size: int = 0) -> AbstractContextManager[str]:
        """Wait for the turn, in which so many quads are written."""
        engine = self._client.runs_updates_in_turn
        return nullcontext("") if engine else self._turnstile.turn(size / _A_SECOND)

    def _publish_whole(self, staged: Staged, revision: int, patch: Patch, turn: str) -> None:
        """Publish a commit by one update."""
        here = head_at(revision, turn)
        removed, added = (group(map(as_kept, quads)) for quads in (patch.removed, patch.added))
        logged = in_log(" ".join([staged.entry, staged.published(revision + 1), *staged.texts]))
        text = modify(
            f"{head_at(revision)}\n{removed}",
            f"{head_at(revision + 1)}\n{logged}\n{added}",
            f"{here} {self.leases.condition()}",
        )
        self._swap(staged.commit, revision, LOCK + text)

    def _stage(self, staged: Staged) -> None:
        """Put the entry of a commit into the log, where nobody looks for it yet."""
        self._client.update(f"INSERT DATA {{ {in_log(f'{staged.mark} {staged.entry}')} }}")
        at_once = _PARTS_AT_ONCE if self._client.is_virtuoso else _MORE_PARTS_AT_ONCE
        for some in _batches(staged.texts, at_once):
            self._client.insert(in_log(" ".join(some)))

    def _publish_staged(self, staged: Staged | StagedUpload, revision: int, turn: str) -> None:
        """Publish a commit that is staged, its quads to follow."""
        published = in_log(staged.published(revision + 1))
        mark = in_log(staged.mark)
        text = modify(
            f"{head_at(revision)} {mark}",
            f"{head_at(revision + 1, settling=True)} {published}",
            f"{head_at(revision, turn)} {mark} {self.leases.condition()}",
        )
        self._swap(staged.commit, revision, LOCK + text)

    def _swap(self, commit: str, revision: int, text: str) -> None:
        """Run the update that publishes, until the log tells what has become of it."""
        unclear: StoreError | None = None
        for attempt in range(_ATTEMPTS):
            refused = False
            try:
                self._client.update(text)
            except StoreRefusal as refusal:
                # Fuseki answers 400 to a full disk too, so the next engine is asked first.
                if not refusal.again and (attempt or not self._client.engines.next()):
                    raise
                refused = True
            except (StoreUnavailable, StoreTimeout, EngineFault) as error:
                unclear = error
            try:
                head, made = self._entries.became(commit, revision + 1)
            except (StoreUnavailable, StoreTimeout, EngineFault) as error:
                unclear = error
                break
            if made == commit:
                return
            if made is not None or (unclear is None and head is not None and head.settling):
                raise Outrun("Another service has committed to the store first.")
            if self.leases.stood_in_the_way():
                continue
            _log.warning(
                "store.commit_not_taken",
                attempt=attempt,
                gave_way=refused,
                wanted=revision,
                head=head and (head.revision, head.settling),
            )
            time.sleep(_pause(attempt))
        if unclear is None:
            # The head is where it was.
            raise Outrun("The store did not take the commit.")
        raise StoreUnavailable(
            "The store was lost while it committed. Whether the change is stored will show in the "
            "history once it is back; look there before you send it again."
        )

    def claim(self, revision: int, seconds: float) -> str:
        """Claim the lease, if the head is at a revision; see `Leases.claim`."""
        with self._turn() as turn:
            return self.leases.claim(revision, seconds, turn)

    def _settle(self, revision: int, text: PatchText, turn: str, length: int = 0) -> None:
        """Write the quads of a commit and settle the head; done already, it does nothing."""
        here, seconds = head_at(revision, turn, settling=True), text.size / _A_SECOND
        end = f"{LOCK}DELETE {{ {here} }} INSERT {{ {head_at(revision)} }} WHERE {{ {here} }}"
        if self._uploads.write(text, length, here, seconds):
            self._insist(end)
            return
        if not self._client.is_virtuoso:
            with suppress(StoreRefusal, StoreAnswer):  # such as for its length
                self._client.update_in_parts(
                    lambda: chain(blocks.operations(text.parts(), here), [end]), seconds
                )
                return
        for some in _batches(map(as_kept, removed_quads(text.parts())), QUADS_AT_ONCE):
            self._write(delete, some, here)
        for some in _batches(map(as_kept, added_quads(text.parts())), QUADS_AT_ONCE):
            self._write(insert, some, here)
        self._insist(end)

    def _write(self, form: Callable[[str, str], str], quads: list[Quad], where: str) -> None:
        """Write quads of a commit that is made; what the engine does not take is left out.

        The commit cannot be taken back any more, and without the rest of it nobody could go on.
        """
        try:
            self._insist(LOCK + form(group(quads), where))
        except StoreRefusal:
            if len(quads) == 1:
                _log.error("store.cannot_hold", graph=str(quads[0].graph_name))
                return
            middle = len(quads) // 2
            self._write(form, quads[:middle], where)
            self._write(form, quads[middle:], where)

    def _probe(self, commit: str, values: Iterable[str]) -> None:
        """Have the engine take the values of a commit before it is published.

        Raises:
            StoreRefusal: it does not take one.
        """
        at_once = QUADS_AT_ONCE if self._client.is_virtuoso else _VALUES_AT_ONCE
        for some in _batches(sorted(values), at_once):
            probe = in_log(f"{probe_iri(commit)} {names.TRIED} {', '.join(some)} .")
            self._client.update(f"INSERT DATA {{ {probe} }}")
        rest = in_log(f"{probe_iri(commit)} ?p ?o .")
        self._insist(f"DELETE {{ {rest} }} WHERE {{ {rest} }}")

    def _insist(self, text: str) -> None:
        """Run an update that may run more than once, again where it had to give way."""
        for attempt in range(_ATTEMPTS):
            try:
                self._client.update(text)
            except StoreRefusal as refusal:
                if not refusal.again:
                    raise
                time.sleep(_pause(attempt))
            else:
                return
        raise StoreUnavailable("The store keeps ending the transaction in favour of others.")

    def _discard(self, commit: str, parts: int) -> None:
        """Remove a staged commit, unless it is published after all."""
        mine = commit_iri(commit)
        taken = in_log(f"{mine} {names.STAGED} ?t .")
        self._insist(f"{LOCK}DELETE {{ {taken} }} WHERE {{ {taken} }}")
        published = in_log(f"{mine} {names.COMMITTED} ?r .")
        subjects = [part_iri(commit, number) for number in range(parts)]
        subjects.append(probe_iri(commit))
        for some in _batches([*subjects, mine], _PARTS_AT_ONCE * 10):
            rests = [in_log(f"{subject} ?p ?o .") for subject in some]
            self._insist(
                " ;\n".join(
                    f"DELETE {{ {rest} }} WHERE {{ {rest} FILTER NOT EXISTS {{ {published} }} }}"
                    for rest in rests
                )
            )


def _pause(attempt: int) -> float:
    """Return for how many seconds an engine that did not take an update is left alone.

    Two services that gave way to each other must not meet again, so there is chance in it.
    """
    return _FIRST_PAUSE * float(3**attempt) * random.uniform(0.5, 1)  # noqa: S311


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch
