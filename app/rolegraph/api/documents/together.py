"""Several documents are brought in together, by one guarded commit or as one proposal.

They come as files of a form, or in a ZIP file; curation files may lie beside them. Each is compared
with the catalogue as the others will make it, so their order does not matter. All of them are
stored, or none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from rolegraph.access.identity import Identity
from rolegraph.api.documents.answering import (
    OVERWRITE,
    answers_by_document,
    refuse_unmatched,
)
from rolegraph.api.documents.asked import AskedOfImport
from rolegraph.api.documents.carrying_out import bring_in_together
from rolegraph.api.documents.sending import FIELD, unless_gone
from rolegraph.api.documents.several import ZIP, SentFiles, sent_files
from rolegraph.api.documents.telling import PATH, DocumentAnswers, told
from rolegraph.api.resources.writes import Editor
from rolegraph.api.schema.shared_schemas import FILE, TEXT, Described
from rolegraph.api.schema.write_schema import answers, write_parameters
from rolegraph.catalogue.schema.json_schema import reference
from rolegraph.documents.uploads.given import GivenAnswer
from rolegraph.documents.uploads.known import KnownFiles
from rolegraph.documents.uploads.together import (
    DocumentsTogether,
    PlannedTogether,
    SentDocument,
)
from rolegraph.errors import (
    FieldFaults,
    InputError,
    PreconditionFailed,
    PreconditionRequired,
)
from rolegraph.history.proposals.keeping import Proposals
from rolegraph.http.commits import commit_response, outcome
from rolegraph.http.request import known_parameters
from rolegraph.rdf.uploads.forms import MULTIPART
from rolegraph.sandbox.sandbox import Sandbox

_TITLE = 200
"""Characters of the title of a proposal."""
_PROPOSE: Described = {
    "name": "propose",
    "in": "query",
    "description": "Keep all of them as one proposal, which somebody else approves.",
    "schema": {"type": "boolean", "default": False},
}
_SEAL: Described = {
    "name": "seal",
    "in": "query",
    "description": "The `seal` of the dry run: another outcome is refused with 412. Needed where "
    "one of the documents is there already.",
    "schema": TEXT,
}


class TogetherWrites:
    """The route that brings several documents in.

    Args:
        together: brings them in.
        proposals: keeps what is proposed instead.
        sandbox: where documents are read.
        editor: dependency that gives the identity of who writes, or refuses.
        body_limit: bytes that a request may have.
    """

    def __init__(
        self,
        together: DocumentsTogether,
        proposals: Proposals,
        sandbox: Sandbox,
        editor: Editor,
        body_limit: int,
    ) -> None:
        self._together, self._proposals = together, proposals
        self._sandbox, self._editor, self._limit = sandbox, editor, body_limit

    def add_to(self, routes: APIRouter, shared: DocumentAnswers) -> None:
        """Add the route to others.

        Args:
            routes: the others.
            shared: what answers say of documents.
        """
        who = Depends(self._editor)

        async def post(request: Request, author: Identity = who) -> Response:
            return await self._post(request, author, shared)

        routes.add_api_route(
            PATH,
            post,
            methods=["POST"],
            operation_id="bringInDocuments",
            summary="Bring several documents into the catalogue, or their next versions",
            description=__doc__,
            responses=answers(reference("BroughtInTogether"), 200, *_PROBLEMS)
            | {201: {"description": "They were proposed; `Location` has the proposal."}},
            openapi_extra={
                "parameters": [
                    *write_parameters("IdempotencyKey", "DryRun", "Message"),
                    OVERWRITE,
                    _PROPOSE,
                    _SEAL,
                ],
                "requestBody": {"required": True, "content": _BODIES},
            },
        )

    async def _post(self, request: Request, author: Identity, shared: DocumentAnswers) -> Response:
        known_parameters(request, ("dry-run", "overwrite", "propose", "seal"))
        asked = _Asked(request)
        files = await sent_files(request, self._limit, ("answers",))
        await asyncio.to_thread(self._together.files_refreshed)
        sent = await asyncio.to_thread(documents_of, files, self._together.files)

        def accept(planned: PlannedTogether) -> None:
            given = {each.name: each.answers for each in sent}
            for each in planned.documents:
                refuse_unmatched(given.get(each.file.name, ()), each)
                if not (asked.dry_run or asked.overwrite):
                    each.refuse_undoing()
            asked.check(planned)

        if asked.propose:
            planned = await unless_gone(request, self._together.plan(self._sandbox, sent))
            accept(planned)
            one, judged = await asyncio.to_thread(
                self._together.propose,
                planned,
                self._proposals,
                author=author,
                title=(asked.message or planned.message)[:_TITLE],
            )
            body = _told(planned, files, {}) | {"proposal": one.number, "commit": outcome(judged)}
            at = {"Location": shared.at_proposal(request, one.number)}
            return commit_response(body, judged, 201, at)
        work = bring_in_together(
            self._together,
            self._sandbox,
            sent,
            author=author,
            message=asked.message,
            dry_run=asked.dry_run,
            accept=accept,
        )
        planned, commit = await unless_gone(request, work)
        after = {} if asked.dry_run else await asyncio.to_thread(self._together.files.all)
        whole = {name: shared.whole(request, file) for name, file in after.items()}
        body = _told(planned, files, whole) | {"proposal": None, "commit": outcome(commit)}
        return commit_response(body, commit)


class _Asked(AskedOfImport):
    """What a request asks for besides its documents."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self._seal = request.query_params.get("seal", "")

    def check(self, planned: PlannedTogether) -> None:
        """Refuse to store what nobody has seen.

        Raises:
            PreconditionRequired: a document is there already, and no outcome is named.
            PreconditionFailed: the outcome is another one than the one that is named.
        """
        if self._seal and self._seal != planned.seal:
            raise PreconditionFailed(
                "Something else would be stored than what was seen: the catalogue, a document or "
                "an answer is another one since. Send a dry run again, and its seal."
            )
        there = [each.file.name for each in planned.documents if not each.plan.is_new]
        if there and not (self._seal or self.dry_run or self.propose):
            raise PreconditionRequired(
                f"{', '.join(there)}: there already. Send a dry run first, look at what would "
                "change, and send its `seal` as the parameter seal."
            )


