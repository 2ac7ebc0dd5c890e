"""Keeps proposals: a patch on a revision that the guard has judged, discussed and approved.

They stand in the graph `PROPOSALS_GRAPH`, so they are in the change log, in backups and on replicas
like all else. That graph is no part of the catalogue: shapes do not speak of it, and queries see it
where they name it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from rolegraph.access.identity import AccessRole, Identity
from rolegraph.errors import ChangedSince, Conflict, InputError, NotFound, PermissionDenied
from rolegraph.folder.description import ProposalRules, base_of
from rolegraph.history.commit import Build, Commit, Committer
from rolegraph.history.permission import Confirmation
from rolegraph.history.proposals.as_rdf import GRAPH, difference, proposals_in, quads_of
from rolegraph.history.proposals.model import (
    Proposal,
    ProposalStatus,
    RemarkKind,
    now,
    remark_on,
    with_remark,
)
from rolegraph.history.proposals.outdated import overtaken, require_documents
from rolegraph.history.reports.differences import ThingChange, differences
from rolegraph.history.versions import Versions
from rolegraph.rdf.namespaces import RDF, short
from rolegraph.rdf.patch import Patch, things_named
from rolegraph.rdf.terms import NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore

MOST_STATEMENTS = 20_000
"""Statements that a proposal may add and remove: more cannot be reviewed by people."""

MOST_TEXT = 4000
"""Characters that a remark may have."""

_TYPE = RDF + "type"
_NAMED, _LOOKED_AT = 5, 200
"""Things that are named, and commits in which it is looked up who changed the same statements."""


class Proposals:
    """The proposals of a catalogue.

    Args:
        store: where they stand.
        versions: its history.
        committer: makes the commits.
        rules: who may approve, and how many must.
    """

    def __init__(
        self,
        store: EmbeddedStore,
        versions: Versions,
        committer: Committer,
        rules: Callable[[], ProposalRules],
    ) -> None:
        self._store, self._versions = store, versions
        self._committer, self._rules = committer, rules
        self._known: tuple[int, Mapping[int, Proposal]] = (-1, {})

    @property
    def rules(self) -> ProposalRules:
        """Who may approve, and how many must, as the catalogue says at this moment."""
        return self._rules()

    @property
    def _approver(self) -> AccessRole:
        return AccessRole.named(self.rules.approve)

    def all(self) -> list[Proposal]:
        """Return all proposals, the newest first."""
        return sorted(self._read().values(), key=lambda one: -one.number)

    def one(self, number: int) -> Proposal:
        """Return a proposal.

        Raises:
            NotFound: there is none of that number.
        """
        found = self._read().get(number)
        if found is None:
            last = max(self._read(), default=0)
            there = f"the last is {last}" if last else "nobody has proposed anything yet"
            raise NotFound(f"There is no proposal {number}; {there}.")
        return found

    def judge(self, build: Build, author: Identity | str, *, documents: bool = False) -> Commit:
        """Judge a change without storing anything.

        Args:
            build: the change; see `Committer.commit`.
            author: who proposes it.
            documents: whether it may write what is kept of documents.

        Raises:
            InputError: it changes nothing, or too much to be reviewed.
            Refused: the guard found violations.
            RolegraphError: whatever else a commit may raise.
        """
        judged = self._committer.commit(
            build, author=author, message="", dry_run=True, documents=documents, reviewed=True
        )
        if not judged.patch:
            raise InputError("This changes nothing, so there is nothing to propose.")
        if len(judged.patch) > MOST_STATEMENTS:
            raise InputError(
                f"This changes {len(judged.patch)} values; at most {MOST_STATEMENTS} can be "
                "proposed at once. Propose it in parts."
            )
        return judged

    def propose(
        self,
        build: Build,
        *,
        author: Identity,
        title: str,
        reason: str = "",
        follows: int | None = None,
        documents: bool = False,
    ) -> tuple[Proposal, Commit]:
        """Keep a change as a proposal, judged by the guard.

        Args:
            build: the change; see `Committer.commit`.
            author: who proposes it.
            title: what it does, in a line.
            reason: why, in more words.
            follows: the number of a closed proposal that this one proposes anew.
            documents: whether it may write what is kept of documents.

        Returns:
            The proposal, and what the guard said of it.

        Raises:
            NotFound, Conflict: there is none that it could follow, or that one is still open.
            RolegraphError: see `judge`.
        """
        if follows is not None and self.one(follows).status is ProposalStatus.OPEN:
            raise Conflict(f"Proposal {follows} is open; revise it instead.")
        judged = self.judge(build, author, documents=documents)
        made: list[Proposal] = []

        def keep(store: EmbeddedStore) -> Patch:
            # The committer's store has those as well that only some may read.
            number = max(proposals_in(store.match(graph=GRAPH)), default=0) + 1
            at, patch = judged.revision, judged.patch
            made[:] = [
                Proposal(number, title, reason, author.name, now(), at, patch, follows=follows)
            ]
            return Patch(added=frozenset(quads_of(made[0])))

        self._commit(keep, author, f"Propose: {title}" if title else "Propose")
        return made[0], judged

    def revise(
        self, number: int, build: Build, *, author: Identity, text: str = ""
    ) -> tuple[Proposal, Commit]:
        """Give a proposal another change; approvals of the one before no longer count.

        Raises:
            NotFound: there is no such proposal.
            PermissionDenied: it is somebody else's.
            Conflict: it is not open any more.
            RolegraphError: see `judge`.
        """
        self._own(self._open(number), author, "revised")
        judged = self.judge(build, author)

        def keep(_: EmbeddedStore) -> Patch:
            old = self._open(number)
            remark = remark_on(old, RemarkKind.REVISION, author, text)
            said, at = (*old.remarks, remark), judged.revision
            return difference(old, replace(old, base=at, patch=judged.patch, remarks=said))

        self._commit(keep, author, f"Revise proposal {number}")
        return self.one(number), judged

    def remark(self, number: int, kind: RemarkKind, *, author: Identity, text: str) -> Proposal:
        """Comment on a proposal, ask for changes of it, decline it or withdraw it.

        While somebody asks for changes nobody else can approve it, until it is revised.

        Raises:
            NotFound: there is no such proposal.
            Conflict: it is not open any more.
            PermissionDenied: the author may not do that.
            InputError: a comment or a request without words, or a refusal without a reason.
        """
        if not text and kind is not RemarkKind.WITHDRAWAL:
            raise InputError(
                f"text: {_NEED_WORDS[kind]} needs words. Say why, so that others can go on."
            )
        if kind in (RemarkKind.REFUSAL, RemarkKind.REQUEST):
            author.reaching(self._approver, _WHO_APPROVES)

        def keep(_: EmbeddedStore) -> Patch:
            old = self.one(number) if kind is RemarkKind.COMMENT else self._open(number)
            if kind is RemarkKind.WITHDRAWAL:
                self._own(old, author, "withdrawn")
            if kind is RemarkKind.REQUEST and old.author == author.name:
                raise Conflict(f"Proposal {number} is your own; revise it instead.")
            return difference(old, with_remark(old, kind, author, text))

        verb = {
            RemarkKind.COMMENT: "Comment on",
            RemarkKind.REQUEST: "Ask for changes of",
            RemarkKind.REFUSAL: "Decline",
            RemarkKind.WITHDRAWAL: "Withdraw",
        }[kind]
        self._commit(keep, author, f"{verb} proposal {number}: {self.one(number).title}")
        return self.one(number)

    def approve(
        self,
        number: int,
        *,
        author: Identity,
        text: str = "",
        seen: int | None = None,
        dry_run: bool = False,
        confirmed: frozenset[Confirmation] = frozenset(),
    ) -> tuple[Proposal, Commit]:
        """Approve a proposal. The last approval that is needed makes the change.

        Args:
            number: the proposal.
            author: who approves it.
            text: what they say.
            seen: how many remarks they have read, where nothing may be approved unread.
            dry_run: judge what would be made now, but store nothing.
            confirmed: see `Committer.commit`.

        Raises:
            NotFound: there is no such proposal.
            Conflict: it is not open any more, approved by the same person already, has remarks
                that they have not read, or somebody else asks for changes.
            ChangedSince: later commits changed the same things.
            PermissionDenied: the author may not approve it.
            Refused: the guard finds violations in the state as it is now.
        """
        rules = self.rules
        author.reaching(self._approver, _WHO_APPROVES)

        def keep(store: EmbeddedStore) -> Patch:
            old = self._open(number)
            if old.author == author.name and not rules.own:
                raise PermissionDenied(
                    f"{author.name!r} made proposal {number}, and somebody else must approve it. "
                    "The catalogue says so ([proposals] own = false in rolegraph.toml)."
                )
            if author.name in old.approvals:
                raise Conflict(f"{author.name!r} has approved proposal {number} already.")
            if seen is not None and (unread := old.remarks[seen:]):
                who = ", ".join(dict.fromkeys(one.author for one in unread))
                raise Conflict(
                    f"{who} said something of proposal {number} that you have not read: it has "
                    f"{len(old.remarks)} remarks, and you have seen {seen}. Read on, and approve "
                    "it again if you still do."
                )
            if others := [name for name in old.asking if name != author.name]:
                who = ", ".join(others)
                raise Conflict(f"{who} asked for changes of proposal {number}; revise it first.")
            approved = with_remark(old, RemarkKind.APPROVAL, author, text)
            if len(approved.approvals) < rules.approvals:
                return difference(old, approved)
            require_documents(old, self._versions)
            self.require_current(old, store)
            made = replace(approved, status=ProposalStatus.APPROVED, revision=store.revision + 1)
            told = difference(old, made)
            change = Patch.exact(old.patch.removed, old.patch.added, store.holds)
            return Patch(change.removed | told.removed, change.added | told.added)

        proposal = self.one(number)
        message = f"{proposal.title} (proposal {number} by {proposal.author})"
        commit = self._commit(keep, author, message, dry_run=dry_run, confirmed=confirmed)
        return self.one(number), commit

    def effect(self, one: Proposal) -> tuple[list[ThingChange], list[Quad]]:
        """Return what a proposal changes, thing by thing, and what is in its way if it is open.

        Where the commit that made it is archived, labels are those of the present state.
        """
        with self._store.reading() as now:
            since = one.patch.inverse()
            if one.revision is not None and one.revision >= self._versions.first:
                since = self._versions.between(one.revision, now)
            things = differences(self._store, one.patch, since)
            lost = self.in_the_way(one) if one.status is ProposalStatus.OPEN else []
        return things, lost

    def in_the_way(self, proposal: Proposal, store: EmbeddedStore | None = None) -> list[Quad]:
        """Return what keeps an open proposal from being made now.

        These are statements that it removes and that are gone, and the types of things that it
        adds to and that are gone.
        """
        store = store or self._store
        lost = [quad for quad in proposal.patch.removed if not store.holds(quad)]
        own = {q.subject for q in proposal.patch.added if q.predicate.value == _TYPE}
        subjects = {q.subject for q in proposal.patch.added} - own
        now = self._versions.revision
        if proposal.base < now and proposal.base >= self._versions.first:
            since = self._versions.between(proposal.base, now)
            lost += [
                quad
                for quad in since.removed
                if quad.predicate.value == _TYPE
                and quad.subject in subjects
                and not any(store.match(quad.subject, NamedNode(_TYPE)))
            ]
        return lost

    def overtaken_by(self, proposal: Proposal) -> list[str]:
        """Return the documents by which a proposed document is outdated; see `overtaken`."""
        return overtaken(proposal, self._versions)

    def require_current(self, proposal: Proposal, store: EmbeddedStore) -> None:
        """Go on only if a proposal can be made in the present state.

        Raises:
            ChangedSince: later commits changed the same things; names them.
        """
        lost = self.in_the_way(proposal, store)
        if not lost:
            return
        iris = things_named(lost, base := base_of(store))
        named = ", ".join(short(iri, base) for iri in iris[:_NAMED])
        more = " and others" if len(iris) > _NAMED else ""
        # Older commits may be archived, and nobody reads of more.
        oldest = max(proposal.base, self._versions.first, store.revision - _LOOKED_AT)
        later = [
            revision
            for revision in range(store.revision, oldest, -1)
            if not self._versions.patch(revision).removed.isdisjoint(lost)
        ]
        raise ChangedSince(
            f"Proposal {proposal.number} was made for revision {proposal.base}, and later commits "
            f"changed the same fields of {named}{more}. Its author can revise it.",
            iris,
            later,
        )

    def _commit(
        self,
        build: Callable[[EmbeddedStore], Patch],
        author: Identity,
        message: str,
        *,
        dry_run: bool = False,
        confirmed: frozenset[Confirmation] = frozenset(),
    ) -> Commit:
        return self._committer.commit(
            build,
            author=author,
            message=message,
            dry_run=dry_run,
            confirmed=confirmed,
            proposals=True,
            reviewed=True,
        )

    def _open(self, number: int) -> Proposal:
        found = self.one(number)
        if found.status is not ProposalStatus.OPEN:
            raise Conflict(f"Proposal {number} is {found.status.value} and no longer open.")
        return found

    @staticmethod
    def _own(proposal: Proposal, author: Identity, what: str) -> None:
        if proposal.author != author.name and author.role < AccessRole.ADMIN:
            raise PermissionDenied(
                f"Proposal {proposal.number} is by {proposal.author!r}; only they or an "
                f"administrator may have it {what}. A comment can ask them to."
            )

    def _read(self) -> Mapping[int, Proposal]:
        revision, known = self._known
        if revision != self._store.revision:
            with self._store.reading() as revision:
                known = proposals_in(self._store.match(graph=GRAPH))
            self._known = revision, known
        return known


_NEED_WORDS = {
    RemarkKind.COMMENT: "a comment",
    RemarkKind.REQUEST: "a request for changes",
    RemarkKind.REFUSAL: "a refusal",
}
_WHO_APPROVES = "The catalogue says who approves ([proposals] approve in rolegraph.toml)."
