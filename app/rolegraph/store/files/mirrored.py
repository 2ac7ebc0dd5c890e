"""The mark of a data directory that mirrors a remote store: the UUID of the log it follows."""

from __future__ import annotations

import json
from pathlib import Path

from rolegraph.errors import StoreError
from rolegraph.store.files.durable import write_durably

_MARK = "mirror.json"


def mirrored_log(folder: Path) -> str | None:
    """Return the UUID of the log that a data directory mirrors, or None where it mirrors none."""
    try:
        return str(json.loads((folder / _MARK).read_text(encoding="utf-8"))["log"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder / _MARK} cannot be read: {error}.") from None


def mark_mirror(folder: Path, log: str) -> None:
    """Note durably which log a data directory mirrors."""
    write_durably(folder / _MARK, json.dumps({"log": log}).encode())
