"""What a connection may take of the server."""

from __future__ import annotations

from dataclasses import dataclass

from rolegraph.settings import Settings


@dataclass(frozen=True)
class ConnectionLimits:
    """The limits of the settings of the same names, which say more."""

    header_bytes: int = 32 * 1024
    header_count: int = 100
    target_bytes: int = 1024 * 1024
    header_timeout: float = 20.0
    body_timeout: float = 30.0
    body_rate: int = 4096
    idle_timeout: float = 20.0
    write_timeout: float = 60.0
    connections: int = 512

    @classmethod
    def of(cls, settings: Settings) -> ConnectionLimits:
        """Return the limits of an installation."""
        return cls(**{name: getattr(settings, name) for name in cls.__dataclass_fields__})
