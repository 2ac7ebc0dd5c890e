"""Answers with entity tags: what JSON resources and the context have in common."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from fastapi import Request, Response

from rolegraph.errors import ParameterError, PreconditionFailed, PreconditionRequired


def tagged(
    request: Request,
    body: bytes,
    media_type: str,
    *,
    version: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a body with a strong ETag, or 304 where the client has it already.

    Args:
        request: whose If-None-Match is heeded.
        body: the representation.
        media_type: its Content-Type.
        version: names the state of the thing, whatever the representation; it becomes the first
            part of the tag, so that a write can tell by it whether the thing has changed since.
        headers: further headers.
    """
    etag = entity_tag(body, version)
    fields = {"ETag": etag, "Vary": "Accept", "Cache-Control": "no-cache", **(headers or {})}
    if _matches(request.headers.get("if-none-match"), etag):
        return Response(status_code=304, headers=fields)
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    return Response(body, headers={**fields, "Content-Type": media_type})


def entity_tag(body: bytes, version: str | None = None) -> str:
    """Return the strong entity tag of a representation, its thing's version first."""
    digest = hashlib.blake2b(body, digest_size=9).hexdigest()
    return f'"{version}.{digest}"' if version else f'"{digest}"'


def check_precondition(if_match: str | None, version: str, what: str) -> None:
    """Go on only if the writer knows the present version of a thing.

    Args:
        if_match: the header If-Match: entity tags of `tagged`, or `*`.
        version: the present version.
        what: the thing, for messages.

    Raises:
        PreconditionRequired: there is no such header.
        PreconditionFailed: it names another version.
    """
    if if_match is None:
        raise PreconditionRequired(
            f"Say which state of {what} the change is for: send the ETag of its last answer in "
            "the header If-Match."
        )
    tags = [tag.strip() for tag in if_match.split(",")]
    if "*" not in tags and version not in map(version_in, tags):
        raise PreconditionFailed(
            f"{what} has changed since it was read. Read it again, and make the change on that."
        )


def version_in(etag: str) -> str | None:
    """Return the version of the thing that an entity tag of `tagged` names, or None."""
    version, dot, _ = etag.strip().removeprefix("W/").strip('"').partition(".")
    return version if dot else None


def known_parameters(request: Request, known: tuple[str, ...]) -> None:
    """Refuse query parameters that do not exist, or come twice.

    Raises:
        ParameterError: names the parameter and those that there are.
    """
    for name in request.query_params:
        if name not in known:
            there_are = f"Known here: {', '.join(known)}." if known else "There are none here."
            raise ParameterError(f"Unknown parameter {name!r}. {there_are}")
        if len(request.query_params.getlist(name)) > 1:
            raise ParameterError(f"The parameter {name!r} is given more than once.")


def _matches(if_none_match: str | None, etag: str) -> bool:
    """Compare weakly, as RFC 9110, section 13.1.2 asks for If-None-Match."""
    if if_none_match is None:
        return False
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return "*" in tags or etag in tags
