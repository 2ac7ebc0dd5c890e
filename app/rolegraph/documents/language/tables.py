"""The tables of words as files and as a catalogue's own, before anything is looked up in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from rolegraph.folder.own_words import OwnWords

STATEMENT_KINDS = (
    "responsibility",
    "exclusion",
    "requirement",
    "privilege",
    "practice",
    "characteristic",
)
PERSONA_KINDS = ("goal", "pain-point", "need", "context", "quote")
PERSONA_NAME = "persona-name"
"""What the name of a persona is where her record names the role as well."""
NOTATION = "notation"
"""What a role is referred to by: its id in records, its number in a table."""
_COMMON = re.compile(r"^common:.*?(?=^[^\s#]|\Z)", re.MULTILINE | re.DOTALL)
"""The usual words in the text of a table."""
_OWN_SKIPPED = "is a heading that `[words]` in rolegraph.toml passes over"
_FIELDS = ("description", "relation", "alias", "name", "activity")


@cache
def shipped(code: str) -> Mapping[str, Any]:
    """Return the shipped table of a language; it never changes while the program runs."""
    return read_table(_text_of(code))


def usual_of(code: str) -> Sequence[str]:
    """Return the most usual words of a language, without reading the rest of its table."""
    found = _COMMON.search(_text_of(code))
    table = read_table(found[0]) if found else {}
    usual: Sequence[str] = table.get("common", ())
    return usual


def _text_of(code: str) -> str:
    place = files("rolegraph.documents.language").joinpath(f"words/{code}.yaml")
    return place.read_text(encoding="utf-8")


def own_table(own: OwnWords) -> Mapping[str, Any]:
    """Return a catalogue's own words in the form of the shipped tables."""
    lists = dict(own.items())
    kinds = {kind: lists[kind] for kind in STATEMENT_KINDS}
    return {
        "kinds": kinds,
        "strong": [phrase for phrases in kinds.values() for phrase in phrases],
        "persona": {name: lists[name] for name in PERSONA_KINDS},
        "fields": {name: lists[name] for name in _FIELDS},
        "skipped": {_OWN_SKIPPED: lists["skipped"]},
        "roles_headings": lists["roles"],
        "role_words": lists["role-words"],
        "not_role_words": lists["no-role-words"],
    }


def read_table(text: str) -> Mapping[str, Any]:
    """Return a table of words; every value is text (`no` stays a word)."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # makes nothing but text
    loaded = yaml.load(text, Loader=loader)  # noqa: S506
    return loaded if isinstance(loaded, dict) else {}
