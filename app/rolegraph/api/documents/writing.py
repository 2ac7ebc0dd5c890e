"""Documents are brought in at their addresses, and taken out.

A PUT of a document does what `rolegraph documents import` does in the folder of the catalogue, and
for a later version what `documents sync` does, by one guarded commit. Its curation is kept, and its
bytes where these may be. A dry run tells what would change, and what would vanish.
"""

from __future__ import annotations

import asyncio
from pathlib import PurePosixPath
from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from rolegraph.access.identity import Identity
from rolegraph.api.documents.answering import FIELDS, OVERWRITE, given_answers, refuse_unmatched
from rolegraph.api.documents.asked import AskedOfImport
from rolegraph.api.documents.carrying_out import bring_in, take_out
from rolegraph.api.documents.sending import FIELD, SentForm, sent_form, unless_gone
from rolegraph.api.documents.telling import (
    PATH,
    DocumentAnswers,
    told,
    told_of_removal,
    version_of,
)
from rolegraph.api.resources.writes import Editor
from rolegraph.api.schema.shared_schemas import FILE, TEXT, Described
from rolegraph.api.schema.write_schema import answers, write_parameters
from rolegraph.catalogue.schema.json_schema import reference
from rolegraph.documents.uploads.imports import DocumentImports, PlannedImport
from rolegraph.documents.uploads.known import KnownFile
from rolegraph.documents.uploads.removing import DocumentRemovals
from rolegraph.documents.uploads.together import SentDocument
from rolegraph.errors import InputError, ParameterError
from rolegraph.history.proposals.keeping import Proposals
from rolegraph.http.commits import commit_response, outcome
from rolegraph.http.conditions import Precondition
from rolegraph.http.request import known_parameters
from rolegraph.rdf.uploads.forms import MULTIPART
from rolegraph.sandbox.sandbox import Sandbox

_TITLE = 200
"""Characters of the title of a proposal."""
_PROPOSE: Described = {
    "name": "propose",
    "in": "query",
    "description": "Keep it as a proposal, which somebody else approves; its number and address "
    "are in the answer. Nothing of the catalogue changes.",
    "schema": {"type": "boolean", "default": False},
}
_REPLACES: Described = {
    "name": "replaces",
    "in": "query",
    "description": "The name of a document whose place this one takes, under another name or in "
    "another format. Things keep their IRIs, and answers stay. If-Match names the state of that "
    "one. Without a body it is the same document under another name.",
    "schema": TEXT,
}


def _if_match(about: str) -> Described:
    return {"name": "If-Match", "in": "header", "description": about, "schema": TEXT}


class DocumentWrites:
    """The routes that write documents.

    Args:
        imports: brings documents in.
        removals: takes them out.
        proposals: keeps what is proposed instead.
        sandbox: where documents are read.
        editor: dependency that gives the identity of who writes, or refuses.
        body_limit: bytes that a request may have.
    """

    def __init__(
        self,
        imports: DocumentImports,
        removals: DocumentRemovals,
        proposals: Proposals,
        sandbox: Sandbox,
        editor: Editor,
        body_limit: int,
    ) -> None:
        self._imports, self._removals, self._proposals = imports, removals, proposals
        self._sandbox, self._editor, self._limit = sandbox, editor, body_limit

    def add_to(self, routes: APIRouter, shared: DocumentAnswers) -> None:
        """Add the routes to others.

        Args:
            routes: the others.
            shared: what answers say of documents.
        """
        who = Depends(self._editor)

        async def put(name: str, request: Request, author: Identity = who) -> Response:
            return await self._put(name, request, author, shared)

        async def delete(name: str, request: Request, author: Identity = who) -> Response:
            return await self._delete(name, request, author, shared)

        _describe(routes, put, delete)

    async def _put(
        self, name: str, request: Request, author: Identity, shared: DocumentAnswers
    ) -> Response:
        known_parameters(request, ("dry-run", "overwrite", "propose", "replaces"))
        files, asked = self._imports.files, _Asked(request)
        sent = await sent_form(request, self._limit, FIELDS)
        await asyncio.to_thread(self._imports.committer.refresh)
        path = await asyncio.to_thread(files.path_of, name)
        replaces = request.query_params.get("replaces", "")
        if "replaces" in request.query_params and not replaces:
            raise ParameterError("replaces= names no document.")
        was = await asyncio.to_thread(files.sent_as, replaces) if replaces else None
        file = was or await asyncio.to_thread(files.one, path)
        document = _document(path, sent, file, replaces)
        named = file.name if file is not None else path
        if file is not None and file.is_there:
            asked.require(named)

        def check(now: KnownFile | None) -> None:
            asked.check(named, now, files.revision)

        def accept(planned: PlannedImport) -> None:
            refuse_unmatched(document.answers, planned)
            if not (asked.dry_run or asked.overwrite):
                planned.refuse_undoing()

        if asked.propose:
            planned = await unless_gone(request, document.planned(self._imports, self._sandbox))
            accept(planned)
            one, judged = await asyncio.to_thread(
                self._imports.propose,
                planned,
                self._proposals,
                author=author,
                title=(asked.message or planned.message)[:_TITLE],
            )
            body = {"document": None, **told(planned), "proposal": one.number}
            at = {"Location": shared.at_proposal(request, one.number)}
            return commit_response(body | {"commit": outcome(judged)}, judged, 201, at)
        work = bring_in(
            self._imports,
            self._sandbox,
            document,
            author=author,
            message=asked.message,
            dry_run=asked.dry_run,
            check=check,
            accept=accept,
        )
        planned, commit = await unless_gone(request, work)
        after = await asyncio.to_thread(files.one, path) or planned.file
        body = {
            "document": shared.whole(request, after) if not asked.dry_run else None,
            **told(planned),
            "proposal": None,
            "commit": outcome(commit),
        }
        headers = {} if asked.dry_run else {"ETag": shared.etag(request, after)}
        if asked.dry_run or not (planned.plan.is_new or planned.replaces):
            return commit_response(body, commit, 200, headers)
        headers["Location"] = shared.brief(request, after)["href"]
        return commit_response(body, commit, 201, headers)

    async def _delete(
        self, name: str, request: Request, author: Identity, shared: DocumentAnswers
    ) -> Response:
        known_parameters(request, ("dry-run", "propose"))
        files, asked = self._imports.files, _Asked(request)
        await asyncio.to_thread(self._imports.committer.refresh)
        file = await asyncio.to_thread(shared.one, name)
        asked.require(file.name)

        def check(now: KnownFile | None) -> None:
            asked.check(file.name, now, files.revision)

        if asked.propose:
            work = self._removals.plan(self._sandbox, file.name)
            planned = await unless_gone(request, work)
            one, judged = await asyncio.to_thread(
                self._removals.propose,
                planned,
                self._proposals,
                author=author,
                title=(asked.message or planned.message)[:_TITLE],
            )
            body = {**told_of_removal(planned), "proposal": one.number, "commit": outcome(judged)}
            at = {"Location": shared.at_proposal(request, one.number)}
            return commit_response(body, judged, 201, at)
        taking = take_out(
            self._removals,
            self._sandbox,
            file.name,
            author=author,
            message=asked.message,
            dry_run=asked.dry_run,
            check=check,
        )
        planned, commit = await unless_gone(request, taking)
        body = {**told_of_removal(planned), "proposal": None, "commit": outcome(commit)}
        return commit_response(body, commit)


