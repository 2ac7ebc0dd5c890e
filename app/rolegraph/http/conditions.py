"""Entity tags and conditional requests (RFC 9110, sections 8.8.3 and 13)."""

from __future__ import annotations

import hashlib
import zlib

from rolegraph.errors import PreconditionFailed, PreconditionRequired


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


def strong_etag(body_hash: str, content_type: str) -> str:
    """Return the entity tag of a representation, from the hash of its bytes and their type."""
    return f'"{body_hash}-{zlib.crc32(content_type.encode()):08x}"'


def matches(none_match: str, etag: str) -> bool:
    """Tell whether a list of entity tags, or `*`, has a tag; weak comparison."""
    tags = {tag.strip().removeprefix("W/") for tag in none_match.split(",")}
    return "*" in tags or etag in tags
