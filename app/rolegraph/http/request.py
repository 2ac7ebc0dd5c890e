"""What is read of any request: headers, parameters, who asks, and where they see the service."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.types import Scope

from rolegraph.errors import InputError, ParameterError
from rolegraph.http.proxies import NOBODY, party_of
from rolegraph.rdf.plain.forms import only_field
from rolegraph.rdf.terms import NamedNode

FORM = "application/x-www-form-urlencoded"


def known_parameters(request: Request, known: tuple[str, ...], lists: tuple[str, ...] = ()) -> None:
    """Refuse query parameters that do not exist, or come twice.

    Args:
        request: whose they are.
        known: those that there are.
        lists: those of them that may come several times; see `listed`.

    Raises:
        ParameterError: names the parameter and those that there are.
    """
    for name in request.query_params:
        if name not in known:
            there_are = f"Known here: {', '.join(known)}." if known else "There are none here."
            raise ParameterError(f"Unknown parameter {name!r}. {there_are}")
        if name not in lists and len(request.query_params.getlist(name)) > 1:
            raise ParameterError(f"The parameter {name!r} is given more than once.")


def listed(given: QueryParams, name: str) -> str | None:
    """Return a list of names, joined by commas; None where there is none.

    People write commas; generated clients repeat the parameter. Both mean the same.
    """
    values = given.getlist(name)
    return ",".join(values) if values else None


def boolean(value: str | None, name: str = "dry-run") -> bool:
    """Return the value of a parameter that is true or false; false where it is not given.

    Raises:
        ParameterError: it is neither true nor false.
    """
    if value not in {None, "true", "false"}:
        raise ParameterError(f"{name} is {value!r}; it is true or false.")
    return value == "true"


def iri(text: str, name: str) -> str:
    """Return the value of a parameter that is an IRI.

    Raises:
        ParameterError: it is none.
    """
    try:
        return NamedNode(text).value
    except ValueError:
        raise ParameterError(
            f"{name}: {text!r} is no IRI, such as https://example.org/roles/1."
        ) from None


def pairs_in(text: bytes, where: str) -> dict[str, list[str]]:
    """Return the fields of the query part of an address, or of a form.

    Args:
        text: undecoded.
        where: where it comes from, for messages.

    Raises:
        InputError: it is not percent-encoded UTF-8.
    """
    if not text:
        return {}
    found: dict[str, list[str]] = {}
    try:
        pair = only_field(text)
        if pair is not None:
            return {pair[0]: [pair[1]]}
        pairs = parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict")
    except (UnicodeDecodeError, ValueError):
        raise InputError(f"{where} is not percent-encoded UTF-8.") from None
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


Headers = list[tuple[bytes, bytes]]
"""Names in lower case, with values."""

ALWAYS: Headers = [(b"x-content-type-options", b"nosniff")]
"""On every answer, also those below ASGI and those that refuse a connection: what is served as text
must not be taken for a page or a script."""


def header(scope: Scope, name: bytes) -> str | None:
    """Return a request header, its lines joined by commas (RFC 9110, 5.3), or None.

    Args:
        scope: of the request.
        name: of the header, in lower case.
    """
    values = [value for key, value in scope["headers"] if key == name]
    return b", ".join(values).decode("latin-1") if values else None


def text_of(value: bytes | None) -> str | None:
    """Return a header's value as text, or None."""
    return None if value is None else value.decode("latin-1")


def client_in(scope: Scope) -> str:
    """Return the address of who sent a request, for the log."""
    client = scope.get("client")
    return str(client[0]) if client else NOBODY


def party_in(scope: Scope) -> str:
    """Return as whom the sender of a request counts where clients share something."""
    return party_of(client_in(scope))


def base_of(request: Request, public_url: str | None) -> str:
    """Return the address of the service as the client sees it, without a slash at its end."""
    return base_in(request.scope, public_url)


def base_in(scope: Scope, public_url: str | None = None) -> str:
    """Return the address of the service as the client sees it, without a slash at its end.

    Args:
        scope: of a request.
        public_url: the address that the settings give; without, that of the request.
    """
    if public_url:
        return public_url.rstrip("/")
    host = header(scope, b"host") or "localhost"
    return f"{scope.get('scheme', 'http')}://{host}{scope.get('root_path', '')}".rstrip("/")


def root_of(request: Request, public_url: str | None) -> str:
    """Return the path under which the client sees the service, without a slash at its end."""
    if public_url:
        return urlsplit(public_url).path.rstrip("/")
    return str(request.scope.get("root_path", "")).rstrip("/")
