"""Validates uploaded texts in a process of its own, which the operating system keeps in bounds.

Uploaded shapes may hold queries that somebody else wrote. So nothing uploaded is validated in the
server's process: a child gets the texts, has a time and a memory limit, and can open neither files
nor connections.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rolegraph.errors import (
    InputError,
    QueryResourceLimit,
    QueryTimeout,
    SyntaxFault,
)

_CHILD = "rolegraph.check.uploads_child"


@dataclass(frozen=True)
class Text:
    """One uploaded or known text.

    Attributes:
        part: `data`, `shapes` or `ontology`.
        name: what to call it; its ending tells its format, such as `data.ttl`.
        shown: whether findings about it are reported; a context is only looked at.
        content: its bytes.
    """

    part: str
    name: str
    shown: bool
    content: bytes


@dataclass(frozen=True)
class Limits:
    """What a validation may use: seconds of wall-clock time, and bytes of memory."""

    seconds: float
    memory: int


@dataclass(frozen=True)
class Wanted:
    """What to do with the texts.

    Attributes:
        checks: names of checks to run beside the reading of the texts.
        output: name of a report format, or the media type of an RDF format.
        engine: the SHACL engine.
    """

    checks: tuple[str, ...] = ("shacl",)
    output: str = "json"
    engine: str = "auto"


def validate_texts(texts: Sequence[Text], wanted: Wanted, limits: Limits) -> bytes:
    """Check texts and return the report in the wanted format.

    Raises:
        SyntaxFault: a text does not parse; has its name, line and column.
        InputError: the shapes cannot be compiled.
        QueryTimeout: it took too long and was ended.
        QueryResourceLimit: it needed too much memory and was ended.
    """
    header = {
        "wanted": asdict(wanted),
        "memory": limits.memory,
        "texts": [
            {"part": t.part, "name": t.name, "shown": t.shown, "size": len(t.content)}
            for t in texts
        ],
    }
    payload = json.dumps(header).encode() + b"\n" + b"".join(text.content for text in texts)
    try:
        done = subprocess.run(
            [sys.executable, "-m", _CHILD],
            input=payload,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise QueryTimeout(limits.seconds) from None
    if done.returncode:
        raise QueryResourceLimit(
            "The validation needed more memory than it may have, and was ended. "
            "Send less at a time."
        )
    status, _, body = done.stdout.partition(b"\n")
    answer: dict[str, Any] = json.loads(status)
    if answer["status"] == "syntax":
        raise SyntaxFault(
            answer["message"], source=answer["name"], line=answer["line"], column=answer["column"]
        )
    if answer["status"] != "report":
        raise InputError(answer["message"])
    return body
