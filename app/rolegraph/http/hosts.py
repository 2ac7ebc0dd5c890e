"""Which host names the service answers to.

A page of any site can have a name of its own lead to this machine (DNS rebinding) and then read
what the service answers under that name. So a name must be known here. An address in numbers
cannot be made to lead elsewhere, and is always taken.
"""

from __future__ import annotations

import re
import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from rolegraph.errors import ConfigurationError, Misdirected

_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~!$&'()*+,;=%-]+)(?::[0-9]{0,5})?")
"""RFC 9110, 7.2: `uri-host [ ":" port ]`."""
_NAME = re.compile(r"(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[?[0-9a-f:.]+\]?")
_ANY = "*"
SETTING = "ROLEGRAPH_ALLOWED_HOSTS"


def is_host(value: str) -> bool:
    """Tell whether a text has the form of a Host header."""
    return _HOST.fullmatch(value) is not None


class AllowedHosts:
    """The names that the service answers to.

    Always among them: addresses in numbers, `localhost` and what ends in `.localhost`, the name of
    this machine, the host to listen on, and the host of the public address.

    Args:
        names: comma-separated further names; `*.example.org` takes all below `example.org`, and
            `*` any name.
        public_url: the address under which users reach the service.
        host: what the service listens on.

    Raises:
        ConfigurationError: one of the names is none.
    """

    def __init__(self, names: str = "", public_url: str | None = None, host: str = "") -> None:
        given = [name.strip().lower() for name in names.split(",") if name.strip()]
        for name in given:
            if name != _ANY and not _NAME.fullmatch(name):
                raise ConfigurationError(
                    f"{SETTING} has {name!r}, which is no host name. Write names without port, "
                    "such as roles.example.org or *.example.org, or * for any."
                )
        self._any = _ANY in given
        self._below = tuple(name[1:] for name in given if name.startswith("*."))
        own = {"localhost", host.lower(), socket.gethostname().lower()}
        if public_url:
            own.add((urlsplit(public_url).hostname or "").lower())
        self._names = own | set(given)

    def allows(self, host: str | None) -> bool:
        """Tell whether the service answers to a Host header; without one there is no name."""
        if self._any or host is None:
            return True
        match = _HOST.fullmatch(host)
        if match is None:
            return False
        name = match["name"].lower().rstrip(".")
        if name in self._names or name.endswith((".localhost", *self._below)):
            return True
        try:
            ip_address(name.strip("[]"))
        except ValueError:
            return False
        return True

    def check(self, host: str | None) -> None:
        """Go on only if the service answers to a Host header.

        Raises:
            Misdirected: it does not.
        """
        if not self.allows(host):
            raise Misdirected(
                f"This service does not answer to the name {host!r}. If it should, its operator "
                f"adds the name to {SETTING}."
            )
