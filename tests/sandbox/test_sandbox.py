"""The sandbox: what a confined process may use, and what becomes of it when it wants more."""

from __future__ import annotations

import asyncio
import os
import platform
import signal
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest

from rolegraph.errors import Busy, StoreError, SyntaxFault, TooLarge, Unreadable
from rolegraph.sandbox.forking import Forked
from rolegraph.sandbox.sandbox import Sandbox, SandboxLimits

TASK = "trial_tasks"
T = TypeVar("T")


@pytest.fixture(autouse=True)
def tasks_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fork server finds the tasks of this folder."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent), prepend=os.pathsep)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A sandbox with little time and memory."""
    with closing(Sandbox(SandboxLimits(seconds=20, memory=64 * 2**20))) as made:
        yield made


def run(sandbox: Sandbox, content: bytes = b"", **options: object) -> bytes:
    return asyncio.run(sandbox.run(TASK, options, content))


def teach(sandbox: Sandbox, content: bytes, seconds: float = 0) -> None:
    asyncio.run(sandbox.teach(TASK, {"seconds": seconds}, content))


def together(act: Callable[[], Awaitable[T]]) -> T:
    async def main() -> T:
        return await act()

    return asyncio.run(main())


def fork_server(sandbox: Sandbox) -> subprocess.Popen[bytes]:
    process = sandbox._server._process
    assert process is not None
    return process


def waiting(sandbox: Sandbox) -> Forked:
    """Return the process that waits for the next task; `run` ends when it is there."""
    return sandbox._ready[TASK]


