"""The blanks of templates, which say nothing yet: `[TODO]`, “TBD”, `[Role name]`, `{{ name }}`."""

from __future__ import annotations

import re

BLANK = "a blank of a template"
"""Why a blank is not read."""
_BLANK = re.compile(
    r"[\s*_`]*(?:\[?(?:todo|tbd|tba|tbc|fixme|n/?a|none|xxx+|to\s+be\s+(?:defined|determined|decided"
    r"|announced|confirmed|assigned)|insert\b[^\]]*|your\b[^\]]*here)\]?[.:]?"
    r"|\[\s*(?:todo|tbd|tba|tbc|fixme|xxx+)\b[^\]]*\]"
    r"|\{\{.*\}\}|\$\{[^{}]*\}|<[^<>]+>|\.{2,}|…|[-\u2013\u2014_]+"
    r"|\[[^\]]*\b(?:name|role|title|insert|your|enter|rolle|nom|rôle|nombre|rol|nome|papel|ruolo"
    r"|naam)\b[^\]]*\])[\s*_`:]*",
    re.IGNORECASE,
)


_TO_FILL_IN = re.compile(r"_{4,}|\.{6,}|\u2026{3,}|_{2,}\s*/\s*_{2,}")
"""A line of a form to write on, such as one for a signature."""


def is_blank(*texts: str) -> bool:
    """Tell whether one of several forms of a text is a blank of a template."""
    return any(_BLANK.fullmatch(text) or is_to_fill_in(text) for text in texts)


def is_to_fill_in(text: str) -> bool:
    """Tell whether a text has a line to write on: “Signature: ______”."""
    return _TO_FILL_IN.search(text) is not None


COUNT = "says how many there are of a role"
_COUNTED = re.compile(
    r"\s*[0-9\uff10-\uff19\u4e00\u4e8c\u4e09\u56db\u4e94]{1,3}"
    r"\s*[\u540d\u4eba](?:\u4ee5[\u5185\u4e0a])?\u3002?$"
)


def before_count(text: str) -> str | None:
    """Return what is counted in Chinese or Japanese, “会長” of “会長 1名”; None without a count."""
    found = _COUNTED.search(text)
    return None if found is None else text[: found.start()]


def is_count(text: str) -> bool:
    """Tell whether an entry says no more than how many there are of something."""
    counted = before_count(text)
    return counted is not None and re.fullmatch(r"\S{1,12}", counted) is not None
