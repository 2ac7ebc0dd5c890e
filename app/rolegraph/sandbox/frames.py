"""Messages between the server, fork servers and query workers: frames with their length first.

Frames hold `marshal`, the fastest serialisation of plain values there is; both ends are this
package under the same interpreter, and nothing a client sent is ever decoded with it.
"""

from __future__ import annotations

import marshal
import socket
import struct
from collections.abc import Iterator
from typing import Any

_HEADER = struct.Struct("<I")
HEADER_SIZE = _HEADER.size
MAX_FDS = 4


def pack(message: Any) -> bytes:
    """Return the frame of a message of plain values."""
    payload = marshal.dumps(message)
    return _HEADER.pack(len(payload)) + payload


def receive(connection: socket.socket) -> tuple[Any, list[int]]:
    """Read one frame from a blocking socket, with the file descriptors that came along.

    Raises:
        EOFError: the other end is gone.
    """
    header, fds, _, _ = socket.recv_fds(connection, HEADER_SIZE, MAX_FDS)
    while len(header) < HEADER_SIZE:
        header += _some(connection, HEADER_SIZE - len(header))
    (length,) = _HEADER.unpack(header)
    return marshal.loads(_exactly(connection, length)), fds  # noqa: S302 - see the module's text


def _some(connection: socket.socket, size: int) -> bytes:
    data = connection.recv(size)
    if not data:
        raise EOFError
    return data


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = connection.recv(size, socket.MSG_WAITALL)
    while len(data) < size:
        data += _some(connection, size - len(data))
    return data


class FrameReader:
    """Cuts a stream of bytes into messages, whatever pieces it comes in."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Any]:
        """Add bytes and yield the messages that are complete."""
        start = 0
        if not self._buffer:
            # Most messages come in one piece; they need no buffer.
            while len(data) - start >= HEADER_SIZE:
                (length,) = _HEADER.unpack_from(data, start)
                end = start + HEADER_SIZE + length
                if len(data) < end:
                    break
                yield marshal.loads(memoryview(data)[start + HEADER_SIZE : end])  # noqa: S302
                start = end
            if start == len(data):
                return
        self._buffer += data[start:]
        while len(self._buffer) >= HEADER_SIZE:
            (length,) = _HEADER.unpack_from(self._buffer)
            end = HEADER_SIZE + length
            if len(self._buffer) < end:
                return
            message = marshal.loads(bytes(self._buffer[HEADER_SIZE:end]))  # noqa: S302
            del self._buffer[:end]
            yield message
