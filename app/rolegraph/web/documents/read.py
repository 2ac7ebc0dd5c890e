"""A document is read in the browser: what an import would make of it; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from rolegraph.access.cookies import is_own
from rolegraph.api.documents.readings import archive, sent_document
from rolegraph.documents.readers import ENDINGS
from rolegraph.errors import Busy, InputError, PermissionDenied
from rolegraph.http.problems import problem_of
from rolegraph.http.request import known_parameters
from rolegraph.sandbox.sandbox import Sandbox
from rolegraph.web.frame.pages import Pages

_NO_STORE = {"Cache-Control": "no-store"}


def router(pages: Pages, sandbox: Sandbox, body_limit: int) -> APIRouter:
    """Return the routes of the page.

    Args:
        pages: renders it.
        sandbox: where documents are read.
        body_limit: bytes that a form may have.
    """
    routes = pages.router()

    def shown(
        request: Request,
        status: int = HTTPStatus.OK,
        headers: Mapping[str, str] = _NO_STORE,
        **values: object,
    ) -> Response:
        known = {"found": None, "problem": "", "endings": ",".join(ENDINGS), **values}
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
        try:
            found = await sent_document(request, sandbox, body_limit)
        except (InputError, Busy) as error:
            status, _, headers = problem_of(error)
            return shown(request, status, headers | _NO_STORE, problem=str(error))
        if request.query_params.get("as") == "catalogue":
            return archive(found)
        return shown(request, found=found.shown)

    return routes
