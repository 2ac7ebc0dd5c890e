"""Tells from the `Authorization` header of a request who it comes from.

Format: OAuth 2.0 bearer tokens, RFC 6750; the same as password, RFC 7617.
"""

from __future__ import annotations

import base64
import hmac
import re
import time
from datetime import UTC, datetime
from typing import Protocol

import structlog

from rolegraph.access.identity import ANONYMOUS, AccessRole, Identity
from rolegraph.access.sessions import Sessions
from rolegraph.access.tokens import WRITE_TOKEN, Token, Tokens, digest_of, new_secret
from rolegraph.errors import Unauthenticated

_log = structlog.get_logger(__name__)
_MOST_NAMES, _NAME_AGE = 512, 10.0
"""Names kept for the log, and the seconds that each is kept."""
_BEARER = re.compile(r"(?i:bearer) +([A-Za-z0-9._~+/-]+=*) *")
_BASIC = re.compile(r"(?i:basic) +([A-Za-z0-9+/]+={0,2}) *")
_HOW = "Send the header `Authorization: Bearer TOKEN`, or the token as password (Basic)."
_NO_TOKENS = (
    "This service takes no writes: it has no tokens. Make one on its machine with "
    "`rolegraph token create --data-dir DIR --role editor --name NAME`."
)


def secret_in(header: str) -> str | None:
    """Return the token of an Authorization header, None where there is none.

    Clients that know Basic authentication only (RFC 7617), such as SPARQLWrapper and spreadsheet
    programs, send it as the password; the name before it does not count.
    """
    bearer = _BEARER.fullmatch(header)
    if bearer is not None:
        return bearer[1]
    basic = _BASIC.fullmatch(header)
    if basic is None:
        return None
    try:
        _, colon, password = base64.b64decode(basic[1], validate=True).decode().partition(":")
    except ValueError:
        return None
    return password if colon and password else None


class Verifier(Protocol):
    """Knows the tokens that somebody else issues."""

    def identify(self, token: str) -> Identity | None:
        """Return whose token it is, None if it is not of a form that the issuer gives out.

        Raises:
            Unauthenticated: it is of that form and not good.
            PermissionDenied: it is good and gives no role here.
        """

    def name(self, token: str) -> str | None:
        """Return the name that a good token gives, so far as that is known without asking."""


class Authenticator:
    """Who comes with which header.

    Args:
        tokens: the tokens of the data directory; None where there is none.
        write_token: one more token, of an editor, from the settings.
        issuer: knows the tokens of an OpenID Connect issuer.
        open_reading: whether anybody may read.
    """

    def __init__(
        self,
        tokens: Tokens | None = None,
        *,
        write_token: str | None = None,
        issuer: Verifier | None = None,
        open_reading: bool = True,
    ) -> None:
        self.open_reading = open_reading
        self.sessions = Sessions()
        self._tokens, self._issuer = tokens, issuer
        self._own: list[Token] = []
        self._names: dict[str, tuple[str, float]] = {}
        if write_token:
            self._add(WRITE_TOKEN, AccessRole.EDITOR, write_token)

    @property
    def configured(self) -> bool:
        """Whether anybody at all can come with a good token."""
        return bool(self._issuer or self._in_use())

    def issue(self, name: str, role: AccessRole) -> str:
        """Make a token that lasts as long as this process, and return its text."""
        secret = new_secret()
        self._add(name, role, secret)
        _log.info("access.token_created", token=name, role=role.label)
        return secret

    def authenticate(self, header: str | None, role: AccessRole) -> Identity:
        """Return whose request it is; may wait for the keys of an issuer.

        Args:
            header: the `Authorization` header, or None.
            role: what the request needs. Where reading is open, a reader needs no header.

        Raises:
            Unauthenticated: no token, or one that is wrong, expired or revoked.
            PermissionDenied: the token's role does not reach so far.
            Busy: the keys of the issuer cannot be had at present.
        """
        if not header:
            if role is AccessRole.READER and self.open_reading:
                return ANONYMOUS
            raise Unauthenticated(f"This needs a token. {_HOW}" if self.configured else _NO_TOKENS)
        secret = secret_in(header)
        if secret is None:
            raise Unauthenticated(f"The Authorization header has no token. {_HOW}")
        return self._identify(secret).reaching(role)

    def name_of(self, header: str | None) -> str:
        """Return by what name the log calls whoever sends a header; waits for nobody."""
        secret = None if header is None else secret_in(header)
        if secret is None:
            return ANONYMOUS.name
        key, now = digest_of(secret), time.monotonic()
        name, until = self._names.get(key, ("", 0.0))
        if until < now:
            if len(self._names) >= _MOST_NAMES:
                self._names.clear()
            name = self._name(secret)
            self._names[key] = (name, now + _NAME_AGE)
        return name

    def look_at_tokens(self) -> None:
        """Look whether tokens were made or revoked; what changed is logged."""
        if self._tokens is not None:
            self._tokens.all()

    def _name(self, secret: str) -> str:
        token = self._match(secret)
        if token is not None:
            active = token.state(datetime.now(UTC)) == "active"
            return token.name if active else ANONYMOUS.name
        return (self._issuer.name(secret) if self._issuer else None) or ANONYMOUS.name

    def _identify(self, secret: str) -> Identity:
        token = self._match(secret)
        if token is not None:
            state = token.state(datetime.now(UTC))
            if state != "active":
                raise Unauthenticated(f"The token {token.name!r} is {state}; ask for a new one.")
            return Identity(token.name, token.role)
        identity = self._issuer.identify(secret) if self._issuer else None
        if identity is None:
            raise Unauthenticated("The token is wrong." if self.configured else _NO_TOKENS)
        return identity

    def _match(self, secret: str) -> Token | None:
        """Return the token of a text, in a time that says nothing about how near it was."""
        digest, found = digest_of(secret), None
        for token in self._all():
            if hmac.compare_digest(digest, token.digest):
                found = token
        return found

    def _all(self) -> list[Token]:
        return [*(self._tokens.all() if self._tokens else ()), *self._own]

    def _in_use(self) -> bool:
        now = datetime.now(UTC)
        return any(token.state(now) == "active" for token in self._all())

    def _add(self, name: str, role: AccessRole, secret: str) -> None:
        self._own.append(Token(name, role, digest_of(secret), datetime.now(UTC)))
