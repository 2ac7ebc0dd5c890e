"""Reads of JSON go round the router, which looks at a hundred routes for each request.

The routes stay: they describe the addresses, and answer what is no plain read. What is called
here is their own function.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.index.model import API
from rolegraph.errors import RolegraphError
from rolegraph.http.problems import response_of


class Shortcut:
    """Stands before an application and answers what it knows the route of.

    Args:
        app: the application.
        routers: routers of its routes. Taken are those below `/api/v1/` that are read by a plain
            function of the request, and of the last segment of the path where that is a parameter.
        catalogue: what is read.
    """

    def __init__(self, app: ASGIApp, routers: Iterable[APIRouter], catalogue: Catalogue) -> None:
        self._app, self._catalogue = app, catalogue
        self._things = {f"{API}{plural}/{{id}}" for plural in catalogue.types}
        self._whole: dict[str, APIRoute] = {}
        self._below: dict[str, tuple[APIRoute, str]] = {}
        for router in routers:
            for route in router.routes:
                if isinstance(route, APIRoute) and "GET" in (route.methods or ()):
                    self._know(route)

    def _know(self, route: APIRoute) -> None:
        folder, _, last = route.path.rpartition("/")
        name = last[1:-1] if last[0] + last[-1] == "{}" else ""
        if not route.path.startswith(API) or "{" in (folder if name else route.path):
            return
        if not _is_plain(route.endpoint, {name, "request"} - {""}):
            return
        if name:
            self._below.setdefault(folder, (route, name))
        else:
            self._whole.setdefault(route.path, route)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        read = self._find(scope)
        if read is None:
            await self._app(scope, receive, send)
            return
        # One thing takes less time than a change of threads, unless there is something to wait for.
        if scope["route"].path in self._things and self._catalogue.answers_at_once:
            response = read()
        else:
            response = await run_in_threadpool(read)
        await response(scope, receive, send)

    def _find(self, scope: Scope) -> Callable[[], Response] | None:
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        path: str = scope["path"].removeprefix(scope.get("root_path", ""))
        route, given = self._whole.get(path), {}
        if route is None:
            folder, _, last = path.rpartition("/")
            found = self._below.get(folder)
            if found is None or not last:
                return None
            route, given = found[0], {found[1]: last}
        scope["route"], scope["path_params"] = route, given
        function, request = route.endpoint, Request(scope)

        def read() -> Response:
            try:
                answer: Response = function(**given, request=request)
            except RolegraphError as error:
                return response_of(error)
            return answer

        return read


def _is_plain(function: Callable[..., object], parameters: set[str]) -> bool:
    """Tell whether a function takes just these, as texts, and returns the response itself."""
    signature = inspect.signature(function)
    # What is no text, such as the number of a revision, is read and judged by the framework.
    as_sent = {"str", str, "Request", Request}
    if any(given.annotation not in as_sent for given in signature.parameters.values()):
        return False
    return (
        not inspect.iscoroutinefunction(function)
        and set(signature.parameters) == parameters
        and signature.return_annotation in {"Response", Response}
    )
