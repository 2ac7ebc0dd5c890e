"""Wires between the nodes of a cluster, which can be cut or fall silent for a while."""

from __future__ import annotations

import contextlib
import socket
import threading
import time


class Wire:
    """A TCP proxy on loopback to one port of this machine.

    Args:
        name: who is connected to whom.
        port: where it leads.
    """

    def __init__(self, name: str, port: int) -> None:
        self.name, self._far = name, port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._through = threading.Event()
        self._through.set()
        self._refusing = False
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, seconds: float) -> None:
        """Break all connections and take no new ones for a while."""
        self._refusing = True
        for end in list(self._open):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        time.sleep(seconds)
        self._refusing = False

    def silence(self, seconds: float) -> None:
        """Carry nothing for a while, and say nothing of it; then all of it."""
        self._through.clear()
        time.sleep(seconds)
        self._through.set()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with near:
            self._through.wait()
            if self._refusing:
                return
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self._far)) as far,
            ):
                self._open |= {near, far}
                back = threading.Thread(target=self._pass, args=(far, near), daemon=True)
                back.start()
                self._pass(near, far)
                back.join()
                self._open -= {near, far}

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._through.wait()
                target.sendall(data)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)
