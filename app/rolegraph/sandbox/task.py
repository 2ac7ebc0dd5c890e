"""What a task is, and how its request and its answer travel.

A task is a module with two constants and two functions, and a third where it learns:

* `REUSABLE` says whether a process that has done a text, and holds little, may do the next one. It
  saves a fork a text. Not for work that runs what somebody wrote, such as queries in shapes.
* `READS_FILES` says whether it may open files to read. The kernel refuses it sockets then, and
  where it cannot do that, files as well. It can write to none either way.
* `prepare()` runs once, in the fork server. It loads what the work needs, since most
  confined processes can open no file. It must leave no thread behind, since a thread does not
  survive a fork.
* `learn(options, content)` runs in the fork server too, so it must not run what somebody wrote. It
  works out what many texts have in common, such as the rules that they are held to. `run` must do
  without it as well: what takes too long, or fails, is not learnt.
* `run(options, content)` does the work in the confined process. It returns bytes, or raises an
  `InputError`, which is raised again in the server.
* `give(options, content, take)` does the same piece by piece, for a task with large texts. It reads
  them while they come, and hands pieces to `take`. If it raises, they were worth nothing.

Request and answer are a line of JSON and bytes, each with its length first. An answer in pieces is
several of these, and all but the last have `more` in their JSON. JSON because what comes out of a
confined process is not trusted either: `marshal` and `pickle` are no formats for it.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any, Protocol

from rolegraph import errors

Options = dict[str, Any]
"""Plain values that JSON can hold."""

Take = Callable[[bytes], object]
"""What is given a piece of a result."""

LENGTHS = struct.Struct("<IQ")
"""Bytes of the JSON, and of the content, in front of both."""


class Task(Protocol):
    """A module with a task."""

    REUSABLE: bool
    READS_FILES: bool

    def prepare(self) -> None:
        """Load what the work needs."""

    def run(self, options: Options, content: bytes) -> bytes:
        """Do the work."""


class ComingText(Protocol):
    """A text that is read while it comes.

    Attributes:
        size: how many bytes it has.
    """

    size: int

    def read(self, size: int = -1) -> bytes:
        """Read so many bytes, or all; less only at the end."""


class Giving(Task, Protocol):
    """A module with a task whose text and result come in pieces."""

    def give(self, options: Options, content: ComingText, take: Take) -> None:
        """Do the work, and hand on what comes of it."""


class Learning(Task, Protocol):
    """A task that learns what many texts have in common."""

    def learn(self, options: Options, content: bytes) -> None:
        """Work out what follows from a text, for all processes that are forked then."""


def packed(head: Options) -> bytes:
    """Return the JSON of a request or answer."""
    return json.dumps(head).encode()


def fault_of(error: errors.InputError) -> Options:
    """Return what an answer says of an error."""
    head: Options = {"fault": type(error).__name__, "message": str(error)}
    if isinstance(error, errors.SyntaxFault):
        place = {"source": error.source, "line": error.line, "column": error.column}
        head |= {"message": error.message, **place}
    return head


def error_of(head: Options) -> errors.InputError:
    """Return the error that an answer speaks of."""
    kind, message = getattr(errors, str(head["fault"]), None), str(head["message"])
    if kind is errors.SyntaxFault:
        return errors.SyntaxFault(
            message, source=head["source"], line=head["line"], column=head["column"]
        )
    if isinstance(kind, type) and issubclass(kind, errors.InputError):
        return kind(message)
    return errors.InputError(message)
