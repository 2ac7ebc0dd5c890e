"""Sentences of readings and imports for people who have no folder and no command line."""

from __future__ import annotations

import re

_SAID_OTHERWISE = (
    (r"; `\[words\]` in rolegraph\.toml can say what it holds", ""),
    (r"; name it in rolegraph\.toml to read it", ""),
    (r"; show it, or name it in rolegraph\.toml to read it alone", "; show it to have it read"),
    (
        r"To have another, write it as `definition` in \S+\.curation\.yaml\.",
        "To have another, change one of the documents.",
    ),
    (
        r"If the document is to go, remove its line in rolegraph\.toml, .*",
        "If the document is to go, take it out of the catalogue.",
    ),
    (r"If it is another one, name it: `--language`\. ", ""),
    (r" If the language is another one, name it: `--language`, with one of [a-z, ]+\.", ""),
    (r" Say so under `short_names` of `document`, or answer\.", " Write it out in the document."),
    (r", such as `--language [a-z]+`", ""),
    (
        r"\S+ is the graph of (.+), and would be that of (.+) as well\.",
        r"\2 would stand where \1 stands.",
    ),
    (r"Send that file with the document \(curation\)", "Choose that file below"),
    (r", say that it takes its place \(replaces=.+\)\. Else", ", say so below. Else"),
)
"""What only helps in the folder of the catalogue → what is said over HTTP."""


def plainly(text: str) -> str:
    """Return a sentence without what can be done in the folder of the catalogue alone."""
    for pattern, said in _SAID_OTHERWISE:
        text = re.sub(pattern, said, text)
    return text