def processes_below(pid: int) -> set[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    own = {int(child) for found in lists for child in found.read_text().split()}
    return own.union(*(processes_below(child) for child in own)) if own else own


def test_a_text_of_any_size_goes_in_and_comes_out_whole(sandbox: Sandbox) -> None:
    """Sockets take and give pieces; a text cut short would be stored short."""
    text = os.urandom(1000) * 5000

    assert text == run(sandbox, text, do="echo")


@pytest.mark.skipif(
    platform.machine() not in {"x86_64", "aarch64"}, reason="this kernel is asked for nothing"
)
@pytest.mark.parametrize(
    ("attempt", "outcome"),
    [("read", "was allowed"), ("write", "File too large"), ("connect", "Permission denied")],
)
def test_a_process_that_reads_files_writes_none_and_reaches_no_network(
    sandbox: Sandbox, tmp_path: Path, attempt: str, outcome: str
) -> None:
    """A document is a file, and what reads it opens tables of its own."""
    options = {"do": attempt, "folder": str(tmp_path)}
    answer = asyncio.run(sandbox.run("reading_tasks", options))

    assert outcome in answer.decode()


@pytest.mark.parametrize("attempt", ["read", "connect", "program"])
def test_a_confined_process_reaches_neither_files_nor_network_nor_programs(
    sandbox: Sandbox, attempt: str
) -> None:
    """Whatever a text makes a parser do, it can do nothing to anybody else."""
    error = run(sandbox, do=attempt).split()[0]

    assert error in {b"OSError", b"FileNotFoundError", b"PermissionError"}


def test_memory_up_to_the_limit_is_had_and_beyond_it_is_not(sandbox: Sandbox) -> None:
    """One text cannot take the memory of the service."""
    assert b"33554432" == run(sandbox, do="hold", mebibytes=32)
    with pytest.raises(TooLarge, match="memory"):
        run(sandbox, do="hold", mebibytes=256)


def test_a_task_that_takes_too_long_is_ended_and_leaves_no_process() -> None:
    """One text cannot take the time of the service, and is not worked on for nobody."""
    with closing(Sandbox(SandboxLimits(seconds=0.3))) as sandbox:
        asyncio.run(sandbox.start(TASK))
        with pytest.raises(Unreadable, match=r"0\.3 s"):
            run(sandbox, do="sleep", seconds=60)

        left = processes_below(fork_server(sandbox).pid)
        for _ in range(500):  # it is killed, and the kernel takes its time
            if left == {waiting(sandbox).pid}:
                break
            time.sleep(0.02)
            left = processes_below(fork_server(sandbox).pid)

    assert 1 == len(left)


@pytest.mark.parametrize("end", ["die", "nonsense"])
def test_a_process_that_dies_or_talks_nonsense_is_told_as_a_text_that_asks_too_much(
    sandbox: Sandbox, end: str
) -> None:
    """A parser that is ended by a signal must be nobody's problem but the sender's."""
    with pytest.raises(TooLarge, match="has ended"):
        run(sandbox, do=end)

    assert b"still here" == run(sandbox, b"still here", do="echo")


def test_an_error_comes_back_with_its_place(sandbox: Sandbox) -> None:
    """The sender wants to know which line to look at."""
    with pytest.raises(SyntaxFault) as fault:
        run(sandbox, do="fault")

    assert ("body", 3, 7) == (fault.value.source, fault.value.line, fault.value.column)
    assert "wrong here" == fault.value.message


def test_a_bug_in_a_task_is_ours_and_not_the_senders(sandbox: Sandbox) -> None:
    """A fault of the service must not be told as a text that is too large."""
    with pytest.raises(StoreError) as fault:
        run(sandbox, do="bug")

    assert "not meant" not in str(fault.value)


def test_a_lost_fork_server_is_started_anew(sandbox: Sandbox) -> None:
    """It may fall victim to the out-of-memory killer like any process."""
    run(sandbox, do="echo")
    fork_server(sandbox).kill()
    fork_server(sandbox).wait()

    assert b"again" == run(sandbox, b"again", do="echo")


@pytest.mark.parametrize("lost", [False, True], ids=["", "though the fork server was lost"])
def test_a_task_works_with_what_was_learnt_last(sandbox: Sandbox, *, lost: bool) -> None:
    """Rules that many texts are held to are compiled once, and newer ones count at once."""
    for text in (b"old rules", b"new rules", b"new rules"):
        teach(sandbox, text)
        assert text.upper() == run(sandbox, do="tell")
        if lost:
            fork_server(sandbox).kill()
            fork_server(sandbox).wait()


def test_what_cannot_be_learnt_in_time_holds_up_no_text() -> None:
    """Then each text takes as long as before; the fork server serves all the others too."""
    with closing(Sandbox(SandboxLimits(seconds=0.3))) as sandbox:
        teach(sandbox, b"broken")
        assert run(sandbox, do="tell") == b"BROKEN"

        teach(sandbox, b"endless", seconds=3600)
        assert run(sandbox, do="tell") == b"BROKEN"


def test_a_process_does_the_next_text_until_it_holds_much(sandbox: Sandbox) -> None:
    """A fork a text would be most of the price of a small write; memory must not pile up."""
    run(sandbox, do="echo")
    first = waiting(sandbox).pid
    with pytest.raises(SyntaxFault):
        run(sandbox, do="fault")
    assert first == waiting(sandbox).pid

    run(sandbox, do="keep", mebibytes=16)
    assert first != waiting(sandbox).pid


@pytest.mark.parametrize("task", ["rolegraph.rdf.uploads.task", "rolegraph.checking.uploads.task"])
def test_a_fork_server_has_one_thread_whatever_it_has_loaded(sandbox: Sandbox, task: str) -> None:
    """A thread does not survive a fork, and a process would wait for its work for ever."""
    asyncio.run(sandbox.start(task))
    run(sandbox, do="echo")  # answered only when all before is loaded

    assert 1 == len(list(Path(f"/proc/{fork_server(sandbox).pid}/task").iterdir()))


def test_a_process_that_waited_and_died_meanwhile_is_not_blamed_on_the_next_text(
    sandbox: Sandbox,
) -> None:
    """It may be ended by whoever looks for memory, long before a text comes."""
    run(sandbox, do="echo")
    os.kill(waiting(sandbox).pid, signal.SIGKILL)

    assert b"next" == run(sandbox, b"next", do="echo")


def test_more_than_may_wait_are_told_to_come_back() -> None:
    """Waiting without end helps nobody."""
    limits = SandboxLimits(seconds=20, at_once=1, waiting=1)
    with closing(Sandbox(limits)) as sandbox:

        async def three() -> list[object]:
            calls = [
                asyncio.create_task(sandbox.run(TASK, {"do": "sleep", "seconds": 0.5}, b""))
                for _ in range(3)
            ]
            return list(await asyncio.gather(*calls, return_exceptions=True))

        found = together(three)

    assert [b"done", b"done"] == [result for result in found if isinstance(result, bytes)]
    assert [5] == [result.retry_after for result in found if isinstance(result, Busy)]


def test_who_is_cancelled_leaves_no_process_and_no_place_taken() -> None:
    """A client that hangs up must not keep others waiting."""
    with closing(Sandbox(SandboxLimits(seconds=30, at_once=1))) as sandbox:

        async def hang_up() -> bytes:
            await sandbox.run(TASK, {"do": "echo"}, b"")
            call = asyncio.create_task(sandbox.run(TASK, {"do": "sleep", "seconds": 60}, b""))
            await asyncio.sleep(0.3)
            call.cancel()
            await asyncio.gather(call, return_exceptions=True)
            async with asyncio.timeout(20):
                return await sandbox.run(TASK, {"do": "echo"}, b"next")

        assert b"next" == together(hang_up)
