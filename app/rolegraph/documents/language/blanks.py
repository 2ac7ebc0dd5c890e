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
