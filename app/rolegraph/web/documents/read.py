"""A document is read in the browser: what an import would make of it; nothing is stored."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from rolegraph.access.cookies import is_own
from rolegraph.api.documents.readings import archive
from rolegraph.api.documents.sending import unless_gone
from rolegraph.api.documents.several import SentFiles, sent_files
from rolegraph.documents.keeping.open_questions import OpenQuestions, WaitingQuestion
from rolegraph.documents.language.words import LANGUAGES
from rolegraph.documents.readers import ENDINGS
from rolegraph.documents.uploads.known import KnownFiles
from rolegraph.documents.uploads.reading import read_document
from rolegraph.errors import Busy, InputError, PermissionDenied
from rolegraph.http.problems import problem_of
from rolegraph.http.request import known_parameters
from rolegraph.sandbox.sandbox import Sandbox
from rolegraph.settings import Settings
from rolegraph.web.documents.bring import carried
from rolegraph.web.documents.together import TogetherPages
from rolegraph.web.frame.pages import Pages

_NO_STORE = {"Cache-Control": "no-store"}


def router(
    pages: Pages,
    files: KnownFiles,
    questions: OpenQuestions,
    together: TogetherPages,
    sandbox: Sandbox,
    settings: Settings,
) -> APIRouter:
    """Return the routes of the page.

    Args:
        pages: renders it.
        files: the documents of the catalogue, as those may see them who ask.
        questions: knows what documents ask that nobody answered.
        together: shows several documents that somebody chooses at once.
        sandbox: where documents are read.
        settings: of the service.
    """
    routes = pages.router()

    def shown(
        request: Request,
        status: int = HTTPStatus.OK,
        headers: Mapping[str, str] = _NO_STORE,
        **values: object,
    ) -> Response:
        listed = [] if pages.writing else _listed(files, questions)
        known = {"found": None, "problem": "", "endings": ",".join((*ENDINGS, ".zip")), **values}
        known |= {"files": listed, "asked": any(each["open"] for each in listed)}
        answer = pages.render(request, "read.html", known, status=status)
        answer.headers.update(headers)
        return answer

    @routes.get("/read")
    async def page(request: Request) -> Response:
        known_parameters(request, ("lang",))
        return shown(request)

    @routes.post("/read")
    async def read(request: Request) -> Response:
        known_parameters(request, ("as", "lang"))
        if not is_own(request.scope["headers"]):
            # Else another site could show its text here, or have a file of its own come from here.
            raise PermissionDenied("A page of another site sent this document. Choose it here.")
        as_catalogue = request.query_params.get("as") == "catalogue"
        try:
            sent = await sent_files(request, settings.update_length)
            if len(sent.files) > 1 and not as_catalogue:
                return await together.chosen(request, sent)
            found = await unless_gone(request, read_document(sandbox, *_only(sent)))
        except (InputError, Busy) as error:
            status, _, headers = problem_of(error)
            return shown(request, status, headers | _NO_STORE, problem=str(error))
        if as_catalogue:
            return archive(found)
        path = await asyncio.to_thread(files.path_of, found.name)
        known = await asyncio.to_thread(files.one, path)
        return shown(
            request,
            found=found.shown,
            name=path,
            is_known=known is not None and known.is_there,
            is_language_assumed=found.shown["language_source"].startswith("assumed"),
            languages=sorted(LANGUAGES),
            carried=carried(found.content),
        )

    return routes


def _only(sent: SentFiles) -> tuple[str, bytes]:
    """Return name and bytes of the one document that somebody chose.

    Raises:
        InputError: there is none, or there are several.
    """
    if not sent.files or not sent.files[0].content:
        raise InputError("The document is empty. Choose a file, or send its bytes.")
    if len(sent.files) > 1:
        raise InputError("Only one document is taken along as a catalogue. Choose one.")
    return sent.files[0].name, sent.files[0].content


def _listed(files: KnownFiles, questions: OpenQuestions) -> list[dict[str, object]]:
    """Return the documents of the catalogue, with what of them waits for a person.

    What is asked of a document that the service does not keep stands in a file of the folder.
    """
    asked: dict[str, list[WaitingQuestion]] = defaultdict(list)
    for one in questions.all() or ():
        asked[one.document].append(one)
    known = files.all()
    listed = []
    for file in (*known.values(), *(files.named(name) for name in asked if name not in known)):
        kept, here = file.kept, asked.get(file.name, [])
        if not (file.is_there or here):
            continue
        answered = kept.counts[1] if kept is not None else 0
        has_file = kept is not None and kept.packed is not None
        listed.append(
            {
                "name": file.name,
                "is_there": file.is_there,
                "open": len(here),
                "answered": answered,
                "can_be_answered": has_file and not file.is_behind and bool(here or answered),
                "curation": next((one.curation for one in here), ""),
            }
        )
    return listed
