"""Attributes of an AsciiDoc file: `:name: value`, and what `{name}` stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping

ENTRY = re.compile(
    r":(?P<off>!?)(?P<name>\w(?:[^:\n]*?[^:\n!])?)(?P<end>!?):(?:[ \t]+(?P<value>.*))?[ \t]*"
)
_REFERENCE = re.compile(r"(?P<escape>\\)?\{(?P<name>\w[\w-]*)\}")
_MOST_STEPS = 10
_LONGEST = 20_000
"""Signs that a value may grow to: attributes may stand for each other, doubled each time."""
CHARACTERS: Mapping[str, str] = {
    "blank": "",
    "empty": "",
    "sp": " ",
    "nbsp": "\u00a0",
    "zwsp": "\u200b",
    "wj": "\u2060",
    "apos": "'",
    "quot": '"',
    "lsquo": "\u2018",
    "rsquo": "\u2019",
    "ldquo": "\u201c",
    "rdquo": "\u201d",
    "deg": "\u00b0",
    "plus": "+",
    "brvbar": "\u00a6",
    "vbar": "|",
    "amp": "&",
    "lt": "<",
    "gt": ">",
    "startsb": "[",
    "endsb": "]",
    "caret": "^",
    "asterisk": "*",
    "tilde": "~",
    "backslash": "\\",
    "backtick": "`",
    "two-colons": "::",
    "two-semicolons": ";;",
    "cpp": "C++",
    "pp": "++",
}
"""What AsciiDoc itself knows; the names are those of its documentation."""


class Attributes:
    """The attributes that a document has set so far."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._several: set[str] = set()

    def set(self, name: str, value: str) -> None:
        """Set an attribute; one that had another value is no longer resolved in texts.

        A text may stand before or behind the change, and its place is not known when it is read.
        """
        name, value = name.lower(), self.resolve(value)
        if self._values.get(name, value) != value:
            self._several.add(name)
        self._values[name] = value

    def unset(self, name: str) -> None:
        """Take an attribute away."""
        if self._values.pop(name.lower(), None) is not None:
            self._several.add(name.lower())

    def get(self, name: str, usual: str) -> str:
        """Return the value of an attribute, or what it usually is."""
        return self._values.get(name, usual)

    def has(self, name: str) -> bool:
        """Tell whether an attribute is set."""
        return name.lower() in self._values

    def resolve(self, text: str) -> str:
        """Return a text with the values of its references; unknown ones stay as they are."""
        for _ in range(_MOST_STEPS):
            resolved = _REFERENCE.sub(self._value, text)
            if resolved == text or len(resolved) > _LONGEST:
                break
            text = resolved
        return text

    def _value(self, found: re.Match[str]) -> str:
        name = found["name"].lower()
        if found["escape"] or name in self._several:
            return found[0]
        return self._values.get(name, CHARACTERS.get(name, found[0]))
