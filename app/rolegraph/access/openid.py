"""Knows the tokens of an OpenID Connect issuer: signed JSON Web Tokens (RFC 7519, RFC 9068)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rolegraph.access.identity import AccessRole, Identity
from rolegraph.access.keys import KeySet, key_source
from rolegraph.errors import (
    ConfigurationError,
    InputError,
    PermissionDenied,
    RolegraphError,
    Unauthenticated,
)

if TYPE_CHECKING:
    from jwt import PyJWK

ALGORITHMS = frozenset(
    "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA".split()  # noqa: SIM905
)
"""Signatures that may be allowed: by public keys only.

A token must never choose to be checked as `none`, or with a public key as the secret of `HS256`.
"""
TYPES = frozenset({"jwt", "at+jwt", "application/at+jwt"})
"""What a token may say it is (`typ`): a token of no special kind, or an access token (RFC 9068).

Others, such as `logout+jwt` or `dpop+jwt`, are signed by the same keys and are for other ends.
"""
SUBJECT = "oidc:"
"""What the names of an issuer's subjects begin with here; no token of this service may."""
_LONGEST_NAME = 200


@dataclass(frozen=True)
class IssuerSettings:
    """What is agreed with an issuer.

    Attributes:
        issuer: the `iss` that its tokens carry.
        audience: the `aud` that tokens for this service carry.
        keys: `https:` address or file of its key set.
        algorithms: the signatures that are accepted.
        clock_skew: seconds that its clock may differ from ours.
        role_claim: where a token says the roles, nested names joined by dots.
        roles: what they mean here; a role not named has no meaning.
        name_claim: where a token says the name for the change log.
    """

    issuer: str
    audience: str
    keys: str
    algorithms: tuple[str, ...] = ("RS256", "ES256")
    clock_skew: float = 30.0
    role_claim: str = "roles"
    roles: Mapping[str, AccessRole] = field(default_factory=lambda: parse_role_map(""))
    name_claim: str = "sub"

    def __post_init__(self) -> None:
        unfit = sorted(set(self.algorithms) - ALGORITHMS)
        if unfit or not self.algorithms:
            raise ConfigurationError(
                f"Tokens cannot be checked by {', '.join(unfit) or 'no algorithm'}; "
                f"take some of {', '.join(sorted(ALGORITHMS))}."
            )


def parse_role_map(text: str) -> dict[str, AccessRole]:
    """Return what `curators=editor,staff=reader` says; empty, the roles go by their own names.

    Raises:
        ConfigurationError: it is of another form or names no role.
    """
    if not text.strip():
        return {role.label: role for role in AccessRole}
    roles = {}
    for pair in filter(None, map(str.strip, text.split(","))):
        theirs, equals, ours = pair.rpartition("=")
        if not equals:
            raise ConfigurationError(f"{pair!r} maps no role; write THEIRS=reader|editor|admin.")
        try:
            roles[theirs.strip()] = AccessRole.named(ours)
        except InputError as error:
            raise ConfigurationError(str(error)) from None
    return roles


class Issuer:
    """A `Verifier` of the tokens of one issuer.

    Args:
        settings: what is agreed with it.
        keys: its keys; by default from where the settings say.
    """

    def __init__(self, settings: IssuerSettings, keys: KeySet | None = None) -> None:
        self._settings = settings
        self._keys = keys or KeySet(key_source(settings.keys))

    def identify(self, token: str) -> Identity | None:
        """Return whose token it is, None where it is no JSON Web Token.

        Raises:
            Unauthenticated: the signature, issuer, audience or time is wrong.
            PermissionDenied: it gives no role that means something here.
            Busy: the keys of the issuer cannot be had at present.
        """
        return self._identify(token, self._keys.get)

    def name(self, token: str) -> str | None:
        """Return the name that a good token gives, by the keys at hand; None for any other."""
        try:
            identity = self._identify(token, self._keys.known)
        except RolegraphError:
            return None
        return None if identity is None else identity.name

    def _identify(
        self, token: str, key_of: Callable[[str | None], PyJWK | None]
    ) -> Identity | None:
        import jwt

        if token.count(".") != 2:  # noqa: PLR2004 - header, claims and signature
            return None
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in self._settings.algorithms:
                raise Unauthenticated("The token is signed by an algorithm not allowed here.")
            kind = header.get("typ", "JWT")
            if not isinstance(kind, str) or kind.lower() not in TYPES:
                raise Unauthenticated(f"The token is of the type {kind!r}, which gives no access.")
            key = key_of(header.get("kid"))
            if key is None:
                raise Unauthenticated("The token is signed by a key that its issuer does not have.")
            claims = jwt.decode(
                token,
                key,
                algorithms=list(self._settings.algorithms),
                audience=self._settings.audience,
                issuer=self._settings.issuer,
                leeway=self._settings.clock_skew,
                options={"require": ["exp", "iss", "aud"]},
            )
        except jwt.PyJWTError as error:
            raise Unauthenticated(f"The token is not accepted: {error}.") from None
        return self._identity(claims)

    def _identity(self, claims: Mapping[str, Any]) -> Identity:
        name: object = claims.get(self._settings.name_claim) or claims.get("sub")
        if not isinstance(name, str) or not _fits_the_log(name):
            raise Unauthenticated(f"The token lacks a name in {self._settings.name_claim!r}.")
        known = self._settings.roles
        roles = [known[role] for role in _texts(_at(claims, self._settings)) if role in known]
        if not roles:
            raise PermissionDenied(
                f"The token of {name!r} gives no role here; the claim "
                f"{self._settings.role_claim!r} must have one of {', '.join(known)}."
            )
        return Identity(SUBJECT + name, max(roles))


def _at(claims: Mapping[str, Any], settings: IssuerSettings) -> object:
    """Return the value of the role claim: under its whole name, else step by step along the dots.

    Names of claims are often addresses, which have dots of their own.
    """
    if settings.role_claim in claims:
        return claims[settings.role_claim]
    value: object = claims
    for step in settings.role_claim.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _texts(value: object) -> list[str]:
    """Return the texts of a claim that is a list of them, or one text with blanks (as `scope`)."""
    if isinstance(value, str):
        return value.split()
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _fits_the_log(name: str) -> bool:
    return name.isprintable() and 0 < len(name) <= _LONGEST_NAME