def documents_of(files: SentFiles, known: KnownFiles) -> list[SentDocument]:
    """Return the documents of a request, with their curations and answers.

    Raises:
        InputError: there is none; names what there is instead.
        FieldFaults: answers are broken, or for a document that was not sent.
    """
    if not files.documents:
        found = "; ".join(f"{name}: {reason}" for name, reason in files.left_out)
        raise InputError(
            f"There is no document in it{f' ({found})' if found else ''}. Send each document as a "
            f"file of the form, in the field {FIELD!r}, or all of them in a ZIP file."
        )
    given: dict[str, list[GivenAnswer]] = {}
    faults = []
    names = {each.name: known.path_of(each.name) for each in files.documents}
    for place, (name, answer) in enumerate(answers_by_document(files.one("answers"))):
        path = names.get(name, name)
        if path not in names.values():
            faults.append((f"/answers/{place}", f"no document {name!r} was sent with it."))
        given.setdefault(path, []).append(answer)
    if faults:
        raise FieldFaults(faults)
    return [
        SentDocument(
            names[each.name],
            each.content,
            tuple(given.get(names[each.name], ())),
            files.curations.get(each.name),
        )
        for each in files.documents
    ]


def _told(planned: PlannedTogether, files: SentFiles, after: Mapping[str, Any]) -> dict[str, Any]:
    documents: Sequence[dict[str, Any]] = [
        {"document": after.get(each.file.name), **told(each)} for each in planned.documents
    ]
    return {
        "documents": documents,
        "left_out": [{"name": name, "reason": reason} for name, reason in files.left_out],
        "overtaken": list(planned.overtaken),
        "seal": planned.seal,
    }


_PROBLEMS = (400, 401, 403, 409, 412, 415, 422, 428)
_BODIES: Described = {
    MULTIPART: {
        "schema": {
            "type": "object",
            "required": [FIELD],
            "properties": {
                FIELD: {
                    "type": "array",
                    "items": FILE,
                    "description": "The documents, by the names of their files, and their curation "
                    "files (`NAME.curation.yaml`); a ZIP file stands for those in it.",
                },
                "answers": {
                    "type": "string",
                    "description": "Answers to their questions, as a JSON array of objects with "
                    "`document`, `topic`, `texts` and `answer`.",
                },
            },
        }
    },
    ZIP: {"schema": FILE},
}
