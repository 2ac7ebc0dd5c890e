"""JSON bodies of writes: read strictly, patched by RFC 7396, with all their faults collected."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from rolegraph.errors import FieldFaults, InputError, SyntaxFault
from rolegraph.rdf.uploads.nesting import check_json_depth

Body = dict[str, Any]


def read_json(body: bytes) -> Any:
    """Return the value of a JSON text; numbers with a fraction as `Decimal`.

    Raises:
        SyntaxFault: it does not parse, or an object has a name twice.
        Unreadable: it nests too deep.
    """
    check_json_depth(body)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise SyntaxFault("The body is not UTF-8.", source="body", line=line) from None
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_unique,
        )
    except json.JSONDecodeError as error:
        raise SyntaxFault(
            f"The body is no JSON: {error.msg}.",
            source="body",
            line=error.lineno,
            column=error.colno,
        ) from None
    except (ValueError, RecursionError) as error:
        raise SyntaxFault(f"The body cannot be read: {error}.", source="body") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value")


def _unique(pairs: list[tuple[str, Any]]) -> Body:
    found: Body = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"the name {name!r} comes twice in one object")
        found[name] = value
    return found


def merged(target: Any, patch: Any) -> Any:
    """Return what JSON Merge Patch makes of a value (RFC 7396, section 2); both stay as they are.

    Arrays of the patch are taken over as they are, not copied.
    """
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


class Misfit(ValueError):
    """A JSON value that does not fit where it stands; the message says what is expected."""


class BodyFaults:
    """Everything that is wrong with a body, collected so that it is reported at once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], None] = {}

    def add(self, pointer: str, detail: str) -> None:
        """Note a fault at a JSON pointer."""
        self._found[pointer, detail] = None

    def check(self) -> None:
        """Go on only if nothing was wrong.

        Raises:
            FieldFaults: something was.
        """
        if self._found:
            raise FieldFaults(list(self._found))


def at(pointer: str, part: str | int) -> str:
    """Return the JSON pointer to a member of what a pointer points to (RFC 6901)."""
    return f"{pointer}/{str(part).replace('~', '~0').replace('/', '~1')}"


def an_object(value: Any, what: str = "The body") -> Body:
    """Return a value that must be a JSON object.

    Raises:
        InputError: it is none.
    """
    if not isinstance(value, dict):
        raise InputError(f"{what} must be a JSON object, not {kind_of(value)}.")
    return value


def kind_of(value: Any) -> str:
    """Return what kind of JSON value something is, for messages."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    kinds = ((str, "a text"), (int, "a number"), (Decimal, "a number"), (list, "an array"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "an object")
