"""Has the application answer every error with a problem document, and knows its methods."""

from __future__ import annotations

from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Scope

from rolegraph import errors
from rolegraph.catalogue.index.model import API
from rolegraph.http.accept import prefers_html
from rolegraph.http.problems import MEDIA_TYPE, encode, internal, response_of

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def methods_at(app: FastAPI, scope: Scope) -> tuple[str, ...]:
    """Return the methods of the address of a request; none where no route is there.

    HEAD is wherever GET is, and OPTIONS wherever anything is.
    """
    found = [
        method
        for method in _METHODS
        if any(
            route.matches({**scope, "method": method})[0] is Match.FULL
            for route in app.router.routes
        )
    ]
    if "GET" in found:
        found.insert(1, "HEAD")
    return (*found, "OPTIONS") if found else ()


_log = structlog.get_logger(__name__)


def install(app: FastAPI) -> None:
    """Have an application answer every error with a problem document.

    Where nothing is at an address, people are shown a page, if `app.state.nothing` makes one.
    """

    async def on_error(_: Request, error: Exception) -> Response:
        if not isinstance(error, errors.RolegraphError):  # pragma: no cover - registered for these
            raise error
        return response_of(error)

    async def on_http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        path = request.url.path
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = methods_at(app, request.scope)
            said = f"{request.method} is not for {path}; it has {', '.join(allowed)}."
            return response_of(errors.MethodNotAllowed(said, allowed))
        if status == HTTPStatus.NOT_FOUND:
            missing = errors.NotFound(f"There is nothing at {path}.")
            show = getattr(app.state, "nothing", None)
            for_people = request.method == "GET" and API not in path and prefers_html(request)
            page: Response = show(request, missing) if show and for_people else response_of(missing)
            return page
        detail = str(error.detail) if isinstance(error, HTTPException) else ""
        document = {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": detail,
        }
        headers = error.headers if isinstance(error, HTTPException) else None
        return Response(encode(document), status, headers, MEDIA_TYPE)

    async def on_validation(_: Request, error: Exception) -> Response:
        faults = error.errors() if isinstance(error, RequestValidationError) else []
        places = [
            f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in faults
        ]
        return response_of(errors.ParameterError("; ".join(places)))

    async def on_fault(_: Request, error: Exception) -> Response:
        _log.exception("service.fault", exc_info=error)
        status, document, headers = internal()
        return Response(encode(document), status, headers, MEDIA_TYPE)

    app.add_exception_handler(errors.RolegraphError, on_error)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(Exception, on_fault)
