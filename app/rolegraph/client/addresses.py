"""Where a thing is served, from whatever names it: a path, an address, an IRI or a link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from rolegraph.errors import ParameterError

API = "api/v1/"


def path_of(thing: str | Mapping[str, Any]) -> str:
    """Return the path of a thing, below the address of the service.

    Args:
        thing: `plural/id`, the `href` of a link, an IRI that ends in `/plural/id`, or what a read
            gave: a resource, or a link in one.

    Raises:
        ParameterError: it names no thing.
    """
    if isinstance(thing, Mapping):
        named = thing.get("href") or thing.get("id")
        if not isinstance(named, str):
            raise ParameterError("This has neither href nor id, so it names no thing.")
        return path_of(named)
    path = urlsplit(thing).path if "://" in thing or thing.startswith("/") else thing
    parts = [unquote(part) for part in path.split("/") if part]
    is_short = "://" not in thing and not thing.startswith("/")
    if len(parts) < _LEAST or (is_short and len(parts) != _LEAST):
        raise ParameterError(
            f"{thing!r} names no thing. Write the plural name of its type and its id, as in "
            "roles/ID, or take the href of a link."
        )
    return API + "/".join(quote(part, safe="") for part in parts[-_LEAST:])


_LEAST = 2
"""Parts of the name of a thing: the plural name of its type, and its id."""


def list_path(plural: str) -> str:
    """Return the path of the list of a type, such as `roles`."""
    return API + quote(plural.strip("/"), safe="")
