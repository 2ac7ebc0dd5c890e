"""People see what the service does beside its answers, as machines do at /health/ready."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import anyio
import httpx
from fastapi import FastAPI

from rolegraph.folder.description import Description
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.messages.job import Limits
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.telemetry.long_work import LongWork
from rolegraph.web.frame.assets import Assets
from rolegraph.web.frame.pages import Pages
from rolegraph.web.pages import health


def test_the_page_of_the_service_says_what_is_loaded_and_what_is_done(tmp_path: Path) -> None:
    """And comes again by itself as long as there is anything; it is never an answer of before."""

    async def test(store: EmbeddedStore) -> None:
        workers = QueryWorkers(store, Limits(seconds=30, memory=2**29, result_bytes=2**20), size=1)
        work, app = LongWork(), FastAPI()
        pages = Pages(store, Assets(), "1", Description())
        app.include_router(health.router(pages, store, workers, work))
        there = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=there, base_url="http://localhost") as client:
            loading = await client.get("/health")
            assert "0 of 1 triples" in loading.text
            assert ("2", "no-store") == (
                loading.headers["refresh"],
                loading.headers["cache-control"],
            )
            assert "etag" not in loading.headers

            await workers.start()
            try:
                with work.doing("validating", 1234567):
                    busy = await client.get("/health")
                idle = await client.get("/health")
            finally:
                await workers.close()
        assert "All rules are being checked" in busy.text
        assert "1,234,567 triples" in busy.text
        assert "2" == busy.headers["refresh"]
        assert "Nothing is under way" in idle.text
        assert "refresh" not in idle.headers

    with closing(EmbeddedStore(tmp_path / "data")) as store:
        anyio.run(test, store)
