"""What befalls a cluster: each fault on each kind of node, in an order drawn by chance."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable

import httpx
from layout import RdfDelta
from nodes import Node
from wires import Wire

LONGEST = 6.0
"""Seconds that a node is paused or cut off at most."""
ON_DISK = frozenset({"zookeeper", "fuseki", "rolegraph"})
"""Kinds of nodes that keep something on a disk; patch servers keep it in ZooKeeper."""


class Faults:
    """Strikes nodes and has them heal.

    Args:
        cluster: what is struck.
        chance: which one, and how long.
    """

    def __init__(self, cluster: RdfDelta, chance: random.Random) -> None:
        self._cluster, self._chance = cluster, chance
        self.kinds: dict[str, Callable[[Node], None]] = {
            "kill": self._kill,
            "pause": self._pause,
            "cut wire": self._cut,
            "silent wire": self._silence,
            "full disk": self._fill_disk,
            "slow disk": self._slow_down,
        }

    def plan(self, number: int) -> list[tuple[str, Node]]:
        """Return which faults come, each with its node; every pair once before any comes twice."""
        layers: dict[str, list[Node]] = {node.kind: [] for node in self._cluster.nodes}
        for node in self._cluster.nodes:
            layers[node.kind].append(node)
        pairs = [
            (fault, kind)
            for kind in layers
            for fault in self.kinds
            if kind in ON_DISK or fault != "full disk"
            if self.can_fill or fault != "full disk"
        ]
        drawn: list[tuple[str, str]] = []
        while len(drawn) < number:
            drawn += self._chance.sample(pairs, len(pairs))
        return [(fault, self._chance.choice(layers[kind])) for fault, kind in drawn[:number]]

    @property
    def can_fill(self) -> bool:
        """Whether nodes have disks of their own, which can be full."""
        return self._cluster.disks.can

    def strike(self, fault: str, node: Node) -> float:
        """Strike one node, wait until all nodes serve again, and return after how many seconds."""
        began = time.monotonic()
        self.kinds[fault](node)
        self._heal()
        return time.monotonic() - began

    def _seconds(self) -> float:
        return self._chance.uniform(1, LONGEST)

    def _kill(self, node: Node) -> None:
        node.restart(self._chance.uniform(0.5, 3))

    def _pause(self, node: Node) -> None:
        node.freeze(self._seconds())

    def _cut(self, node: Node) -> None:
        self._chance.choice(self._wires(node)).cut(self._seconds())

    def _silence(self, node: Node) -> None:
        self._chance.choice(self._wires(node)).silence(self._seconds())

    def _fill_disk(self, node: Node) -> None:
        self._cluster.disks.fill(node.folder, self._seconds())
        if node.kind == "fuseki":
            node.restart(0)  # it is not told by its answers whether its files are whole

    def _slow_down(self, node: Node) -> None:
        """Have a node go on for a twentieth of the time, as on a disk that is too busy."""
        for _ in range(self._chance.randint(5, 20)):
            node.freeze(0.19)
            time.sleep(0.01)

    def _wires(self, node: Node) -> list[Wire]:
        return [wire for wire in self._cluster.wires if node.name in wire.name.split(" to ")]

    def _heal(self) -> None:
        for service, url in zip(self._cluster.services, self._cluster.urls, strict=True):
            with contextlib.suppress(httpx.HTTPError, ValueError, KeyError):
                checks = httpx.get(f"{url}/health/ready", timeout=5).json()["checks"]
                if "failed" in str(checks.get("store")):
                    service.restart(0)
        self._cluster.wait()
