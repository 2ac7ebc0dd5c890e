"""What the operating system is told to refuse a confined process."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
from collections.abc import Callable
from pathlib import Path

from rolegraph.sandbox.sockets import refuse_sockets

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_CONNECTION, _STATM = 3, 4
_FILES = 4096
"""Descriptors of a process that may open files, but no sockets."""


def die_with_parent(parent: int | None = None) -> None:
    """Have the kernel end this process when its parent ends (Linux).

    Args:
        parent: its process id, if known: one that has ended by now is not waited for.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent is not None and os.getppid() != parent:
        os._exit(0)


class Confinement:
    """Takes from this process the means to open files and connections, and bounds its memory.

    Every file but the standard streams, one connection and the kernel's account of this process's
    memory is closed, and no further descriptor can be had: no socket can be made. Should a SERVICE
    or LOAD slip past the policy, the kernel refuses it. It can neither write to a file nor gain
    rights by starting another program.

    Args:
        connection: the one connection to keep; use `self.connection` afterwards.
        memory: bytes that the address space may grow by.
        connections: how many connections it may open all the same: for a query with a SERVICE
            whose address was judged and replaced by that of the relay.
        opening: opens files that it keeps, once all others are closed. As these may lead to more
            files, it may open further ones where the kernel can refuse it sockets instead.
        file_bytes: how large a file may become by its writing.
        further: a second connection to keep; use `self.further` afterwards.
        received: descriptors that it may be sent besides. Who is sent some has to see to it that
            none of these places is free while it works, so that nothing else can take it.
    """

    def __init__(
        self,
        connection: socket.socket,
        memory: int,
        connections: int = 0,
        opening: Callable[[], None] | None = None,
        file_bytes: int = 0,
        further: socket.socket | None = None,
        received: int = 0,
    ) -> None:
        statm = os.open("/proc/self/statm", os.O_RDONLY)
        # Move both clear of the places they shall have, then into them.
        kept = [connection, *([] if further is None else [further])]
        first, *others = (one.fileno() for one in kept)
        numbers = [os.dup(number) for number in (first, statm, *others)]
        high = [os.dup2(number, 64 + index) for index, number in enumerate(numbers)]
        for index, number in enumerate(high):
            os.dup2(number, _CONNECTION + index)
        first_free = _CONNECTION + len(high)
        for one in kept:
            one.detach()
        # Where memory ends, the allocator writes to standard error what the server says better.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.closerange(first_free, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        self.connection = socket.socket(fileno=_CONNECTION)
        self.further = None if further is None else socket.socket(fileno=_STATM + 1)
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        files = first_free + connections + received
        if opening is not None:
            opening()
            files = _highest_open() + 1 + connections
            if (connections == 0 and refuse_sockets()) or file_bytes:
                files = max(files, _FILES)
        self._memory, self._at_start = memory, self._address_space()
        ceiling = self._at_start + memory
        files = min(files, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    @property
    def holds_much(self) -> bool:
        """Whether so much is held that a fresh process is better.

        What a large query took is seldom given back; a fresh process costs milliseconds.
        """
        return self.growth() > self._memory // 4

    def growth(self) -> int:
        """Return by how many bytes the address space has grown since the start."""
        return self._address_space() - self._at_start

    @staticmethod
    def _address_space() -> int:
        pages = os.pread(_STATM, 64, 0).split(b" ", 1)[0]
        return int(pages) * resource.getpagesize()


def _highest_open() -> int:
    """Return the highest descriptor that is open."""
    return max(int(path.name) for path in Path("/proc/self/fd").iterdir())
