"""Labels before their text: “Purpose: …”, and “**Purpose of the job.** Keeps the record true”."""

from __future__ import annotations

import re

_FIELD = re.compile(
    r"(?P<label>(?:[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?[ \t]+)?"
    r"(?:\*\*|__|\*|_|`|<(?:b|strong|em)>)?[^*_`<>:\n\uff1a.]{2,60}?"
    r"(?:\*\*|__|\*|_|`|</(?:b|strong|em)>)?[:\uff1a](?:\*\*|__|\*|_|</(?:b|strong|em)>)?)"
    r"(?:[ \t\n]+|(?<=\*\*)|(?<=>)|(?<=\uff1a)|$)"
)
_TEXT = r"(?=\S)[^*_`<>:\n\uff1a.\u3002]{2,60}"
_DASH = r"[ \t]*[\u2013\u2014-]{1,2}(?=\s)"
_STOP = r"[.\u3002]"
_RUN_IN = re.compile(
    rf"(?P<label>(?P<mark>\*\*|__|\*|_){_TEXT}(?:{_STOP}(?P=mark)|(?P=mark)(?:{_STOP}|{_DASH})))\s+(?=\S)"
    rf"|(?P<html><(?P<tag>b|strong|em)>{_TEXT}(?:{_STOP}</(?P=tag)>|</(?P=tag)>(?:{_STOP}|{_DASH})))\s+(?=\S)"
)


def label_before_colon(text: str) -> tuple[int, int] | None:
    """Return where a label before a colon ends, and where its text begins; None without one."""
    found = _FIELD.match(text)
    return (found.end("label"), found.end()) if found else None


def run_in_label(text: str) -> tuple[int, int] | None:
    """Return where a label in bold or italic ends that a stop or dash parts from its text.

    Args:
        text: a line or paragraph as it is written.

    Returns:
        The end of the label with its sign, and the start of the text; None without such a label.
    """
    found = _RUN_IN.match(text)
    if found is None:
        return None
    return found.end("label") if found["label"] else found.end("html"), found.end()
