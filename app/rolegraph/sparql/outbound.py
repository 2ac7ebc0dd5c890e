"""Requests to other hosts on behalf of a user: only where an operator allows it.

An address is checked as it is used: the host is resolved once, every address it has is judged, and
the connection goes to the address that was judged, whatever the name means a moment later. Answers
that redirect are refused.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import httpx

from rolegraph.errors import ForbiddenOperation, InputError, TooLarge

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Target:
    """An address that may be used: the URL, and the IP address to connect to."""

    url: str
    host: str
    address: str


class Outbound:
    """What may be asked of other hosts.

    Args:
        allowed: comma-separated addresses; each allows all that lies below its path.
        seconds: how long an answer may take.
        limit: bytes that an answer may have.
    """

    def __init__(self, allowed: str, seconds: float, limit: int) -> None:
        self._allowed = [urlsplit(part.strip()) for part in allowed.split(",") if part.strip()]
        self._seconds, self._limit = seconds, limit

    @property
    def any(self) -> bool:
        """Whether any address is allowed at all."""
        return bool(self._allowed)

    def target(self, url: str, operation: str) -> Target:
        """Judge an address and pin it.

        Args:
            url: the address.
            operation: SERVICE or LOAD, for the message.

        Raises:
            ForbiddenOperation: it is not allowed, or its host is inside this network without being
                allowed by its very address.
        """
        refusal = ForbiddenOperation(
            f"{operation} <{url}> is not allowed: this service sends requests only to addresses "
            "that its operator lists in ROLEGRAPH_SERVICE_ALLOW."
        )
        parts = urlsplit(url)
        try:
            port = parts.port or _DEFAULT_PORTS[parts.scheme]
        except (KeyError, ValueError):
            raise refusal from None
        host = parts.hostname or ""
        path = parts.path or "/"
        matching = [
            entry
            for entry in self._allowed
            if entry.scheme == parts.scheme
            and entry.hostname == host
            and (entry.port or _DEFAULT_PORTS.get(entry.scheme)) == port
            and _below(path, entry.path or "/")
        ]
        dotted = {".", ".."} & set(unquote(path).split("/"))
        if not matching or dotted or parts.username or parts.password:
            raise refusal
        address = self._resolve(host, port, operation, url)
        return Target(url, host, address)

    def _resolve(self, host: str, port: int, operation: str, url: str) -> str:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError:
            raise InputError(f"{operation} <{url}>: the host {host!r} is not known.") from None
        addresses = [str(entry[4][0]) for entry in found]
        for address in addresses:
            inside = not ipaddress.ip_address(address).is_global
            if inside and host not in {address, "localhost"}:
                raise ForbiddenOperation(
                    f"{operation} <{url}> is not allowed: {host} is inside this network. An "
                    "operator allows such a host by its address, not by a name."
                )
        return addresses[0]

    def get(self, target: Target, accept: str) -> tuple[bytes, str]:
        """Fetch a document and return it with its Content-Type.

        Raises:
            InputError: it cannot be had; says why.
            TooLarge: it is larger than the limit.
        """
        url = httpx.URL(target.url).copy_with(host=target.address, fragment=None)
        headers = {"Host": httpx.URL(target.url).netloc.decode(), "Accept": accept}
        extensions = {"sni_hostname": target.host}
        parts, size = [], 0
        try:
            with (
                httpx.Client(timeout=self._seconds, trust_env=False) as client,
                client.stream("GET", url, headers=headers, extensions=extensions) as answer,
            ):
                if answer.status_code != httpx.codes.OK:
                    raise InputError(
                        f"<{target.url}> answered {answer.status_code}; redirects are not followed."
                    )
                for part in answer.iter_bytes():
                    size += len(part)
                    if size > self._limit:
                        raise TooLarge(f"<{target.url}> has more than {self._limit} bytes.")
                    parts.append(part)
                return b"".join(parts), answer.headers.get("content-type", "")
        except httpx.HTTPError as error:
            raise InputError(f"<{target.url}> cannot be fetched: {error}.") from None


def _below(path: str, root: str) -> bool:
    return path == root or path.startswith(root if root.endswith("/") else f"{root}/")
