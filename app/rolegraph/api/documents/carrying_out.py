"""Brings documents in and takes them out: once more where something else is committed meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from rolegraph.access.identity import Identity
from rolegraph.documents.uploads.imports import DocumentImports, Overtaken, PlannedImport
from rolegraph.documents.uploads.known import KnownFile
from rolegraph.documents.uploads.removing import DocumentRemovals, PlannedRemoval
from rolegraph.documents.uploads.together import (
    DocumentsTogether,
    PlannedTogether,
    SentDocument,
)
from rolegraph.history.commit import Commit
from rolegraph.sandbox.sandbox import Sandbox

_ATTEMPTS = 3
"""How often a document is read, where what it is compared with changes meanwhile."""


async def bring_in(
    imports: DocumentImports,
    sandbox: Sandbox,
    sent: SentDocument,
    *,
    author: Identity,
    message: str | None,
    dry_run: bool = False,
    check: Callable[[KnownFile | None], None] = lambda _: None,
    accept: Callable[[PlannedImport], None] = lambda _: None,
    planned: PlannedImport | None = None,
) -> tuple[PlannedImport, Commit]:
    """Bring a document in; once more where what it was compared with changes meanwhile.

    Args:
        imports: brings it in.
        sandbox: where it is read.
        sent: the document.
        author: who answers for it.
        message: what the change log says; made from the outcome where it is None.
        dry_run: judge it, and store nothing.
        check: is given what the catalogue has of it at the time of the commit, and may refuse.
        accept: is given what was planned, and may refuse.
        planned: what was planned for it and shown: where another outcome comes of it meanwhile,
            it is not stored.

    Raises:
        Overtaken: something else would be stored than what was shown.
        RolegraphError: see `DocumentImports`.
    """
    shown, attempt = planned, 0
    while True:
        attempt += 1
        if planned is None:
            planned = await sent.planned(imports, sandbox)
        accept(planned)
        try:
            commit = await asyncio.to_thread(
                imports.commit,
                planned,
                author=author,
                message=message or planned.message,
                dry_run=dry_run,
                check=check,
            )
        except Overtaken:
            again = await sent.planned(imports, sandbox)
            if attempt == _ATTEMPTS or (shown is not None and again.seal != shown.seal):
                raise
            planned = again
        else:
            return planned, commit


async def take_out(
    removals: DocumentRemovals,
    sandbox: Sandbox,
    name: str,
    *,
    author: Identity,
    message: str | None,
    dry_run: bool = False,
    check: Callable[[KnownFile | None], None] = lambda _: None,
    planned: PlannedRemoval | None = None,
) -> tuple[PlannedRemoval, Commit]:
    """Take a document out; worked out once more where what it follows from changes meanwhile.

    Args:
        removals: takes it out.
        sandbox: where other documents are read that are brought in anew.
        name: its path in the catalogue.
        author: who answers for it.
        message: what the change log says; made from the outcome where it is None.
        dry_run: judge it, and store nothing.
        check: is given what the catalogue has of it at the time of the commit, and may refuse.
        planned: what was planned and shown: where something else would go by now, nothing does.

    Raises:
        Overtaken: something else would go than what was shown.
        RolegraphError: see `DocumentRemovals`.
    """
    shown, attempt = planned, 0
    while True:
        attempt += 1
        if planned is None:
            planned = await removals.plan(sandbox, name)
        try:
            commit = await asyncio.to_thread(
                removals.commit,
                planned,
                author=author,
                message=message or planned.message,
                dry_run=dry_run,
                check=check,
            )
        except Overtaken:
            again = await removals.plan(sandbox, name)
            if attempt == _ATTEMPTS or (shown is not None and again.seal != shown.seal):
                raise
            planned = again
        else:
            return planned, commit


async def bring_in_together(
    together: DocumentsTogether,
    sandbox: Sandbox,
    sent: Sequence[SentDocument],
    *,
    author: Identity,
    message: str | None,
    dry_run: bool = False,
    accept: Callable[[PlannedTogether], None] = lambda _: None,
    planned: PlannedTogether | None = None,
) -> tuple[PlannedTogether, Commit]:
    """Bring several documents in by one commit; worked out anew where the catalogue changes.

    Args:
        together: brings them in.
        sandbox: where they are read.
        sent: the documents.
        author: who answers for them.
        message: what the change log says; made from the outcome where it is None.
        dry_run: judge it, and store nothing.
        accept: is given what was planned, each time, and may refuse.
        planned: what was planned for them, where that is known.

    Raises:
        Overtaken: the catalogue changes again and again.
        RolegraphError: see `DocumentsTogether`.
    """
    attempt = 0
    while True:
        attempt += 1
        if planned is None:
            planned = await together.plan(sandbox, sent)
        accept(planned)
        try:
            commit = await asyncio.to_thread(
                together.commit,
                planned,
                author=author,
                message=message or planned.message,
                dry_run=dry_run,
            )
        except Overtaken:
            if attempt == _ATTEMPTS:
                raise
            planned = None
        else:
            return planned, commit
