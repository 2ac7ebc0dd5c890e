"""Taking a commit back, by a commit."""

from __future__ import annotations

from collections.abc import Callable

from rolegraph.access.identity import Identity
from rolegraph.errors import ChangedSince, ForbiddenOperation
from rolegraph.folder.description import base_of
from rolegraph.history.commit import Commit, Committer
from rolegraph.history.permission import Confirmation, empties, require_permission
from rolegraph.history.versions import Versions
from rolegraph.rdf.namespaces import PROPOSALS_GRAPH, short, whole_of
from rolegraph.rdf.patch import Patch, things_named
from rolegraph.rdf.terms import NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore

_NAMED, _LISTED = 5, 50
"""How many things and commits a conflict names in words, and in its lists."""

_LOOKED_AT = 1000  # later commits among which those that stand in the way are looked for


def revert(
    committer: Committer,
    versions: Versions,
    revision: int,
    *,
    author: Identity | str,
    message: str | None = None,
    dry_run: bool = False,
    confirmed: frozenset[Confirmation] = frozenset(),
    check: Callable[[int], None] = lambda _: None,
) -> Commit:
    """Commit the inverse of an earlier commit, guarded as any other.

    Args:
        committer: makes the commit.
        versions: the history of the committer's store.
        revision: the revision whose commit is taken back.
        author: who answers for it.
        message: what the change log says; by default which commit is taken back.
        dry_run: judge it, but store nothing.
        confirmed: what the author confirmed.
        check: is given the present revision, and may refuse the change by an error.

    Raises:
        PermissionDenied: it changes rules or removes a large part of the catalogue, and the
            author is no administrator.
        ConfirmationNeeded: it does, and that was not confirmed.
        NotFound: there is no such revision.
        ChangedSince: later commits changed what it changed.
        Refused: the guard found violations that taking it back would bring.
        ForbiddenOperation: it only says something of a proposal.
    """
    entry = versions.entry(revision)

    def build(store: EmbeddedStore) -> Patch:
        check(store.revision)
        patch = _of_the_catalogue(versions.patch(revision), revision).inverse()
        lost = {quad for quad in patch.removed if not store.holds(quad)}
        back = {quad for quad in patch.added if store.holds(quad)}
        if lost or back:
            raise _changed_since(versions, revision, lost | back, store)
        if empties(patch, store):
            require_permission(author, {Confirmation.REMOVAL}, confirmed, dry_run=dry_run)
        return patch

    said = f"Take back change {revision}" + (f": {entry.message}" if entry.message else "")
    return committer.commit(
        build,
        author=author,
        message=message or said,
        dry_run=dry_run,
        confirmed=confirmed,
        documents=True,
        reviewed=True,
    )


def _of_the_catalogue(patch: Patch, revision: int) -> Patch:
    """Return a patch without what it says of proposals: what people said stays said."""
    proposals = NamedNode(PROPOSALS_GRAPH)
    removed, added = (
        frozenset(quad for quad in quads if quad.graph_name != proposals)
        for quads in (patch.removed, patch.added)
    )
    if patch and not removed and not added:
        raise ForbiddenOperation(
            f"Revision {revision} only says something of a proposal, and that stays. Its author "
            "can withdraw the proposal while it is open."
        )
    return Patch(removed, added)


def _changed_since(
    versions: Versions, revision: int, quads: set[Quad], store: EmbeddedStore
) -> ChangedSince:
    """Return the error that names the things and the later commits that stand in the way."""
    base = base_of(store)
    things = sorted({_thing(quad, base) for quad in quads})
    named = ", ".join(things[:_NAMED]) + (" and others" if len(things) > _NAMED else "")
    iris = things_named(quads, base)
    later = []
    for number in range(versions.revision, max(revision, versions.revision - _LOOKED_AT), -1):
        patch = versions.patch(number)
        if quads & (patch.added | patch.removed):
            later.append(number)
    commits = ", ".join(str(number) for number in later[:_NAMED])
    by = f"later commits ({commits})" if commits else "later commits"
    return ChangedSince(
        f"Revision {revision} cannot be taken back: {by} changed the same fields of "
        f"{named}. Take those back first, or make the change by hand.",
        iris[:_LISTED],
        later[:_LISTED],
    )


def _thing(quad: Quad, base: str) -> str:
    subject = quad.subject
    return (
        short(whole_of(subject.value, base), base) if isinstance(subject, NamedNode) else "a node"
    )
