"""What some settings choose between."""

from __future__ import annotations

from enum import StrEnum


class GuardMode(StrEnum):
    """What the guard does with violations of a write."""

    ENFORCE = "enforce"
    WARN = "warn"
    OFF = "off"


class LogFormat(StrEnum):
    """How lines of the log look."""

    AUTO = "auto"
    JSON = "json"
    CONSOLE = "console"


class StoreAuth(StrEnum):
    """How the service authenticates itself at a remote store."""

    BASIC = "basic"
    DIGEST = "digest"


class StoreTurns(StrEnum):
    """Who sees to it that commits to a remote store come one after the other."""

    AUTO = "auto"
    ENGINE = "engine"
    SERVICES = "services"


class StoreQueries(StrEnum):
    """Where queries of users run when the store is a remote one."""

    CURRENT = "current"
    ENGINE = "engine"
    MIRROR = "mirror"
