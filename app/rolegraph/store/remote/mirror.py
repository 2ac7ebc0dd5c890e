"""The mirror: an embedded store that follows the log of a remote one, entry by entry, verbatim."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import structlog

from rolegraph.errors import Diverged, NotSeenYet, StorageFull, StoreError
from rolegraph.rdf.namespaces import DEFAULT_GRAPH
from rolegraph.rdf.patch import Patch
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.engine.staging import Staging
from rolegraph.store.files.mirrored import mark_mirror, mirrored_log
from rolegraph.store.journal.entry_format import unsealed
from rolegraph.store.remote.endpoints.client import StoreClient
from rolegraph.store.remote.lease import Lease
from rolegraph.store.remote.log.entries import Log, LogHead
from rolegraph.store.remote.log.publishing import Publisher
from rolegraph.store.remote.log.turnstile import Turnstile
from rolegraph.store.remote.log.upload import PatchText

_log = structlog.get_logger(__name__)
_GRACE = 10.0
"""Seconds that a service has to settle its own large commit before another does it."""
_BRIEF = 2.0
"""Seconds for which the end of a service waits for what it does at the store."""


class Mirror:
    """Keeps an embedded store at the newest commit of a remote one, and commits there.

    Args:
        store: the embedded store, which nobody else writes to.
        client: the remote store.
        poll: seconds between looks for commits of others.
        lease: seconds for which a look is good while nobody else writes; see `Lease`.
    """

    reads_text = True

    def __init__(
        self, store: EmbeddedStore, client: StoreClient, poll: float, lease: float = 0.0
    ) -> None:
        self.store, self.client = store, client
        self.log = Log(client)
        self.publisher = Publisher(client, self.log, Turnstile(client))
        # Engines that follow each other may show a mark that is gone at the one that was asked.
        self.lease = Lease(lease if client.engines.count == 1 else 0.0)
        self._poll = poll
        self._turn = threading.Lock()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self._bound: str | None = None
        self._agrees = False
        self._seen: LogHead | None = None
        self._contact = 0.0
        self._fault: str | None = None
        self._settling_since: tuple[int, float] | None = None
        self._leases_before: list[str] = []

    # What the service asks

    @property
    def head(self) -> LogHead | None:
        """Where the remote log stood when it was last seen."""
        return self._seen

    @property
    def fault(self) -> str | None:
        """What keeps the mirror from following now, or None."""
        return self._fault

    @property
    def silent_for(self) -> float:
        """Seconds since the remote store was last seen."""
        return time.monotonic() - self._contact

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Return what answers tell of the state they are from, while the store is out of reach."""
        if self._fault is None:
            return []
        return [(b"rolegraph-store", f"unreachable; seconds={self.silent_for:.0f}".encode())]

    # Writing

    @contextmanager
    def newest(self) -> Iterator[None]:
        """Bring the store to the newest commit, and keep it there while the block runs.

        Raises:
            StoreError: the remote store cannot be followed.
        """
        with self._turn:
            self._hear(settle=True)
            yield

    def apply(self, patch: Patch, headers: Mapping[str, str]) -> int:
        """Commit an exact patch at the remote store, then here; only inside `newest`.

        Raises:
            Outrun: another service has committed first.
            StoreRefusal: the engine does not take it; nothing is stored.
            NotSeenYet: it is stored, and the mirror has no room for it.
            StoreError: the remote store fails.
        """
        said, body = self.store.journal.draft(patch, headers)
        with self.lease.committing():
            self.publisher.publish(self.store.revision, said, body)
            try:
                revision = self.store.replay(said, body)
            except StorageFull as error:  # the store has it; the mirror follows once there is room
                why = "the disk of the mirror in the data directory takes no more"
                raise NotSeenYet(int(said["revision"]), why) from error
        if self._seen is not None:
            self._seen, self._contact = replace(self._seen, revision=revision), time.monotonic()
        return revision

    def take(
        self, staged: Staging, headers: Mapping[str, str], tell: Callable[[str, float], None]
    ) -> int:
        """Commit what is staged at the remote store, then here; only inside `newest`.

        Args:
            staged: settled; of no use once it is taken.
            headers: what to note of the commit.
            tell: told the stage, and which share of it is done.

        Raises:
            Outrun: another service has committed first; what was sent is found again.
            InputError, StoreRefusal: the store does not take it; nothing is stored.
            NotSeenYet: it is stored, and cannot be seen yet.
            StoreError: the remote store fails; the same load can be resumed.
        """
        patch = staged.patch
        plain = patch.plain and DEFAULT_GRAPH not in staged.graphs
        text = PatchText(patch.parts, patch.added, plain)
        upload = self.publisher.upload(text, lambda share: tell("uploading", share))
        said = self.store.journal.draft_file(patch, headers, upload.digest)

        def store() -> None:
            tell("storing", 0)
            self._take(staged, said)

        tell("publishing", 0)
        # Once it is made it counts, whatever becomes of it there, so the mirror has it meanwhile.
        with self.lease.committing():
            self.publisher.publish_upload(upload, text, self.store.revision, said, store)
        return self.store.revision

    def _take(self, staged: Staging, said: Mapping[str, str]) -> None:
        try:
            self.store.take(staged, said, drafted=True)
        except NotSeenYet:
            raise
        except StoreError as error:  # the store has it; the mirror follows the log once it can
            reason = error.__cause__ or error
            why = f"the mirror in the data directory could not take it ({reason})"
            raise NotSeenYet(int(said["revision"]), why) from error

    # The lease

    def claim_lease(self) -> None:
        """Claim the lease; what is left of others, which may have ended long ago, goes first."""
        mark = ""
        try:
            others = self.publisher.leases.others()
            if others and others == self._leases_before:
                self.publisher.leases.end_others()
                others = []
            self._leases_before = others
            if not others:
                with self._turn:
                    if not self._ending.is_set():
                        mark = self.publisher.claim(self.store.revision, self.lease.seconds)
        except StoreError as error:
            _log.info("mirror.no_lease", reason=str(error))
        finally:
            self.lease.claimed(mark)

    def is_lease_there(self) -> bool:
        """Tell whether the mark of this service is in the log.

        Raises:
            StoreError: the store fails.
        """
        return self.publisher.leases.is_mine_there()

    def renounce_lease(self) -> None:
        """Have no lease any more; what cannot be told to the store costs the others one wait."""
        self.lease.end()
        # A claim under way is waited for. A commit that takes long is not.
        if self._fault is not None or not self._turn.acquire(timeout=_BRIEF):
            return
        try:
            with suppress(StoreError):
                self.publisher.leases.give_back()
        finally:
            self._turn.release()

    # Following

    def open(self, folder: Path, log: str) -> None:
        """Bind a data directory to a log and bring the store to its newest commit.

        Raises:
            Diverged: the directory has another history.
            StoreError: the remote store cannot be followed.
        """
        known = mirrored_log(folder)
        if known is None and self.store.revision:
            raise Diverged(
                f"The data directory {folder} holds a catalogue of its own, which is no mirror of "
                "a remote store. Choose an empty directory with --data-dir."
            )
        if known is not None and known != log:
            raise Diverged(
                f"The data directory {folder} mirrors another remote store. Choose another with "
                "--data-dir, or remove it: it is made anew from the store."
            )
        if known is None:
            mark_mirror(folder, log)
        self._bound = log
        with self._turn:
            self._follow(settle=True)

    def resume(self, folder: Path, reason: StoreError) -> bool:
        """Go on with what a data directory has, while the remote store is out of reach.

        Args:
            folder: the data directory.
            reason: why the store is not followed.

        Returns:
            Whether there is something: a mirror that was made before.
        """
        self._bound, self._fault = mirrored_log(folder), str(reason)
        return self._bound is not None

    def catch_up(self) -> None:
        """Bring the store to the newest commit, unless that is being done already.

        Raises:
            StoreError: the remote store cannot be followed.
        """
        if self._turn.acquire(blocking=False):
            try:
                self._hear(settle=False)
            finally:
                self._turn.release()

    def start(self) -> None:
        """Look for commits of others from now on."""
        self._thread = threading.Thread(target=self._watch, name="mirror", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop following and close the connections."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()
        self.renounce_lease()
        self.client.close()

    def _watch(self) -> None:
        while not self._ending.wait(self._poll):
            with suppress(StoreError):  # it is noted, and tried again
                self.catch_up()

    def _hear(self, *, settle: bool) -> None:
        """Follow, and note whether others have committed."""
        before = self.store.revision
        self._follow(settle=settle)
        if self.store.revision != before:
            self.lease.others_write()

    def _follow(self, *, settle: bool) -> None:
        try:
            head = self._newest_head()
            self._check(head)
            assert head is not None  # noqa: S101 - _check refuses it
            if not self._agrees:
                self._agree()
            for commit, body in self.log.since(self.store.revision, head.revision):
                self.store.replay(commit.headers, body)
            if head.settling and (settle or self._too_long(head.revision)):
                self.publisher.settle(head.revision)
        except StoreError as error:
            if self._fault is None:
                _log.warning("mirror.stopped", reason=str(error), revision=self.store.revision)
            self._fault = str(error)
            raise
        if self._fault is not None:
            _log.info("mirror.follows", revision=self.store.revision)
        self._seen, self._contact, self._fault = head, time.monotonic(), None

    def _newest_head(self) -> LogHead | None:
        """Return the head of an engine that is not behind, where there is one."""
        for _ in range(self.client.engines.count):
            engine = self.client.addresses
            head = self.log.head()
            if head is not None and head.revision >= self.store.revision:
                break
            self.client.engines.leave(engine)
        return head

    def _check(self, head: LogHead | None) -> None:
        if head is None:
            raise Diverged(
                "The remote store has lost its log. Restore it from a backup; nothing is written "
                "meanwhile."
            )
        if head.log != self._bound:
            raise Diverged(
                "The remote store has another log than the one that is mirrored here: it is "
                "another store, or was begun anew. Start with an empty data directory."
            )
        if head.revision < self.store.revision:
            raise Diverged(
                f"The remote store is at revision {head.revision}, but its mirror has "
                f"{self.store.revision}: the store was put back to an earlier state. Keep the "
                "mirror's data directory as a backup, and start with an empty one."
            )

    def _agree(self) -> None:
        """Compare the last commit here with the same of the log.

        Raises:
            Diverged: they differ.
        """
        last = self.store.journal.entry(self.store.revision)
        if last is None:
            self._agrees = True
            return
        there = self.log.commits(last.revision - 1, last.revision)[0]
        if unsealed(there.headers) != unsealed(last.headers):
            raise Diverged(
                f"Revision {last.revision} of the mirror is another commit than that of the "
                "remote store. Keep the mirror's data directory as a backup, and start with an "
                "empty one."
            )
        self._agrees = True

    def _too_long(self, revision: int) -> bool:
        """Tell whether a large commit has been left half written for a while."""
        now = time.monotonic()
        if self._settling_since is None or self._settling_since[0] != revision:
            self._settling_since = (revision, now)
        return now - self._settling_since[1] > _GRACE
