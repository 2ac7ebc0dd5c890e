"""Does what the probes of docs/deploy/cluster do: asks nodes, and restarts patch servers that hang.

A patch server that lost ZooKeeper may wait for a lock for good, and the whole cluster with it. A
Fuseki server reads new patches only when it is asked, so one that nobody asks is far behind when it
is needed; its readiness probe asks it.
"""

from __future__ import annotations

import subprocess
import threading

from nodes import Node

PERIOD, PATIENCE, FAILURES = 0.5, 1.5, 2
"""Seconds between probes, seconds that an answer may take, and failures until a restart."""


ASKED = 2.0
"""Seconds between questions to a Fuseki server."""


class Keeper:
    """Probes nodes until it is closed.

    Args:
        probe: the command that tells whether one is alive, by its address.
        nodes: those that are restarted, each with its address.
        asked: those that are only asked.
    """

    def __init__(self, probe: str, nodes: list[tuple[Node, str]], asked: list[Node]) -> None:
        self._probe = probe
        self.restarts = 0
        self._ending = threading.Event()
        for node, url in nodes:
            threading.Thread(target=self._keep, args=(node, url), daemon=True).start()

        for node in asked:
            threading.Thread(target=self._ask, args=(node,), daemon=True).start()

    def close(self) -> None:
        """Probe no more."""
        self._ending.set()

    def _ask(self, node: Node) -> None:
        while not self._ending.wait(ASKED):
            node.answers  # noqa: B018 - it catches up by being asked

    def _keep(self, node: Node, url: str) -> None:
        failed = 0
        while not self._ending.wait(PERIOD):
            if node.age < 10 and not node.answers:
                continue  # it starts still
            command = [self._probe, url, str(PATIENCE)]
            well = subprocess.run(command, check=False, capture_output=True).returncode == 0
            failed = 0 if well else failed + 1
            if failed >= FAILURES and not self._ending.is_set():
                node.restart(0)
                self.restarts += 1
                failed = 0
