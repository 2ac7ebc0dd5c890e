"""A wire that is cut, between a client and a server of this machine."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable


class CutWire:
    """A TCP proxy that cuts every connection after so many bytes of answers.

    Args:
        port: of the server on this machine.
        lengths: bytes after which the next connection is cut; None lets all pass.
    """

    def __init__(self, port: int, lengths: Callable[[], int | None]) -> None:
        self._port, self._lengths = port, lengths
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.cuts = 0
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def cut_all(self) -> None:
        """Cut every connection that stands now."""
        for near in list(self._open):
            with contextlib.suppress(OSError):
                near.shutdown(socket.SHUT_RDWR)
                self.cuts += 1

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        left = self._lengths()
        try:
            far = socket.create_connection(("127.0.0.1", self._port))
        except OSError:  # nobody is there
            near.close()
            return
        self._open.add(near)
        with near, far, contextlib.suppress(OSError):
            self._carry_answers(near, far, left)
        self._open.discard(near)

    def _carry_answers(self, near: socket.socket, far: socket.socket, left: int | None) -> None:
        with contextlib.suppress(OSError):
            threading.Thread(target=self._pass, args=(near, far), daemon=True).start()
            while data := far.recv(4096):
                if left is not None:
                    near.sendall(data[:left])
                    left -= len(data)
                    if left <= 0:
                        self.cuts += 1
                        near.shutdown(socket.SHUT_RDWR)
                        return
                else:
                    near.sendall(data)

    @staticmethod
    def _pass(near: socket.socket, far: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := near.recv(4096):
                far.sendall(data)
