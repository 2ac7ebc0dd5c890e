"""Labels that run into their text: “**Purpose of the job.** Keeps the record true”."""

from __future__ import annotations

import re

_TEXT = r"(?=\S)[^*_`<>:\n\uff1a.\u3002]{2,60}"
_DASH = r"[ \t]*[\u2013\u2014-]{1,2}(?=\s)"
_STOP = r"[.\u3002]"
_RUN_IN = re.compile(
    rf"(?P<label>(?P<mark>\*\*|__|\*|_){_TEXT}(?:{_STOP}(?P=mark)|(?P=mark)(?:{_STOP}|{_DASH})))\s+(?=\S)"
    rf"|(?P<html><(?P<tag>b|strong|em)>{_TEXT}(?:{_STOP}</(?P=tag)>|</(?P=tag)>(?:{_STOP}|{_DASH})))\s+(?=\S)"
)


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
