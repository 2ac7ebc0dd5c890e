"""Reads JSON and keeps where each key and value stands.

Grammar: RFC 8259. Strings and numbers are read by the standard library. The text is taken to be
well-formed: a parser has read it before.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from rolegraph.rdf.turtle.tokens import TokenSpan

_GAP = re.compile(r"[ \t\n\r]*+")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"')
_PLAIN = re.compile(r"[^\s,\]}]++")


@dataclass(frozen=True, slots=True)
class Json:
    """A value of a JSON text.

    Attributes:
        value: the string, number, boolean or None; None for an object or array as well.
        at: where it stands.
        members: of an object: key → the key's place and the value. Of two equal keys the last
            counts, as for every JSON parser here.
        items: of an array: its values.
    """

    value: str | float | bool | None
    at: TokenSpan
    members: dict[str, tuple[TokenSpan, Json]] | None = None
    items: list[Json] | None = field(default=None)


def read_json(text: str) -> Json:
    """Return a JSON text as a value with places.

    Raises:
        ValueError, IndexError: it is no JSON.
        RecursionError: it is nested too deeply.
    """
    return _value(text, _skip(text, 0))


def _skip(text: str, position: int) -> int:
    gap = _GAP.match(text, position)
    return gap.end() if gap else position


def _value(text: str, start: int) -> Json:
    mark = text[start]
    if mark == '"':
        value, end = _string(text, start)
        return Json(value, TokenSpan(start, end))
    if mark == "{":
        return _object(text, start)
    if mark == "[":
        return _array(text, start)
    plain = _PLAIN.match(text, start)
    end = plain.end() if plain else start
    return Json(json.loads(text[start:end]), TokenSpan(start, end))


def _string(text: str, start: int) -> tuple[str, int]:
    found = _STRING.match(text, start)
    if found is None:
        raise ValueError(text[start : start + 20])
    return str(json.loads(found[0])), found.end()


def _object(text: str, start: int) -> Json:
    members: dict[str, tuple[TokenSpan, Json]] = {}
    position = _skip(text, start + 1)
    while text[position] != "}":
        key, end = _string(text, position)
        colon = _skip(text, end)
        value = _value(text, _skip(text, colon + 1))
        members[key] = (TokenSpan(position, end), value)
        position = _skip(text, value.at.end)
        if text[position] == ",":
            position = _skip(text, position + 1)
    return Json(None, TokenSpan(start, position + 1), members=members)


def _array(text: str, start: int) -> Json:
    items: list[Json] = []
    position = _skip(text, start + 1)
    while text[position] != "]":
        items.append(_value(text, position))
        position = _skip(text, items[-1].at.end)
        if text[position] == ",":
            position = _skip(text, position + 1)
    return Json(None, TokenSpan(start, position + 1), items=items)
