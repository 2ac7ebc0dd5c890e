"""The languages in which somebody wants the texts of a catalogue, the best first.

The parameter `lang` goes before the cookie that remembers it, and that before the header
Accept-Language (RFC 9110, 12.5.4). A tag such as `de-CH` also asks for `de`, as in the lookup of
RFC 4647, 3.4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import TypeVar

from starlette.types import Scope

from rolegraph.catalogue.index.facts import fits
from rolegraph.errors import InputError, ParameterError
from rolegraph.http.accept import preferred
from rolegraph.http.request import header, pairs_in

LANG = "lang"
"""The parameter that asks for a language."""
COOKIE = "rolegraph-language"
"""The cookie that remembers it on the way from page to page."""
_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
T = TypeVar("T")
_OF_ONE = frozenset({"definition", "description"})
"""Columns with texts of which a thing has one."""
_MOST = 8
"""Languages that are looked for; headers that ask for more are cut."""


def language_in(text: str | None) -> str | None:
    """Return the language that the parameter `lang` asks for, None where it does not.

    Raises:
        ParameterError: it is no language tag (RFC 5646).
    """
    if not text:
        return None
    if not _TAG.fullmatch(text):
        raise ParameterError(f"{LANG}={text!r} is no language tag, such as en or zh-Hans.")
    return text


def known_language(
    text: str | None, declared: Iterable[str], written: Callable[[], Iterable[str]]
) -> str | None:
    """Return the language that the parameter `lang` asks for, None where it does not.

    Args:
        text: what was given.
        declared: the languages that a catalogue says it has.
        written: finds those that its labels have; asked only where none of the declared fits.

    Raises:
        ParameterError: it is no language tag, or no text has that language.
    """
    tag, known = language_in(text), [*declared]
    if tag is None or _main(tag) in map(_main, known):
        return tag
    known += sorted({*written()} - {*known})
    if _main(tag) in map(_main, known):
        return tag
    there = ", ".join(known)
    raise ParameterError(f"{LANG}={text!r}: nothing here is in that language. There is {there}.")


def _main(tag: str) -> str:
    """Return the language of a tag, without its region or script."""
    return tag.partition("-")[0].lower()


def languages_of(scope: Scope) -> tuple[str, ...]:
    """Return the languages that a request asks for, the best first; empty where it does not care.

    Raises:
        ParameterError: `lang` is no language tag.
    """
    given = pairs_in(scope["query_string"], "The query part of the address").get(LANG, [""])[-1]
    chosen = language_in(given) or _remembered(header(scope, b"cookie"))
    asked: Iterable[str] = (chosen,) if chosen else ()
    try:
        asked = (*asked, *preferred(header(scope, b"accept-language") or ""))
    except InputError:  # a header that browsers write is no reason to refuse a page
        asked = tuple(asked)
    found: dict[str, None] = {}
    for tag in asked:
        if _TAG.fullmatch(tag):
            parts = tag.split("-")
            found |= {"-".join(parts[:length]): None for length in range(len(parts), 0, -1)}
    return tuple(found)[:_MOST]


def with_one_label(
    columns: Sequence[str],
    rows: Sequence[Mapping[str, T]],
    languages: Sequence[str],
    language_of: Callable[[T], str | None],
) -> list[Mapping[str, T]]:
    """Return the rows of a question with one label of each thing, in the language that is wanted.

    A question gives a row for each label of a thing. Rows that differ in the languages of labels
    alone are one row for people.

    Args:
        columns: of the rows. The label of `role` stands in `roleLabel`; its definition counts too.
        rows: column → value.
        languages: the best first.
        language_of: gives the language of a value.
    """
    labels = [n for n in columns if n in _OF_ONE or (n.endswith("Label") and n[:-5] in columns)]
    groups: dict[tuple[str, ...], list[Mapping[str, T]]] = {}
    for row in rows:
        key = tuple(str(row.get(name)) for name in columns if name not in labels)
        groups.setdefault(key, []).append(row)
    answer: list[Mapping[str, T]] = []
    for group in groups.values():
        chosen = dict(group[0])
        for name in labels:
            told = {language_of(row[name]): row[name] for row in group if name in row}
            if len({str(row[name]) for row in group if name in row}) > len(told):
                answer += group  # several in one language are several rows
                break
            for tag in reversed(languages):
                for own, one in told.items():
                    if fits(own, tag):
                        chosen[name] = one
        else:
            answer.append(chosen)
    return answer


def _remembered(cookies: str | None) -> str | None:
    try:
        found = SimpleCookie(cookies or "").get(COOKIE)
    except CookieError:
        return None
    return found.value if found and _TAG.fullmatch(found.value) else None
