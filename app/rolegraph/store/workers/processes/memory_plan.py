"""Where query workers read from: replicas in memory, the copy on disk, or first one and then both.

Measured at 904,518 triples in one graph: a replica without the union takes 350 bytes a triple. With
the union it holds named graphs, union, and the union once more for plain queries: 960 bytes. So
many quads are held as the union alone, and who asks for named graphs reads the copy on disk. A
worker that has run a large query holds a copy of half of it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rolegraph.settings import Settings

if TYPE_CHECKING:
    from rolegraph.store.embedded import EmbeddedStore

BASE = 250 * 2**20
"""Bytes that server and processes take without data."""
A_QUAD, A_QUAD_OF_UNION = 350, 960
"""Bytes of a quad in a replica."""
A_QUAD_OF_INDEX = 300
"""Bytes of a quad in what is known of all things."""
BESIDE_MEMORY = 50_000
"""From so many quads on, workers read from disk until the replica is filled; fewer are in memory
before the copy on disk would be open."""
ONE_COPY = 250_000
"""From so many quads on, a replica with the union of graphs holds nothing else."""


@dataclass(frozen=True)
class MemoryPlan:
    """Where query workers read from.

    Attributes:
        memory: whether replicas in memory are filled.
        disk: whether workers read the copy on disk, for good or until the replicas are filled.
        one_copy: whether the replicas hold the union of graphs alone, so that queries that name
            graphs, and all that change what they read, stay on disk.
        slow_kept: how many slow workers may stay, each with its copy of what it has read.
    """

    memory: bool
    disk: bool
    slow_kept: int
    one_copy: bool = False


def memory_of_machine() -> int:
    """Return how many bytes of memory there are, for the machine or for its container."""
    most = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii").strip()
    except OSError:
        return most
    return min(most, int(limit)) if limit.isdigit() else most


def budget_of(settings: Settings) -> int:
    """Return how many bytes all processes of a service are to take at most."""
    return settings.memory or memory_of_machine() // 4


def plan_for(
    store: EmbeddedStore,
    budget: int,
    *,
    union: bool,
    slow_places: int,
    beside_memory: int = BESIDE_MEMORY,
    one_copy: int = ONE_COPY,
) -> MemoryPlan:
    """Return the plan for a store of a size.

    Args:
        store: the store.
        budget: bytes that all processes are to take at most.
        union: whether replicas have the union of graphs as default graph.
        slow_places: slow queries that may run at once.
        beside_memory: from how many quads on workers read from disk meanwhile.
        one_copy: from how many quads on replicas hold the union of graphs alone.
    """
    if store.folder is None:
        return MemoryPlan(memory=True, disk=False, slow_kept=slow_places)
    return plan_of(
        store.journal.size,
        budget,
        union=union,
        slow_places=slow_places,
        beside_memory=beside_memory,
        one_copy=one_copy,
    )


def plan_of(
    quads: int,
    budget: int,
    *,
    union: bool,
    slow_places: int,
    beside_memory: int = BESIDE_MEMORY,
    one_copy: int = ONE_COPY,
) -> MemoryPlan:
    """Return the plan for so many quads in a data directory; see `plan_for`."""
    in_three = BASE + quads * A_QUAD_OF_UNION
    alone = union and (quads >= one_copy or in_three > budget)
    replica = quads * (A_QUAD_OF_UNION if union and not alone else A_QUAD)
    if BASE + replica > budget:
        return MemoryPlan(memory=False, disk=True, slow_kept=1)
    left = budget - BASE - replica
    kept = max(1, min(slow_places, left // max(replica // 2, 1)))
    disk = alone or quads >= beside_memory
    return MemoryPlan(memory=True, disk=disk, slow_kept=kept, one_copy=alone)