class _Asked(AskedOfImport):
    """What a request asks for besides its document."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self._precondition = Precondition.of(request.scope)

    @property
    def _needs_state(self) -> bool:
        return not (self.dry_run or self.propose or self._precondition.wants_new)

    def require(self, name: str) -> None:
        """Refuse a change of what is there without a word on which state of it was seen.

        Raises:
            PreconditionRequired: so it is.
        """
        if self._needs_state:
            self._precondition.require(f"{name!r}")

    def check(self, name: str, now: KnownFile | None, revision: int) -> None:
        """Refuse a change that was made for another state.

        Raises:
            PreconditionRequired, PreconditionFailed: so it is.
        """
        there = now if now is not None and now.is_there else None
        if there is not None:
            # Somebody may have brought it in since, and this one never saw that version.
            self.require(name)
        version = version_of(there) if there else None
        self._precondition.check(f"{name!r}", revision, exists=there is not None, version=version)


def _document(path: str, sent: SentForm, file: KnownFile | None, replaces: str) -> SentDocument:
    """Return the document that a request brings, or that is kept.

    Raises:
        InputError: there is none.
    """
    content = sent.content
    if content is None and file is not None and file.kept is not None:
        endings = {PurePosixPath(each).suffix.lower() for each in (path, file.name)}
        content = file.kept.content if len(endings) == 1 else None
    if content is None:
        raise InputError("The document is empty. Send its bytes, or a form with the file.")
    given = tuple(given_answers(sent.one("answers")))
    return SentDocument(path, content, given, sent.one("curation") or None, replaces)


def _describe(routes: APIRouter, put: Any, delete: Any) -> None:
    proposed: Described = {"description": "It was proposed; `Location` has the proposal."}
    routes.add_api_route(
        PATH + "/{name:path}",
        put,
        methods=["PUT"],
        operation_id="bringInDocument",
        summary="Bring a document into the catalogue, or its next version",
        description=__doc__,
        responses=answers(reference("BroughtIn"), 200, 400, 401, 403, 409, 412, 415, 422, 428)
        | {
            201: {
                "description": "It was brought in for the first time, or proposed. `Location` has "
                "the document, or the proposal."
            }
        },
        openapi_extra={
            "parameters": [
                *write_parameters("IdempotencyKey", "DryRun", "Message"),
                OVERWRITE,
                _PROPOSE,
                _REPLACES,
                _if_match("The ETag of the document; needed where it is there already."),
            ],
            "requestBody": {"required": True, "content": _BODIES},
        },
    )
    routes.add_api_route(
        PATH + "/{name:path}",
        delete,
        methods=["DELETE"],
        operation_id="takeOutDocument",
        summary="Take a document out of the catalogue, with its graph and curation",
        description="All that only this document says vanishes, by one guarded commit; a revert "
        "of it brings all back, with the answers. A dry run tells what vanishes, and what refers "
        "to it. Roles that other documents name are defined by these then.",
        responses=answers(reference("TakenOut"), 200, 400, 401, 403, 404, 409, 412, 422, 428)
        | {201: proposed},
        openapi_extra={
            "parameters": [
                *write_parameters("IdempotencyKey", "DryRun", "Message"),
                _PROPOSE,
                _if_match("The ETag of the document; needed but for a dry run or a proposal."),
            ]
        },
    )


_BODIES: Described = {
    "application/octet-stream": {"schema": FILE},
    MULTIPART: {
        "schema": {
            "type": "object",
            "properties": {
                FIELD: FILE,
                "curation": {
                    "type": "string",
                    "description": "The text of its curation file, in place of the one that is "
                    "kept.",
                },
                "answers": {
                    "type": "string",
                    "description": "Answers to its questions, as a JSON array of objects with "
                    "`topic`, `texts` and `answer`. The topic `kind-of` says of which kind a "
                    "statement is (its text: the role, a line end, the statement); `language-of`, "
                    "without texts, says the language of the document.",
                },
            },
        }
    },
}
