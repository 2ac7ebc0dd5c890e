"""Who asks, where requests come through proxies.

A proxy appends the address that it was asked from to `X-Forwarded-For`. Anybody can send that
header, so it is believed only as far as trusted proxies have written it: from its end, up to the
first address that is not one of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.types import ASGIApp, Receive, Scope, Send

from rolegraph.errors import ConfigurationError

FORWARDED_FOR, FORWARDED_PROTO = b"x-forwarded-for", b"x-forwarded-proto"
NOBODY = "local"
"""What a client without an address is called."""
_NETWORK = 64
"""Bits of an IPv6 address that name a network (RFC 4291, 2.5.4)."""
_SCHEMES = frozenset({"http", "https"})


class TrustedProxies:
    """The proxies whose word is believed about who asks.

    Args:
        addresses: addresses and networks, such as `127.0.0.1, 10.0.0.0/8, ::1`.

    Raises:
        ConfigurationError: one of them is neither; names it.
    """

    def __init__(self, addresses: str = "") -> None:
        self._networks = []
        for text in filter(None, map(str.strip, addresses.split(","))):
            try:
                self._networks.append(ip_network(text))
            except ValueError as error:
                raise ConfigurationError(
                    f"ROLEGRAPH_TRUSTED_PROXIES has {text!r}, which is no address and no network: "
                    f"{error}. Write for example 127.0.0.1 or 10.0.0.0/8."
                ) from None

    @property
    def any(self) -> bool:
        """Whether any proxy is trusted."""
        return bool(self._networks)

    def trusts(self, peer: str | None) -> bool:
        """Tell whether a peer of a connection is a trusted proxy."""
        address = _address(peer or "")
        return address is not None and self._is_proxy(address)

    def client_of(self, peer: str | None, forwarded_for: Iterable[bytes]) -> str:
        """Return the address of who asks.

        Args:
            peer: the other end of the connection; None where it has no address.
            forwarded_for: the `X-Forwarded-For` lines of the request, in their order.
        """
        if not self.trusts(peer):
            return peer or NOBODY
        client = peer or NOBODY
        for entry in reversed(b",".join(forwarded_for).decode("latin-1").split(",")):
            address = _address(entry)
            if address is None:  # what stands left of it cannot be judged
                break
            client = str(address)
            if not self._is_proxy(address):
                break
        return client

    def _is_proxy(self, address: IPv4Address | IPv6Address) -> bool:
        return any(address in network for network in self._networks)


class BehindProxies:
    """An application whose requests name the client and the scheme that the proxies were asked by.

    Args:
        app: the application.
        proxies: who is believed.
    """

    def __init__(self, app: ASGIApp, proxies: TrustedProxies) -> None:
        self._app, self._proxies = app, proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        peer: Sequence[object] | None = scope.get("client")
        if scope["type"] == "http" and peer and self._proxies.trusts(str(peer[0])):
            said = scope["headers"]
            lines = [value for name, value in said if name == FORWARDED_FOR]
            scope["client"] = (self._proxies.client_of(str(peer[0]), lines), 0)
            schemes = [value for name, value in said if name == FORWARDED_PROTO]
            scheme = schemes[-1].decode("latin-1").strip().lower() if schemes else ""
            if scheme in _SCHEMES:
                scope["scheme"] = scheme
        await self._app(scope, receive, send)


@lru_cache(maxsize=1024)
def party_of(client: str) -> str:
    """Return as whom a client counts in queues and budgets.

    Args:
        client: its address.

    Returns:
        An IPv4 address as it is, and the /64 network of an IPv6 address: each host may choose its
        addresses within such a network, so it could be another client with each request.
    """
    address = _address(client) if ":" in client else None
    if not isinstance(address, IPv6Address):
        return client if address is None else str(address)
    return str(ip_network((int(address) >> _NETWORK << _NETWORK, _NETWORK)))


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address, which may have a port behind it; None where it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
