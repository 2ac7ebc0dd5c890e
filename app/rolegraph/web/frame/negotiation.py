"""The address of a page also gives the data: by `Accept`, or by an ending such as `.ttl`.

A page lies at `/{plural}` or `/{plural}/{id}`, its data at the same path below `/api/v1`. Who asks
for another form than HTML is served from there, without a detour.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rolegraph.catalogue.index.model import API
from rolegraph.diagrams.formats import ENDINGS_OF_DIAGRAMS
from rolegraph.errors import InputError
from rolegraph.http.accept import HTML, negotiate
from rolegraph.http.request import header

ENDINGS = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".jsonld": "application/ld+json",
    ".json": "application/json",
}
"""Ending of an address → the media type it asks for, as browsers cannot choose one."""

_OF_THINGS = ENDINGS | ENDINGS_OF_DIAGRAMS
_OFFERS = (HTML, "application/xhtml+xml", *_OF_THINGS.values())
_SEGMENTS = 2


class DataAtPages:
    """Stands before the routes of reads, and answers with data at the address of a page.

    Args:
        app: the service.
        plurals: first segments of the paths that are pages of things.
    """

    def __init__(self, app: ASGIApp, plurals: Collection[str]) -> None:
        self._app, self._plurals = app, plurals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            wanted = self._wanted(scope)
            if wanted is not None:
                path, media_type = wanted
                root = scope.get("root_path", "")
                headers = [pair for pair in scope["headers"] if pair[0] != b"accept"]
                forwarded = {
                    **scope,
                    "path": f"{root}{path}",
                    "raw_path": f"{root}{path}".encode(),
                    "headers": [*headers, (b"accept", media_type.encode())],
                }
                await self._app(forwarded, receive, _located(send, f"{root}{path}"))
                scope["route"] = forwarded.get("route")  # for those who observe requests
                return
        await self._app(scope, receive, send)

    def _wanted(self, scope: Scope) -> tuple[str, str] | None:
        """Return the path of the data and its media type, or None where a page is wanted."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        segments = path.strip("/").split("/")
        if len(segments) > _SEGMENTS or not all(segments):
            return None
        stem, dot, ending = path.rpartition(".")
        asked = _OF_THINGS.get(dot + ending)
        if asked and stem.strip("/").split("/")[0] in self._plurals:
            return API + stem.lstrip("/"), asked
        if segments[0] not in self._plurals:
            return None
        try:
            chosen = negotiate(header(scope, b"accept"), _OFFERS)
        except InputError:
            return None  # a page for those who ask for nothing on offer
        return None if chosen in _OFFERS[:2] else (API + path.strip("/"), chosen)


def _located(send: Send, place: str) -> Send:
    """Return a `send` that tells where the data lies on its own."""

    async def located(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [*message["headers"], (b"content-location", place.encode("latin-1"))]
            message = {**message, "headers": headers}
        await send(message)

    return located
