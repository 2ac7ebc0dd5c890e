"""Which protocol the connections of a server have."""

from __future__ import annotations

import functools
from typing import Any

from rolegraph.api.operations.kept import KeptAnswers
from rolegraph.api.operations.seen_directly import SeenDirectly
from rolegraph.api.sparql.direct import DirectQueries
from rolegraph.http.front import AllowedHosts
from rolegraph.http.proxies import TrustedProxies
from rolegraph.server.lending import LendingProtocol
from rolegraph.server.limited import Crowd, LimitedProtocol, Note
from rolegraph.server.limits import ConnectionLimits
from rolegraph.server.plain_request import PlainRequests
from rolegraph.server.protocol import DirectProtocol


def protocol_of(
    direct: DirectQueries | None,
    kept: KeptAnswers,
    seen: SeenDirectly | None,
    proxies: TrustedProxies,
    hosts: AllowedHosts,
    limits: ConnectionLimits,
    crowd: Crowd,
    note: Note,
) -> Any:
    """Return what makes the protocol of each connection.

    Args:
        direct: answers plain queries; None where the application is to see every request.
        kept: gives answers again.
        seen: is told of each request that is answered directly; None where it cannot be.
        proxies: whose word is believed about who asks.
        hosts: the names that the service answers to.
        limits: what a connection may take.
        crowd: is told of connections beyond the limit.
        note: counts and logs a request that is refused before it reaches the application.
    """
    common: dict[str, Any] = {"limits": limits, "crowd": crowd, "note": note}
    if direct is None or seen is None:
        return functools.partial(LimitedProtocol, **common)
    common |= {
        "direct": direct,
        "kept": kept,
        "requests": PlainRequests(hosts, limits),
        "seen": seen,
        "proxies": proxies,
    }
    lending = direct.lend() if seen.lends else None
    if lending is None:
        return functools.partial(DirectProtocol, **common)
    return functools.partial(LendingProtocol, lending=lending, **common)
