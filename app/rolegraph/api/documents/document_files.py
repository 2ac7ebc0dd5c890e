"""`/api/v1/document-files`: the documents of the catalogue, brought in at their addresses.

A PUT of a document does what `rolegraph documents import` does in the folder of the catalogue, and
for a later version what `documents sync` does, by one guarded commit. Its curation is kept, and its
bytes where these may be. A dry run tells what would change, and what would vanish.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response

from rolegraph.access.identity import Identity
from rolegraph.api.documents.answering import FIELDS, OVERWRITE, given_answers, refuse_unmatched
from rolegraph.api.documents.sending import FIELD, sent_form, unless_gone
from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.resources.writes import Editor
from rolegraph.api.schema.shared_schemas import FILE, TEXT, Described, query_parameters
from rolegraph.api.schema.write_schema import JSON, answers, write_parameters
from rolegraph.catalogue.index.model import API
from rolegraph.catalogue.schema.json_schema import reference
from rolegraph.documents.importing.answers import AnsweredQuestion, answers_of, is_answers
from rolegraph.documents.keeping.kept import digest_of
from rolegraph.documents.uploads.given import GivenAnswer
from rolegraph.documents.uploads.imports import DocumentImports, Overtaken, PlannedImport
from rolegraph.documents.uploads.known import KnownFile, KnownFiles
from rolegraph.errors import InputError, NotFound, ParameterError
from rolegraph.history.commit import Commit
from rolegraph.http.answers import json_bytes, tagged
from rolegraph.http.commits import commit_response, message_in, outcome
from rolegraph.http.conditions import Precondition, entity_tag
from rolegraph.http.request import boolean, known_parameters, root_of
from rolegraph.rdf.uploads.forms import MULTIPART
from rolegraph.sandbox.sandbox import Sandbox

PATH = f"{API}document-files"
FORMATS = ("json", "curation", "file")
_ATTEMPTS = 3
"""How often a document is read, where what it is compared with changes meanwhile."""


class _Shared:
    """What the routes share."""

    def __init__(self, files: KnownFiles, public_url: str | None) -> None:
        self.files, self._public_url = files, public_url

    def brief(self, request: Request, file: KnownFile) -> dict[str, Any]:
        """Return a document as a list shows it."""
        kept = file.kept
        still, answered = kept.counts if kept is not None else (0, 0)
        return {
            "name": file.name,
            "href": f"{root_of(request, self._public_url)}{PATH}/{quote(file.name)}",
            "graph": file.graph,
            "sha256": file.sha256 or None,
            "curated": kept is not None,
            "behind": file.is_behind,
            "size": None if kept is None else kept.size,
            "open": still,
            "answered": answered,
        }

    def whole(self, request: Request, file: KnownFile) -> dict[str, Any]:
        """Return a document with its questions."""
        questions = [
            {
                "topic": each.topic,
                "texts": list(each.texts),
                "question": each.question,
                "choices": list(each.choices),
                "answer": each.answer or "",
            }
            for each in questions_of(file)
        ]
        return self.brief(request, file) | {"questions": questions}

    def one(self, name: str) -> KnownFile:
        """Return a document.

        Raises:
            NotFound: the catalogue has none of that name.
        """
        file = self.files.sent_as(name)
        if file is None:
            there = ", ".join(self.files.all())
            raise NotFound(
                f"The catalogue has no document {name!r}. "
                + (f"It has: {there}." if there else "It has none yet: PUT one here.")
            )
        return file


def router(
    files: KnownFiles,
    imports: DocumentImports,
    sandbox: Sandbox,
    editor: Editor,
    *,
    public_url: str | None = None,
    body_limit: int,
) -> APIRouter:
    """Return the routes of documents.

    Args:
        files: the documents, as those may see them who ask.
        imports: brings documents in.
        sandbox: where they are read.
        editor: dependency that gives the identity of who writes, or refuses.
        public_url: address of the service as clients see it; by default that of each request.
        body_limit: bytes that a request may have.
    """
    routes = LateRouter(tags=["documents"])
    shared, who = _Shared(files, public_url), Depends(editor)
    _add_reading(routes, shared)

    async def put(name: str, request: Request, author: Identity = who) -> Response:
        known_parameters(request, ("dry-run", "overwrite"))
        sent = await sent_form(request, body_limit, FIELDS)
        content = sent.content
        path = await asyncio.to_thread(imports.files.path_of, name)
        file = await asyncio.to_thread(imports.files.one, path)
        if content is None and file is not None and file.kept is not None:
            content = file.kept.content
        if content is None:
            raise InputError("The document is empty. Send its bytes, or a form with the file.")
        given, curation = given_answers(sent.one("answers")), sent.one("curation") or None
        precondition = Precondition.of(request.scope)
        dry_run = boolean(request.query_params.get("dry-run"))
        overwrite = boolean(request.query_params.get("overwrite"))
        needs_state = not dry_run and not precondition.wants_new
        if file is not None and _is_there(file) and needs_state:
            precondition.require(f"{path!r}")

        def check(now: KnownFile | None) -> None:
            there = now if now is not None and _is_there(now) else None
            if there is not None and needs_state:
                # Somebody may have brought it in since, and this one never saw that version.
                precondition.require(f"{path!r}")
            version = version_of(there) if there else None
            revision = imports.files.revision
            precondition.check(f"{path!r}", revision, exists=there is not None, version=version)

        def accept(planned: PlannedImport) -> None:
            refuse_unmatched(given, planned)
            if not (dry_run or overwrite):
                planned.refuse_undoing()

        work = bring_in(
            imports,
            sandbox,
            (path, content, given, curation),
            author=author,
            message=message_in(request.scope),
            dry_run=dry_run,
            check=check,
            accept=accept,
        )
        planned, commit = await unless_gone(request, work)
        after = await asyncio.to_thread(imports.files.one, path) or planned.file
        body = {
            "document": shared.whole(request, after) if not dry_run else None,
            **told(planned),
            "commit": outcome(commit),
        }
        headers = {} if dry_run else {"ETag": _etag(shared.whole(request, after), after)}
        if planned.plan.is_new and not dry_run:
            return commit_response(
                body, commit, 201, headers | {"Location": shared.brief(request, after)["href"]}
            )
        return commit_response(body, commit, 200, headers)

    routes.add_api_route(
        PATH + "/{name:path}",
        put,
        methods=["PUT"],
        operation_id="bringInDocument",
        summary="Bring a document into the catalogue, or its next version",
        description=__doc__,
        responses=answers(reference("BroughtIn"), 200, 400, 401, 403, 409, 412, 415, 422, 428)
        | {201: {"description": "It was brought in for the first time."}},
        openapi_extra={
            "parameters": [
                *write_parameters("IdempotencyKey", "DryRun", "Message"),
                OVERWRITE,
                {
                    "name": "If-Match",
                    "in": "header",
                    "description": "The ETag of the document; needed where it is there already.",
                    "schema": TEXT,
                },
            ],
            "requestBody": {
                "required": True,
                "content": {
                    "application/octet-stream": {"schema": FILE},
                    MULTIPART: {
                        "schema": {
                            "type": "object",
                            "properties": {
                                FIELD: FILE,
                                "curation": {
                                    "type": "string",
                                    "description": "The text of its curation file, in place of the "
                                    "one that is kept.",
                                },
                                "answers": {
                                    "type": "string",
                                    "description": "Answers to its questions, as a JSON array of "
                                    "objects with `topic`, `texts` and `answer`.",
                                },
                            },
                        }
                    },
                },
            },
        },
    )
    return routes


def _add_reading(routes: APIRouter, shared: _Shared) -> None:
    def listed(request: Request) -> Response:
        known_parameters(request, ())
        items = [shared.brief(request, file) for file in shared.files.all().values()]
        headers = {"X-Total-Count": str(len(items))}
        body = {"items": items, "total": len(items)}
        return tagged(request, json_bytes(body), JSON, headers=headers)

    def one(name: str, request: Request) -> Response:
        known_parameters(request, ("format",))
        chosen = request.query_params.get("format", FORMATS[0])
        if chosen not in FORMATS:
            raise ParameterError(f"format={chosen!r} is none of {', '.join(FORMATS)}.")
        file = shared.one(name)
        if chosen == FORMATS[0]:
            body = shared.whole(request, file)
            return tagged(request, json_bytes(body), JSON, version=version_of(file))
        kept = file.kept
        content = None if kept is None else kept.content
        if kept is not None and chosen == "curation":
            return _file(kept.curation.encode(), "application/yaml; charset=utf-8", "")
        if content is None:
            raise NotFound(f"The {chosen} of {file.name!r} is not kept here.")
        return _file(content, "application/octet-stream", file.name.rpartition("/")[2])

    routes.add_api_route(
        PATH,
        listed,
        operation_id="listDocumentFiles",
        summary="List the documents of the catalogue",
        responses={200: {"content": {JSON: {"schema": reference("DocumentFileList")}}}},
    )
    described: dict[int | str, Described] = {
        200: {
            "description": "The document, its curation file, or its bytes.",
            "content": {
                JSON: {"schema": reference("DocumentFile")},
                "application/yaml": {"schema": TEXT},
                "application/octet-stream": {"schema": FILE},
            },
        }
    }
    routes.add_api_route(
        PATH + "/{name:path}",
        one,
        operation_id="getDocumentFile",
        summary="Read what the catalogue has of a document, its curation file, or its bytes",
        responses=described,
        openapi_extra=query_parameters(
            ("format", {**TEXT, "enum": [*FORMATS]}, "What of it: json by default.")
        ),
    )


async def bring_in(
    imports: DocumentImports,
    sandbox: Sandbox,
    sent: tuple[str, bytes, list[GivenAnswer], str | None],
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
        sent: its path, its bytes, answers, and the text of its curation file or None.
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
    name, content, given, curation = sent
    shown, attempt = planned, 0
    while True:
        attempt += 1
        if planned is None:
            planned = await imports.plan(sandbox, name, content, given, curation)
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
            again = await imports.plan(sandbox, name, content, given, curation)
            if attempt == _ATTEMPTS or (shown is not None and again.seal != shown.seal):
                raise
            planned = again
        else:
            return planned, commit


def told(planned: PlannedImport) -> dict[str, Any]:
    """Return what bringing a document in does, as JSON."""
    plan = planned.plan
    return {
        "name": planned.file.name,
        "graph": planned.file.graph,
        "new": plan.is_new,
        "added": dict(plan.added),
        "changes": list(plan.changes),
        "undone": list(plan.undone),
        "retired": [{"id": iri, "label": label} for iri, label in plan.retired],
        "leaning": [{"on": iri, "label": label, "id": by} for iri, label, by in planned.leaning],
        "shared": [{"name": role, "in": name} for role, name in plan.shared],
        "joined": [{"name": here, "there": there} for here, there in plan.joined],
        "overtaken": list(plan.overtaken),
        "questions": list(plan.questions),
        "waiting": plan.data["waiting"],
        "not_kept": planned.why_not_kept or None,
        "seal": planned.seal,
    }


def version_of(file: KnownFile) -> str:
    """Return what tells one state of a document from another."""
    kept = file.kept
    said = [file.name, file.sha256, *([kept.sha256, kept.digest, kept.curation] if kept else ())]
    return digest_of("\n".join(said))[:16]


def _is_there(file: KnownFile) -> bool:
    return bool(file.sha256) or file.kept is not None


def _etag(body: Mapping[str, Any], file: KnownFile) -> str:
    return entity_tag(json_bytes(body), version_of(file))


def questions_of(file: KnownFile) -> tuple[AnsweredQuestion, ...]:
    """Return the questions of a document, open and answered; none where they are not kept."""
    kept = file.kept
    if kept is None or not is_answers(kept.curation):
        return ()
    return answers_of(kept.curation, file.name).questions


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    if name:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, 200, headers, media_type)
