"""What happens between the start of a service and its first answers."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import structlog

from rolegraph.access.authenticate import Authenticator
from rolegraph.errors import StoreError
from rolegraph.folder.catalogue_folder import CatalogueFolder, sample
from rolegraph.history.feed import Feed
from rolegraph.rdf.uploads.reading import Uploads
from rolegraph.sandbox.sandbox import Sandbox, SandboxLimits
from rolegraph.settings import Settings
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.store.workers.traced import TracedQueryWorkers
from rolegraph.telemetry.spans import Tracing

_LOOK = 2.0
_log = structlog.get_logger(__name__)


def query_folders(settings: Settings) -> list[Path]:
    """Return where named queries lie: the core ones, and those of the catalogue."""
    folder = CatalogueFolder(settings.catalogue) if settings.catalogue else sample()
    return folder.query_folders()


def catalogue_files(settings: Settings) -> list[tuple[str, Path]]:
    """Return the files of the catalogue, each with its path in it."""
    folder = CatalogueFolder(settings.catalogue) if settings.catalogue else sample()
    return [(file.key, file.path) for file in folder.files()]


def query_workers(tracing: Tracing) -> Callable[..., QueryWorkers]:
    """Return what makes query workers; untraced ones know nothing of tracing, for their speed."""
    return partial(TracedQueryWorkers, tracing=tracing) if tracing.active else QueryWorkers


def uploads_of(settings: Settings) -> Uploads:
    """Return what reads uploads, as the settings bound it."""
    limits = SandboxLimits(
        seconds=settings.upload_timeout,
        memory=settings.upload_memory,
        at_once=settings.upload_processes,
        waiting=settings.upload_queue,
    )
    return Uploads(Sandbox(limits), settings.upload_depth, settings.upload_expansion)


async def load_workers(workers: QueryWorkers, feed: Feed) -> None:
    """Have the workers load the dataset, while the service answers what needs none of them."""
    try:
        await workers.start()
    except (StoreError, OSError) as error:
        _log.error("workers.lost", error=str(error))
        signal.raise_signal(signal.SIGTERM)  # whoever keeps the service running starts it anew
    feed.open()


async def watch_tokens(authenticator: Authenticator, ending: asyncio.Event) -> None:
    """Look every other second whether tokens were made or revoked, so that the log says when."""
    while not ending.is_set():
        with contextlib.suppress(StoreError):  # which whoever comes with a token is told of
            await asyncio.to_thread(authenticator.look_at_tokens)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ending.wait(), _LOOK)


async def warm(
    prepare: Sequence[Callable[[], object]], workers: QueryWorkers, ending: asyncio.Event
) -> None:
    """Have ready what first requests need, one after the other and beside them.

    Replicas that are being filled go first: they serve all questions. Where there is no memory for
    replicas, there is none for what may be asked by nobody.
    """
    if not workers.in_memory:
        return
    pause = 1.0
    while not ending.is_set() and (workers.filling is not None or not workers.ready):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ending.wait(), pause)
    for step in prepare:
        try:
            await asyncio.wait_for(ending.wait(), pause)
        except TimeoutError:
            await asyncio.to_thread(step)
        pause = 0.0
