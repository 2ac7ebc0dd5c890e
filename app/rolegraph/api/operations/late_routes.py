"""Routes that the framework works out when they are first needed.

A service has 340 routes, and FastAPI looks into the signature of each: a third of a second, twice
where a router is included. A start needs one of them, and a process most of them never.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Scope


class LateRoute(APIRoute):
    """A route that knows its address and methods, and all else once that is asked for."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        self.path, self.endpoint = path, endpoint
        self.methods = {method.upper() for method in options.get("methods") or ("GET",)}
        self._fixed, parameter, _ = path.partition("{")
        self._is_fixed = not parameter
        self._options = options
        self._working_out = threading.RLock()

    def __getattr__(self, name: str) -> Any:
        """Work out what is not known yet; Python asks for nothing else here."""
        if name.startswith("__"):
            raise AttributeError(name)
        with self._working_out:
            options = self.__dict__.pop("_options", None)
            if options is not None:
                super().__init__(self.path, self.endpoint, **options)
        try:
            return self.__dict__[name]
        except KeyError:
            raise AttributeError(name) from None

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Tell whether the route takes a request; most are told apart by how their paths begin."""
        if scope["type"] != "http":
            return Match.NONE, {}
        path: str = scope["path"]  # behind the root path, if there is one
        if path.endswith(self._fixed) if self._is_fixed else self._fixed in path:
            return super().matches(scope)
        return Match.NONE, {}


class LateRouter(APIRouter):
    """A router of such routes.

    Their functions make their responses themselves. Where they return what is to be made JSON, the
    router is given `JSONResponse`.
    """

    def __init__(
        self,
        *,
        route_class: type[LateRoute] = LateRoute,
        default_response_class: type[Response] = Response,
        **options: Any,
    ) -> None:
        super().__init__(
            route_class=route_class, default_response_class=default_response_class, **options
        )


def place(app: FastAPI, router: APIRouter) -> None:
    """Give an application the routes of a router as they are.

    `include_router` works out all of them anew, for prefixes and dependencies that there are none
    of here.
    """
    app.router.routes.extend(router.routes)
