"""Where the store's endpoints are, and how the service says who it is there."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr

from rolegraph.errors import ConfigurationError
from rolegraph.settings import Settings, StoreAuth

_SCHEMES = {"sparql+http": "http", "sparql+https": "https"}


@dataclass(frozen=True)
class Addresses:
    """The endpoints of a remote store.

    Attributes:
        query: SPARQL 1.1 queries.
        update: SPARQL 1.1 updates.
        graphs: SPARQL 1.1 Graph Store HTTP Protocol; None where it is not used.
    """

    query: str
    update: str
    graphs: str | None = None


def addresses_of(settings: Settings) -> Addresses | None:
    """Return the endpoints that the settings name, or None for the embedded store.

    A store's address that ends in a slash is the folder of `query` and `update`, as with Oxigraph
    and Fuseki; any other is the one endpoint of both.

    Raises:
        ConfigurationError: an address is none, or one is missing.
    """
    query, update = settings.store_query_url, settings.store_update_url
    if settings.store is not None:
        base = _http(settings.store)
        query = query or (f"{base}query" if base.endswith("/") else base)
        update = update or (f"{base}update" if base.endswith("/") else base)
    if query is None and update is None and settings.store_graphs_url is None:
        return None
    if query is None or update is None:
        raise ConfigurationError(
            "A remote store needs ROLEGRAPH_STORE_QUERY_URL and ROLEGRAPH_STORE_UPDATE_URL, or "
            "--store with the address of both."
        )
    for name, url in (("QUERY", query), ("UPDATE", update), ("GRAPHS", settings.store_graphs_url)):
        if url is not None and urlsplit(url).scheme not in {"http", "https"}:
            raise ConfigurationError(f"ROLEGRAPH_STORE_{name}_URL is no http or https address.")
    return Addresses(query, update, settings.store_graphs_url)


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
