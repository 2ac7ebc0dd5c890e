"""What tests of checks share: the command as a fixture gives it, and edits of files."""

from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

Check = Callable[..., Result]
"""Runs `rolegraph check` with arguments; see the fixture `check`."""


def edit(file: Path, old: str, new: str) -> None:
    """Replace the one occurrence of a text in a file."""
    text = file.read_bytes().decode()
    assert 1 == text.count(old), f"{old!r} occurs {text.count(old)} times in {file}"
    file.write_bytes(text.replace(old, new).encode())
