"""A request to a confined process whose answer comes in pieces, over a socket that blocks.

For a thread of its own: while it uses a piece, the process makes the next one.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

from rolegraph.sandbox.task import LENGTHS, Options, Take, packed

_AT_ONCE = 2**20


def request_head(options: Options, size: int, *, in_pieces: bool) -> bytes:
    """Return what comes before the contents of a request.

    Args:
        options: plain values for the task.
        size: bytes of the contents.
        in_pieces: whether the answer is to come in pieces.
    """
    line = packed({"options": options, "in-pieces": in_pieces})
    return LENGTHS.pack(len(line), size) + line


def exchange(
    connection: socket.socket,
    options: Options,
    contents: tuple[bytes, ...],
    most: int,
    take: Take,
) -> dict[str, Any]:
    """Send a request and hand on what the process answers, piece by piece.

    Args:
        connection: leads to the process.
        options: plain values for the task.
        contents: the text, in pieces that the task sees as one.
        most: bytes that the answer may have.
        take: is given each piece; what it raises ends the exchange.

    Returns:
        The head of the last piece, which says how it ended.

    Raises:
        EOFError, OSError: the process has ended.
        ValueError: it answers nonsense, or more than it may.
    """
    connection.setblocking(True)
    head = request_head(options, sum(map(len, contents)), in_pieces=True)
    with _sending(connection, (head, *contents)):
        while True:
            lengths = LENGTHS.unpack(_exactly(connection, LENGTHS.size))
            most -= sum(lengths)
            if most < 0:
                raise ValueError
            said: dict[str, Any] = dict(json.loads(_exactly(connection, lengths[0])))
            piece = _exactly(connection, lengths[1])
            if piece:
                take(piece)
            if not said.get("more"):
                return said


@contextlib.contextmanager
def _sending(connection: socket.socket, contents: tuple[bytes, ...]) -> Iterator[None]:
    """Send contents beside the block: the process answers before it has read all of them."""

    def send() -> None:
        with contextlib.suppress(OSError):  # it has ended, as the block finds out
            for content in contents:
                connection.sendall(content)

    sending = threading.Thread(target=send, name="sending")
    sending.start()
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)  # so that nothing more is sent
        raise
    finally:
        sending.join()


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        part = connection.recv(min(size - len(data), _AT_ONCE), socket.MSG_WAITALL)
        if not part:
            raise EOFError
        if len(part) == size:
            return part
        data += part
    return bytes(data)
