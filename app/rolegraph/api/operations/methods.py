"""Which methods an address has."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.routing import Match
from starlette.types import Scope

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
