"""What runs the text of others: queries, updates and uploads, in processes that can be ended."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from rolegraph.api.operations.answer_cache import AnswerCache
from rolegraph.api.sparql.queries import Queries
from rolegraph.api.sparql.relay import Relay
from rolegraph.api.sparql.results import ResultCache
from rolegraph.rdf.uploads.reading import Uploads
from rolegraph.sandbox.sandbox import Sandbox, SandboxLimits
from rolegraph.service.core import Core
from rolegraph.service.operations import Operations
from rolegraph.settings import Settings
from rolegraph.sparql.outbound import Outbound
from rolegraph.sparql.policy import QueryBounds
from rolegraph.store.workers.messages.job import Limits
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.store.workers.processes.early import EarlyFilling
from rolegraph.store.workers.processes.memory_plan import budget_of
from rolegraph.store.workers.processes.on_disk import OnDisk
from rolegraph.store.workers.traced import TracedQueryWorkers


class Querying:
    """Workers, their bounds, and what is kept of their answers.

    Args:
        settings: of the service.
        core: whose store is asked.
        operations: traces and watches them.
        on_disk: what workers on disk need, where it was begun already.
        early: replicas in memory, where it was begun to fill them.
        asked_of: gives what answers queries: the workers that it is given, or another engine.
        watched: whether the metrics show them.

    Attributes:
        workers: run queries on replicas of the store.
        asked: what answers queries: the workers, or the engine of a remote store.
        bounds: how large a query may be.
        outbound, relay: which other endpoints a query may ask, and the way to them.
        uploads: reads what others upload.
        results, answers: what is kept: of queries, and of JSON and pages.
    """

    def __init__(
        self,
        settings: Settings,
        core: Core,
        operations: Operations,
        asked_of: Callable[[QueryWorkers, Limits], Queries],
        on_disk: OnDisk | None,
        early: EarlyFilling | None,
        *,
        watched: bool,
    ) -> None:
        limits = Limits.of(settings)
        tracing = operations.tracing
        # Untraced workers know nothing of tracing, for their speed.
        workers = partial(TracedQueryWorkers, tracing=tracing) if tracing.active else QueryWorkers
        self.workers: QueryWorkers = workers(
            core.store,
            limits,
            size=settings.query_workers,
            queue_length=settings.query_queue,
            per_client=settings.query_concurrency,
            wait=settings.query_wait,
            union=settings.union,
            memory=budget_of(settings),
            on_disk=on_disk,
            early=early,
            inferred=core.inference.text if core.inference else None,
        )
        self.asked = asked_of(self.workers, limits)
        self.bounds = QueryBounds(settings.query_length, settings.upload_depth)
        self.outbound = Outbound(
            settings.service_allow, settings.query_timeout, settings.update_length
        )
        self.relay = Relay(self.outbound, settings.query_timeout, settings.update_length)
        confined = SandboxLimits(
            seconds=settings.upload_timeout,
            memory=settings.upload_memory,
            at_once=settings.upload_processes,
            waiting=settings.upload_queue,
        )
        self.uploads = Uploads(Sandbox(confined), settings.upload_depth, settings.upload_expansion)
        self.results: ResultCache = ResultCache(settings.cache_bytes)
        self.answers = AnswerCache(settings.answer_bytes)
        if watched:
            operations.watch(self.workers, self.results, self.answers, core.findings)
