"""The fork server of tasks, and what a process does that it forks.

Run as `python -m rolegraph.sandbox.task_process CONTROL`, the number of the control socket.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import signal
import socket
import sys
import traceback
from functools import partial
from typing import Any, cast

from rolegraph.errors import InputError, RolegraphError, TooLarge, Unreadable
from rolegraph.sandbox.confinement import Confinement
from rolegraph.sandbox.fork_server import fork_on_demand
from rolegraph.sandbox.task import LENGTHS, Giving, Learning, Options, Task, fault_of, packed

LOAD = "load"
"""Message `(LOAD, module)`: import and prepare a task, for all processes that are forked then."""
LEARN = "learn"
"""Message `(LEARN, module, seconds, options, content)`: have a task learn a text, in that time."""

_REST = 2**20
_LITTLE = 16
"""What part of its memory a process may hold that does one more text."""


def main(arguments: list[str]) -> None:
    """Fork processes for tasks until the server is gone."""
    fork_on_demand(socket.socket(fileno=int(arguments[0])), _answer, _load)


def _load(message: tuple[Any, ...]) -> None:
    if message[0] == LOAD:
        cast("Task", importlib.import_module(message[1])).prepare()
    elif message[0] == LEARN:
        signal.signal(signal.SIGALRM, _give_up)
        signal.setitimer(signal.ITIMER_REAL, message[2])
        # Whatever went wrong, the task finds it in its confined process, and says it there.
        with contextlib.suppress(Exception):
            cast("Learning", sys.modules[message[1]]).learn(*message[3:])
        signal.setitimer(signal.ITIMER_REAL, 0)
    gc.freeze()  # what is there now is never looked through again, so its pages stay shared


def _give_up(*_: object) -> None:
    raise TimeoutError


def _answer(connection: socket.socket, module: str, memory: int) -> None:
    """Do a task and write its answer; the next one as well, where this process may."""
    task = cast("Task", sys.modules[module])
    opening = _nothing if task.READS_FILES else None
    confinement = Confinement(connection, memory, opening=opening)
    connection = confinement.connection
    stays = True
    while stays:
        head, body = _outcome(task, connection, *_request(connection))
        stays = task.REUSABLE and confinement.growth() < memory // _LITTLE
        _send(connection, {**head, "stays": stays}, body)


def _send(connection: socket.socket, head: Options, body: bytes) -> None:
    line = packed(head)
    connection.sendall(LENGTHS.pack(len(line), len(body)) + line)
    connection.sendall(body)


def _nothing() -> None:
    """Keep no file open: a task that reads files opens them itself."""


def _outcome(
    task: Task, connection: socket.socket, request: Options, size: int
) -> tuple[Options, bytes]:
    try:
        return {}, _result(task, connection, request, size)
    except InputError as error:
        return fault_of(error), b""
    except RolegraphError as error:
        return fault_of(InputError(str(error))), b""
    except MemoryError:
        return fault_of(TooLarge("Reading the text needs more memory than it may have.")), b""
    except RecursionError:
        return fault_of(Unreadable("The text nests deeper than can be read here.")), b""
    except Exception:  # noqa: BLE001 - a fault of ours, to be logged where there is a log
        return {"broken": traceback.format_exc(limit=-8)}, b""


def _result(task: Task, connection: socket.socket, request: Options, size: int) -> bytes:
    """Do a task, and return what of its result is not sent yet."""
    if not request["in-pieces"]:
        return task.run(request["options"], _exactly(connection, size))
    incoming, take = Incoming(connection, size), partial(_send, connection, {"more": True})
    try:
        cast("Giving", task).give(request["options"], incoming, take)
    finally:
        while incoming.read(_REST):  # the next request comes behind it
            pass
    return b""


class Incoming:
    """A text that is read while it comes.

    Args:
        connection: where from.
        size: how many bytes it has.

    Attributes:
        size: how many bytes it has.
    """

    def __init__(self, connection: socket.socket, size: int) -> None:
        self._connection, self._left, self.size = connection, size, size

    def read(self, size: int = -1) -> bytes:
        """Read so many bytes, or all; less only at the end."""
        wanted = self._left if size < 0 else min(size, self._left)
        self._left -= wanted
        return _exactly(self._connection, wanted)


def _request(connection: socket.socket) -> tuple[Options, int]:
    line, size = LENGTHS.unpack(_exactly(connection, LENGTHS.size))
    request: Options = json.loads(_exactly(connection, line))
    return request, size


def _exactly(connection: socket.socket, size: int) -> bytes:
    if not size:
        return b""
    data = connection.recv(size, socket.MSG_WAITALL)
    while len(data) < size:
        part = connection.recv(size - len(data), socket.MSG_WAITALL)
        if not part:
            raise EOFError
        data += part
    return data


if __name__ == "__main__":
    main(sys.argv[1:])
