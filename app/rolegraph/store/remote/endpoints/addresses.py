"""Where the store's endpoints are, and how the service says who it is there."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr

from rolegraph.errors import ConfigurationError
from rolegraph.settings import Settings
from rolegraph.settings.modes import StoreAuth

_SCHEMES = {"sparql+http": "http", "sparql+https": "https"}


@dataclass(frozen=True)
class Addresses:
    """The endpoints of a remote store.

    Attributes:
        query: SPARQL 1.1 queries.
        update: SPARQL 1.1 updates.
        graphs: SPARQL 1.1 Graph Store HTTP Protocol; None where it is not used.
        others: the endpoints of other engines that show the same data, in the order in which they
            are tried.
    """

    query: str
    update: str
    graphs: str | None = None
    others: tuple[Addresses, ...] = ()


def addresses_of(settings: Settings) -> Addresses | None:
    """Return the endpoints that the settings name, or None for the embedded store.

    A store's address that ends in a slash is the folder of `query` and `update`, as with Oxigraph
    and Fuseki; any other is the one endpoint of both. A setting may name several engines.

    Raises:
        ConfigurationError: an address is none, or one is missing.
    """
    query, update, graphs = (
        _several(given)
        for given in (
            settings.store_query_url,
            settings.store_update_url,
            settings.store_graphs_url,
        )
    )
    if settings.store is not None:
        bases = [_http(store) for store in _several(settings.store)]
        query = query or [f"{base}query" if base.endswith("/") else base for base in bases]
        update = update or [f"{base}update" if base.endswith("/") else base for base in bases]
    if not (query or update or graphs):
        return None
    if not query or not update:
        raise ConfigurationError(
            "A remote store needs ROLEGRAPH_STORE_QUERY_URL and ROLEGRAPH_STORE_UPDATE_URL, or "
            "--store with the address of both."
        )
    if len(query) != len(update) or (graphs and len(graphs) != len(query)):
        raise ConfigurationError(
            "ROLEGRAPH_STORE_QUERY_URL, ROLEGRAPH_STORE_UPDATE_URL and, if it is set, "
            "ROLEGRAPH_STORE_GRAPHS_URL must name as many addresses each: the first of each is "
            "one engine, the second of each another."
        )
    for name, urls in (("QUERY", query), ("UPDATE", update), ("GRAPHS", graphs)):
        if any(urlsplit(url).scheme not in {"http", "https"} for url in urls):
            raise ConfigurationError(f"ROLEGRAPH_STORE_{name}_URL is no http or https address.")
    first, *others = (
        Addresses(*pair, graphs[number] if graphs else None)
        for number, pair in enumerate(zip(query, update, strict=True))
    )
    return replace(first, others=tuple(others))


def _several(given: str | None) -> list[str]:
    """Return the addresses of a setting: one, or several with spaces or commas between."""
    return (given or "").replace(",", " ").split()


def _http(store: str) -> str:
    scheme, separator, rest = store.partition("://")
    parts = urlsplit(f"//{rest}")
    if scheme not in _SCHEMES or not separator or not parts.hostname:
        raise ConfigurationError(
            "--store takes sparql+http://host:port/… or sparql+https://host:port/…."
        )
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError(
            "--store shows up in lists of processes, so it takes no password; set "
            "ROLEGRAPH_STORE_USER and ROLEGRAPH_STORE_PASSWORD_FILE."
        )
    return f"{_SCHEMES[scheme]}://{rest}" if parts.path else f"{_SCHEMES[scheme]}://{rest}/"


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


def credentials_of(settings: Settings) -> httpx.Auth | None:
    """Return what authenticates requests to the store, or None.

    Raises:
        ConfigurationError: a file cannot be read, or the settings contradict each other.
    """
    token = _secret("TOKEN", settings.store_token, settings.store_token_file)
    password = _secret("PASSWORD", settings.store_password, settings.store_password_file)
    if token is not None:
        if settings.store_user is not None or password is not None:
            raise ConfigurationError(
                "ROLEGRAPH_STORE_TOKEN and ROLEGRAPH_STORE_USER are both set; choose one."
            )
        return _Bearer(token)
    if settings.store_user is None:
        return None
    if password is None:
        raise ConfigurationError(
            "ROLEGRAPH_STORE_USER is set, but no ROLEGRAPH_STORE_PASSWORD or …_PASSWORD_FILE."
        )
    kind = httpx.DigestAuth if settings.store_auth is StoreAuth.DIGEST else httpx.BasicAuth
    return kind(settings.store_user, password)


def _secret(name: str, given: SecretStr | None, file: Path | None) -> str | None:
    if given is not None and file is not None:
        raise ConfigurationError(
            f"ROLEGRAPH_STORE_{name} and ROLEGRAPH_STORE_{name}_FILE are both set; choose one."
        )
    if given is not None:
        return given.get_secret_value()
    if file is None:
        return None
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise ConfigurationError(
            f"ROLEGRAPH_STORE_{name}_FILE ({file}) cannot be read: {reason}."
        ) from None
