"""Patterns as XPath's `fn:matches` reads them, which SPARQL's REGEX and `sh:pattern` refer to."""

from __future__ import annotations

import re

_OPTIONS = (("s", re.DOTALL), ("m", re.MULTILINE), ("i", re.IGNORECASE))
_FLAGS = frozenset("smixq")
_SHORT = frozenset("wWsSdD")
r"""Classes that Python reads otherwise than XPath: `\w` has no `_`, and has `+`."""

_AMBIGUOUS = ("[[", "[^[", "--", "&&", "||", "~~")
"""Python warns of these in a class of characters: they may become operators."""

_PLAIN_PATTERN = re.compile(
    r"(?:[A-Za-z0-9 _:,;/@#%&=<>!\"'~`-]|\\[-./\\*+?()\[\]{}|^$d]"
    r"|\[\^?(?:[A-Za-z0-9](?:-[A-Za-z0-9])?|[_:,;/@#%=.+*?()]|\\[-./\\\[\]^d])+-?\]"
    r"|[.^$*+?|()]|\(\?:|\{[0-9]+(?:,[0-9]*)?\})*"
)
"""Patterns that XPath, Rust and Python read alike."""
_BEYOND_XPATH = re.compile(r"[*+?}][*+{]|\(\?(?!:)")
"""Quantifiers of quantifiers, and the groups of Perl."""


class Pattern:
    """A compiled pattern.

    Args:
        text: the pattern.
        flags: any of `s`, `m`, `i`, `x` and `q`.

    Attributes:
        note: what of the pattern XPath does not know. It is then read as Python reads it, because
            many shapes have patterns of Perl, such as `(?!…)`. None where XPath knows all of it.

    Raises:
        ValueError: neither XPath nor Python can read the pattern, or there are other flags.
    """

    def __init__(self, text: str, flags: str = "") -> None:
        if unknown := set(flags) - _FLAGS:
            raise ValueError(
                f"The pattern {text!r} has the flag {min(unknown)!r}; known are s, m, i, x and q."
            )
        options = re.NOFLAG
        for flag, option in _OPTIONS:
            options |= option if flag in flags else re.NOFLAG
        from elementpath import RegexError  # slow to load, and most patterns need none of it

        self.note: str | None = None
        try:
            self._compiled = _of_xpath(text, flags, options)
        except (RegexError, re.error, OverflowError) as error:
            try:
                self._compiled = _of_python(text, flags, options)
            except (re.error, OverflowError):
                raise ValueError(f"The pattern {text!r} cannot be read: {error}.") from None
            self.note = str(error)

    def matches(self, text: str) -> bool:
        """Tell whether the pattern matches some part of a text."""
        return self._compiled.search(text) is not None


def _of_xpath(text: str, flags: str, options: re.RegexFlag) -> re.Pattern[str]:
    if "q" in flags:
        return re.compile(re.escape(text), options & re.IGNORECASE)
    from elementpath import translate_pattern

    text = _prepared(text, spaced="x" in flags)
    return re.compile(translate_pattern(text, options, xsd_version="1.1"), options)


def _of_python(text: str, flags: str, options: re.RegexFlag) -> re.Pattern[str]:
    if any(mark in text for mark in _AMBIGUOUS):
        raise re.error("set operations are read one way today and another way tomorrow")
    return re.compile(text, options | (re.VERBOSE if "x" in flags else re.NOFLAG))


def _prepared(text: str, *, spaced: bool) -> str:
    """Return a pattern with its short classes in brackets, and without the spaces of flag `x`."""
    found, depth, place = [], 0, 0
    while place < len(text):
        character = text[place]
        if character == "\\" and place + 1 < len(text):
            escape = text[place : place + 2]
            found.append(f"[{escape}]" if not depth and escape[1] in _SHORT else escape)
            place += 2
            continue
        place += 1
        if spaced and not depth and character in "\t\n\r ":
            continue
        if character == "[":
            depth += 1
        elif character == "]" and depth:
            depth -= 1
        found.append(character)
    return "".join(found)


def is_plain_pattern(pattern: str, flags: str) -> bool:
    """Tell whether every engine reads a pattern alike; of flags only `i`, for ASCII."""
    if flags not in {"", "i"} or _BEYOND_XPATH.search(pattern):
        return False
    return _PLAIN_PATTERN.fullmatch(pattern) is not None


def unreadable(pattern: str, flags: str) -> str | None:
    """Return why nothing can read a pattern with its flags; None where something can."""
    try:
        if is_plain_pattern(pattern, flags):
            re.compile(pattern)
        else:
            Pattern(pattern, flags)
    except (re.error, ValueError) as error:
        return (
            str(error)
            if isinstance(error, ValueError)
            else f"The pattern {pattern!r} cannot be read: {error}."
        )
    return None
