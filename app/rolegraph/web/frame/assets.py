"""Styles, scripts and pictures of the pages, each under an address that names its content."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request, Response

from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.errors import NotFound
from rolegraph.http.conditions import is_known

PREFIX = "/static/"
_FOLDER = Path(__file__).parents[1] / "static"
_FOREVER = "public, max-age=31536000, immutable"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    """One file: its bytes, media type and a short hash of its content."""

    body: bytes
    media_type: str
    version: str


class Assets:
    """The files below a folder, read once.

    What the build of the front end makes may be missing: pages do without it.

    Args:
        folder: where the files are.
    """

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._files = {
            path.relative_to(folder).as_posix(): _read(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.stat().st_size
        }

    def address(self, name: str) -> str | None:
        """Return the path of a file below the service's root, or None where it is not there."""
        asset = self._files.get(name)
        return f"{PREFIX}{name}?v={asset.version}" if asset else None

    def get(self, name: str) -> Asset:
        """Return a file.

        Raises:
            NotFound: there is none of that name.
        """
        if name not in self._files:
            raise NotFound(f"There is no file {name!r} here.")
        return self._files[name]


def router(assets: Assets) -> APIRouter:
    """Return the route of all assets."""
    routes = LateRouter(include_in_schema=False)

    @routes.get(PREFIX + "{name:path}")
    def asset(name: str, request: Request) -> Response:
        found = assets.get(name)
        named = request.query_params.get("v") == found.version
        # Parts that scripts load by their hashed name never change either.
        lasting = named or "/part-" in f"/{name}"
        headers = {
            "ETag": f'"{found.version}"',
            "Cache-Control": _FOREVER if lasting else "no-cache",
        }
        if is_known(request.scope, headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return Response(found.body, headers=headers, media_type=found.media_type)

    return routes


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    guessed = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    media_type = guessed or "application/octet-stream"
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    return Asset(body, media_type, hashlib.blake2b(body, digest_size=6).hexdigest())
