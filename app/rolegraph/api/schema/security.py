"""What OpenAPI says of who may come: the schemes, and what each operation needs.

It follows the rules of the gate, so that the document says what the service does.
"""

from __future__ import annotations

from rolegraph.api.operations.gate import OPEN_PATHS, RUNNING, role_needed
from rolegraph.api.operations.people import is_about_people
from rolegraph.api.schema.shared_schemas import Described
from rolegraph.settings import Settings

TOKEN, BASIC, ISSUER = "token", "basic", "issuer"


def schemes(settings: Settings) -> Described:
    """Return the ways to say who asks."""
    found: Described = {
        TOKEN: {
            "type": "http",
            "scheme": "bearer",
            "description": "A token made by `rolegraph token create`.",
        },
        BASIC: {
            "type": "http",
            "scheme": "basic",
            "description": "The token as password, for clients without bearer tokens; any name.",
        },
    }
    if settings.oidc_issuer:
        place = settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration"
        found[ISSUER] = {
            "type": "openIdConnect",
            "openIdConnectUrl": place,
            "description": "A token of the OpenID Connect issuer.",
        }
    return found


def security_of(method: str, path: str, settings: Settings) -> list[Described]:
    """Return what an operation needs, in the form of OpenAPI; nothing where anybody may come.

    Args:
        method: the HTTP method, in capitals.
        path: the path, with names in braces.
        settings: of the service.
    """
    opened = OPEN_PATHS | ({"/metrics"} if settings.open_metrics else set())
    role = role_needed(method, path, open_reading=settings.open_reading, opened=opened)
    if role is None and not path.startswith(RUNNING) and not is_about_people(path):
        return []
    return [{name: []} for name in schemes(settings)]
