"""A command whose plain arguments are read without pydantic.

Typer checks arguments by pydantic, and to load that takes as long as to check a small file. Most
arguments are texts, paths, flags and words of a list, which need no such help. What is anything
else, or wrong, goes to Typer, so that messages are the same.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin

from typer.core import TyperCommand


class QuickCommand(TyperCommand):
    """Reads its arguments itself where that is simple; else Typer reads them."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the values of the arguments into `ctx.params`; the errors are those of Typer."""
        values = None if ctx.resilient_parsing else self._read(ctx, list(args))
        if values is None:
            return super().parse_args(ctx, args)
        ctx.params.update(values)
        ctx.args = []
        return []

    def _read(self, ctx: Any, args: list[str]) -> dict[str, Any] | None:
        """Return name of a parameter → its value; None where Typer has to look."""
        try:
            given, rest, _ = self.make_parser(ctx).parse_args(args)
            known: dict[str, Any] = {param.name: param for param in self.params}
            if rest or not given.keys() <= known.keys():  # `--help` is not among them
                return None
            if any(
                given.get(name) is None and param.resolve_envvar_value(ctx) is not None
                for name, param in known.items()
            ):
                return None
            values = {name: param.default for name, param in known.items()}
            for name, value in given.items():
                if value is not None:
                    values[name] = _value(known[name].type_descriptor.annotation, value)
        except Exception:  # noqa: BLE001 - whatever it is, Typer says it in its words
            return None
        return values


def _value(kind: Any, given: Any) -> Any:
    """Return what an argument means.

    Raises:
        TypeError: its kind is not a plain one.
        ValueError: it is none of the words that there are.
    """
    if get_origin(kind) is list:
        (inner,) = get_args(kind)
        return [_value(inner, each) for each in given]
    if kind in {str, bool} and isinstance(given, kind):
        return given
    if issubclass(kind, (Path, StrEnum)):
        return kind(given)
    raise TypeError(kind)
