"""The lines of keys in a TOML text, which `tomllib` does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

_POSITION = re.compile(r"\(at line (\d+), column (\d+)\)")


def line_of(text: str, path: Sequence[str]) -> int | None:
    """Return the line of the key at `path`, or of the nearest table around it.

    Args:
        text: TOML that parses.
        path: table names and key, such as `("catalogue", "title")`. What stands within an inline
            table has the line of the key that holds the table.
    """
    found: dict[tuple[str, ...], int] = {}
    for key, line in _keys(text):
        found.setdefault(key, line)
    wanted = tuple(path)
    while wanted:
        if wanted in found:
            return found[wanted]
        wanted = wanted[:-1]
    return None


def position_of(error: tomllib.TOMLDecodeError) -> tuple[str, int | None, int | None]:
    """Return what an error of `tomllib` says, and line and column where it tells them."""
    match = _POSITION.search(str(error))
    if match is None:
        return str(error), None, None
    said = str(error)[: match.start()].strip()
    return said, int(match[1]), int(match[2])


def _keys(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield each table and key with its line."""
    table: tuple[str, ...] = ()
    value = ""  # a value that goes on over several lines
    for number, line in enumerate(text.splitlines(), 1):
        if value:
            value = _rest(f"{value}\n{line}")
            continue
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if stripped.startswith("["):
            table = _path(stripped) or table
            yield table, number
            continue
        for match in re.finditer("=", line):
            key = _path(f"{line[: match.start()]}= 0")
            if key is not None:
                for depth in range(1, len(key) + 1):
                    yield (*table, *key[:depth]), number
                value = _rest(f"v = {line[match.end() :]}")
                break


def _path(text: str) -> tuple[str, ...] | None:
    """Return the names that a header, or a key with a value of 0, leads along."""
    try:
        found: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
    names: list[str] = []
    while isinstance(found, dict) and found:
        name, found = next(iter(found.items()))
        names.append(name)
    return tuple(names)


def _rest(text: str) -> str:
    """Return a key with a value that has not ended yet; nothing if it has."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return text
    return ""
