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


def is_blank(*texts: str) -> bool:
    """Tell whether one of several forms of a text is a blank of a template."""
    return any(_BLANK.fullmatch(text) for text in texts)


COUNT = "says how many there are of a role"
_COUNTED = re.compile(
    r"\S{1,12}\s*[0-9\uff10-\uff19]{1,3}\s*[\u540d\u4eba](?:\u4ee5[\u5185\u4e0a])?"
)


def is_count(text: str) -> bool:
    """Tell whether an entry only counts, in Chinese or Japanese: “会長 1名”."""
    return _COUNTED.fullmatch(text) is not None
