"""A worker that the machine has no time for: its answers still go to those who asked."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from serving import Server, StartServer, fetch


def workers_of(server: Server) -> list[int]:
    """Return the processes that run queries: the grandchildren, whose parent is the fork server."""
    tasks = Path(f"/proc/{server.process.pid}/task").glob("*/children")
    own = {int(child) for task in tasks for child in task.read_text().split()}
    return [child for child in server.children() if child not in own]


def asked(server: Server, number: int) -> int:
    """Ask for a number, and return the answer."""
    query = f"SELECT ({number} AS ?n) {{}}"
    answer = fetch(
        f"{server.url}sparql", params={"query": query}, headers={"Accept": "text/csv"}, timeout=30
    )
    return int(answer.raise_for_status().text.split()[1])


def test_a_query_that_was_taken_back_from_a_worker_is_not_answered_to_another(
    start_server: StartServer,
) -> None:
    """A query is sent ahead to a busy worker, and taken back where that one takes long.

    The worker has it all the same. Where it goes on later, its answer must not be taken for that
    to the next question.
    """
    server = start_server(ROLEGRAPH_QUERY_WORKERS="1", ROLEGRAPH_CACHE_BYTES="0")
    workers = workers_of(server)
    numbers = range(1, 9)
    with ThreadPoolExecutor(len(numbers)) as pool:
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        answers = [pool.submit(asked, server, number) for number in numbers]
        time.sleep(1)  # longer than a query may take before it is looked after
        for worker in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGCONT)

    assert list(numbers) == [answer.result() for answer in answers]
