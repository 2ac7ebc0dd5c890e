"""Builds the authenticator that the settings describe."""

from __future__ import annotations

from ipaddress import ip_address

from rolegraph.access.authenticate import Authenticator
from rolegraph.access.openid import Issuer, IssuerSettings, parse_role_map
from rolegraph.access.tokens import Tokens
from rolegraph.errors import ConfigurationError
from rolegraph.settings import Settings


def authenticator_of(settings: Settings) -> Authenticator:
    """Return the authenticator of an installation.

    Raises:
        ConfigurationError: the settings of the issuer are incomplete or unsafe.
    """
    return Authenticator(
        Tokens(settings.data_dir),
        write_token=settings.write_token,
        issuer=_issuer(settings),
        open_reading=settings.open_reading,
    )


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach a server that listens on an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _issuer(settings: Settings) -> Issuer | None:
    needed = {
        "oidc_issuer": settings.oidc_issuer,
        "oidc_audience": settings.oidc_audience,
        "oidc_jwks": settings.oidc_jwks,
    }
    lacking = [name for name, value in needed.items() if not value]
    if len(lacking) == len(needed):
        return None
    if lacking:
        names = ", ".join(f"ROLEGRAPH_{name.upper()}" for name in lacking)
        raise ConfigurationError(f"To accept tokens of an issuer, set {names} as well.")
    algorithms = [name.strip() for name in settings.oidc_algorithms.split(",")]
    return Issuer(
        IssuerSettings(
            issuer=settings.oidc_issuer or "",
            audience=settings.oidc_audience or "",
            keys=settings.oidc_jwks or "",
            algorithms=tuple(filter(None, algorithms)),
            clock_skew=settings.oidc_clock_skew,
            role_claim=settings.oidc_role_claim,
            roles=parse_role_map(settings.oidc_roles),
            name_claim=settings.oidc_name_claim,
        )
    )
