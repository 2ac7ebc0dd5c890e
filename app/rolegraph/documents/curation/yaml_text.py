"""New lines of a YAML file, laid out as a person would."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

_WIDTH = 100
_ENDLESS = 1 << 30
_SIMPLE = re.compile(r"[A-Za-z]+(?: [A-Za-z0-9()/,.;'\u00c0-\u024f-]+)+")
"""Several words that no YAML could take for anything but text."""


@dataclass(frozen=True)
class ToDo:
    """A value that a person has yet to give.

    Attributes:
        empty: what stands there until then: nothing, or `[]`.
        comment: what to do.
    """

    empty: str
    comment: str


Entry = Mapping[str, Any]
"""Keys and their values: scalars, lists of scalars, lists of entries, entries, `ToDo`."""


def scalar(value: str | int, indent: int = 0, taken: int | None = None) -> str:
    """Return a scalar as YAML.

    Args:
        value: the value.
        indent: column of the key.
        taken: characters that stand before it on its line; None asks for a single line.
    """
    plain = _plain(value)
    if taken is None or indent + taken + len(plain) <= _WIDTH or not isinstance(value, str):
        return plain
    inner = " " * (indent + 2)
    lines = textwrap.wrap(
        value, _WIDTH - len(inner), break_long_words=False, break_on_hyphens=False
    )
    folded = ">-\n" + "\n".join(inner + line for line in lines)
    return folded if yaml.safe_load(f"{' ' * indent}key: {folded}") == {"key": value} else plain


def _plain(value: str | int) -> str:
    if isinstance(value, str) and _SIMPLE.fullmatch(value):
        return value  # as `safe_dump` writes it, which takes most of the time of an import
    return _dumped(value)


@lru_cache(maxsize=1024)
def _dumped(value: str | int) -> str:
    """Return a scalar as PyYAML writes it; words such as the kinds come in each entry."""
    plain = yaml.safe_dump(value, allow_unicode=True, width=_ENDLESS)
    return plain.removesuffix("...\n").strip(" \n")


def flow(value: Any) -> str:
    """Return a value as YAML that may stand within `[…]` and `{…}`."""
    if value == []:
        return "[]"
    text = yaml.safe_dump([value], default_flow_style=True, allow_unicode=True, width=_ENDLESS)
    return text.strip(" \n")[1:-1]


def entry_lines(entry: Entry, indent: int) -> str:
    """Return the lines of an entry, each ended, from a column on."""
    margin = " " * indent
    lines = []
    for key, value in entry.items():
        name = scalar(key)
        if isinstance(value, ToDo):
            lines.append(f"{margin}{name}: {value.empty}".rstrip() + f"  # {value.comment}\n")
        elif isinstance(value, Mapping):
            lines.append(f"{margin}{name}:\n{entry_lines(value, indent + 2)}")
        elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            lines.append(f"{margin}{name}:\n")
            for item in value:
                text = entry_lines(item, indent + 4)
                lines.append(f"{margin}  - {text.lstrip()}")
        elif isinstance(value, list | tuple):
            lines.append(f"{margin}{name}: {flow(list(value))}\n")
        else:
            lines.append(f"{margin}{name}: {scalar(value, indent, len(name) + 2)}\n")
    return "".join(lines)
