"""Runs tasks in confined processes."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import structlog

from rolegraph.errors import Busy, StoreError, TooLarge, Unreadable
from rolegraph.sandbox.exchange import exchange, request_head
from rolegraph.sandbox.forking import Forked, ForkServer
from rolegraph.sandbox.frames import pack
from rolegraph.sandbox.task import LENGTHS, Options, Take, error_of
from rolegraph.sandbox.task_process import LEARN, LOAD

R = TypeVar("R")
Talk = Callable[[Forked], Awaitable[tuple[dict[str, Any], R]]]
"""Sends a request to a process; gives the head of its answer, and what came of the rest."""
_MEBIBYTE = 2**20
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class SandboxLimits:
    """What one task may use, and how many there may be.

    Attributes:
        seconds: wall-clock time, waiting not counted.
        memory: bytes by which the address space of its process may grow.
        at_once: tasks of one kind that run at once.
        waiting: tasks of one kind that may wait.
    """

    seconds: float = 30.0
    memory: int = 1024 * _MEBIBYTE
    at_once: int = 2
    waiting: int = 16


class Taking(Protocol):
    """What takes a result in pieces."""

    @property
    def take(self) -> Take:
        """Take a piece; what this raises ends the task."""


T = TypeVar("T", bound=Taking)


class _Ended(Exception):
    """A process has ended without an answer."""


class _Turns:
    """Lets in so many tasks at once, and the others one after the other."""

    def __init__(self, limits: SandboxLimits) -> None:
        self._limits = limits
        self._free = asyncio.Semaphore(limits.at_once)
        self._waiting = 0

    async def __aenter__(self) -> None:
        if self._waiting >= self._limits.waiting:
            raise _busy()
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.seconds):
                await self._free.acquire()
        except TimeoutError:
            raise _busy() from None
        finally:
            self._waiting -= 1

    async def __aexit__(self, *_: object) -> None:
        self._free.release()


class Sandbox:
    """Confined processes for tasks. Each does one task at a time.

    The fork server starts when it is first needed. From then on a process of each kind of task
    waits, so that a small text need not wait for one: a new one, or the one of the task before
    where that kind of task allows it. Tasks of different kinds do not wait for each other:
    somebody who validates a lot does not hold up those who write.

    Args:
        limits: what a task may use.
    """

    def __init__(self, limits: SandboxLimits | None = None) -> None:
        self.limits = limits or SandboxLimits()
        self._server = _new_server()
        self._loaded: set[str] = set()
        self._learnt: dict[str, tuple[Options, bytes]] = {}
        self._turns: dict[str, _Turns] = {}
        self._ready: dict[str, Forked] = {}
        self._closed = False
        self._starting = asyncio.Lock()

    async def run(self, module: str, options: Options, *contents: bytes) -> bytes:
        """Do a task in a confined process and return what it returns.

        Args:
            module: the task, by the name of its module (see `task.py`).
            options: plain values for it.
            contents: the untrusted text, in pieces that the task sees as one.

        Raises:
            InputError: the task raised it.
            Unreadable: it took too long.
            TooLarge: its process ended, mostly for lack of memory.
            Busy: too many wait.
            StoreError: no process could be made.
        """

        async def talk(forked: Forked) -> tuple[dict[str, Any], bytes]:
            return await self._exchange(forked.connection, options, contents)

        return await self._answered(module, talk)

    async def collect(
        self, module: str, options: Options, new: Callable[[], T], *contents: bytes
    ) -> T:
        """Do a task that gives its result in pieces, each of which is used while the next is made.

        Args:
            module: the task, by the name of its module (see `task.py`).
            options: plain values for it.
            new: makes what takes the pieces, in a thread; anew if another process has to begin.
            contents: the untrusted text, in pieces that the task sees as one.

        Returns:
            What took the pieces.

        Raises:
            InputError: the task raised it, or what takes the pieces did.
            Unreadable, TooLarge, Busy, StoreError: as `run`.
        """

        async def talk(forked: Forked) -> tuple[dict[str, Any], T]:
            taking = new()
            given = (forked.connection, options, contents, self.limits.memory, taking.take)
            talking = asyncio.get_running_loop().run_in_executor(None, exchange, *given)
            try:
                return await asyncio.shield(talking), taking
            except asyncio.CancelledError:
                forked.stop()  # which ends what the thread waits for
                await asyncio.wait((talking,))
                talking.exception()
                raise

        return await self._answered(module, talk)

    async def _answered(self, module: str, talk: Talk[R]) -> R:
        """Do a task in its turn, and return what came of it; see `run`."""
        async with self._turns.setdefault(module, _Turns(self.limits)):
            try:
                head, result = await self._done(module, talk)
            except TimeoutError:
                raise Unreadable(
                    f"The text takes longer to read than the limit of {self.limits.seconds:g} s "
                    "(ROLEGRAPH_UPLOAD_TIMEOUT). Send less at a time."
                ) from None
            except _Ended:
                raise TooLarge(
                    "The process that read the text has ended: it needed more memory than its "
                    f"limit of {self.limits.memory // _MEBIBYTE} MiB (ROLEGRAPH_UPLOAD_MEMORY), or "
                    "nests too deep. Send less at a time."
                ) from None
        if head.get("broken"):
            _log.error("sandbox.fault", task=module, error=head["broken"])
            raise StoreError(f"The task {module} failed.")
        if "fault" in head:
            raise error_of(head)
        return result

    async def start(self, *modules: str) -> None:
        """Start the fork server before it is needed, with these tasks.

        Raises:
            StoreError: it did not come up.
        """
        async with self._starting:
            await asyncio.to_thread(self._start, modules)

    async def teach(self, module: str, options: Options, content: bytes) -> None:
        """Have a task learn a text that the next ones have in common; nothing if it knows it.

        Args:
            module: the task; it has a function `learn` (see `task.py`).
            options: plain values for it.
            content: the text, which has to be trusted so far that it may be read unconfined.

        Raises:
            StoreError: the fork server did not come up.
        """
        async with self._starting:
            await asyncio.to_thread(self._teach, module, (options, content))

    def close(self) -> None:
        """End every process."""
        self._closed = True
        for module in list(self._ready):
            self._ready.pop(module).kill()
        self._server.end()

    async def _done(self, module: str, talk: Talk[R]) -> tuple[dict[str, Any], R]:
        """Do a task: in the process that waits, and where that has died, in a new one.

        Raises:
            _Ended: the process of the task has ended.
            TimeoutError: it took too long.
        """
        waiting = self._ready.pop(module, None)
        if waiting is not None:
            with contextlib.suppress(_Ended):
                return await self._done_in(waiting, module, talk)
        return await self._done_in(await self._new(module), module, talk)

    async def _done_in(
        self, forked: Forked, module: str, talk: Talk[R]
    ) -> tuple[dict[str, Any], R]:
        stays = False
        try:
            async with asyncio.timeout(self.limits.seconds):
                head, result = await talk(forked)
        except TimeoutError:
            raise
        except (EOFError, OSError, ValueError, RecursionError) as error:
            # It has ended, or is no longer itself.
            _log.warning("sandbox.ended", task=module, pid=forked.pid, error=repr(error))
            raise _Ended from None
        else:
            stays = head.get("stays") is True
            return head, result
        finally:
            if not (stays and self._wait(forked, module)):
                forked.kill()
                asyncio.get_running_loop().run_in_executor(None, self._keep_ready, module)

    async def _exchange(
        self, connection: socket.socket, options: Options, contents: tuple[bytes, ...]
    ) -> tuple[dict[str, Any], bytes]:
        """Send a request and receive the answer.

        Raises:
            EOFError, OSError: the process has ended.
            ValueError: it answers nonsense.
        """
        connection.setblocking(False)
        loop = asyncio.get_running_loop()
        size = sum(map(len, contents))
        await loop.sock_sendall(connection, request_head(options, size, in_pieces=False))
        for content in contents:
            await loop.sock_sendall(connection, content)
        lengths = LENGTHS.unpack(await _exactly(loop, connection, LENGTHS.size))
        if sum(lengths) > self.limits.memory:  # it cannot have held that much
            raise ValueError
        head = json.loads(await _exactly(loop, connection, lengths[0]))
        return dict(head), await _exactly(loop, connection, lengths[1])

    async def _new(self, module: str) -> Forked:
        if module in self._loaded:
            with contextlib.suppress(StoreError):
                return await self._fork(module)
        await self.start(module)
        return await self._fork(module)

    async def _fork(self, module: str) -> Forked:
        fork = asyncio.to_thread(self._server.fork, module, self.limits.memory)
        forking = asyncio.ensure_future(fork)
        try:
            return await asyncio.shield(forking)
        except asyncio.CancelledError:
            forking.add_done_callback(_end_at_once)
            raise

    def _keep_ready(self, module: str) -> None:
        """Have a process wait for the next task of a kind, so that it need not be waited for."""
        if module in self._ready:
            return
        with contextlib.suppress(StoreError):
            forked = self._server.fork(module, self.limits.memory)
            if not self._wait(forked, module):
                forked.kill()

    def _wait(self, forked: Forked, module: str) -> bool:
        """Have a process wait for the next task; False where another waits, or none is to."""
        return not self._closed and self._ready.setdefault(module, forked) is forked

    def _start(self, modules: tuple[str, ...]) -> None:
        if not self._server.running:  # never started, or lost
            self._server.end()
            self._server, self._loaded, self._learnt = _new_server(), set(), {}
            self._server.start()
        for module in modules:
            if module not in self._loaded:
                self._server.send(pack((LOAD, module)))
                self._loaded.add(module)

    def _teach(self, module: str, text: tuple[Options, bytes]) -> None:
        self._start((module,))
        if self._learnt.get(module) == text:
            return
        with contextlib.suppress(OSError):  # whoever has a process forked next sees that it is lost
            self._server.send(pack((LEARN, module, self.limits.seconds, *text)))
        self._learnt[module] = text
        if waiting := self._ready.pop(module, None):  # forked before that
            waiting.kill()


def _end_at_once(forking: asyncio.Future[Forked]) -> None:
    """End a process that was forked for somebody who has gone meanwhile."""
    if not forking.cancelled() and forking.exception() is None:
        forking.result().kill()


def _new_server() -> ForkServer:
    return ForkServer("rolegraph.sandbox.task_process", "sandbox's fork server")


async def _exactly(loop: asyncio.AbstractEventLoop, connection: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        part = await loop.sock_recv(connection, min(size - len(data), _MEBIBYTE))
        if not part:
            raise EOFError
        data += part
    return bytes(data)


def _busy() -> Busy:
    return Busy("Too many uploads wait to be read; send it again in a while.", retry_after=5)
