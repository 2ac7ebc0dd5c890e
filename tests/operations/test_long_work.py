"""What takes long shows itself: where health is asked, in the log, and in the terminal."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from rolegraph import resources
from rolegraph.analysis.findings import VALIDATING, PresentFindings
from rolegraph.api.operations import health
from rolegraph.api.operations.late_routes import place
from rolegraph.cli.support import progress
from rolegraph.rdf.terms import GraphName, RdfFormat
from rolegraph.shacl.guard.guard import Guard
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads
from rolegraph.store.workers.messages.job import Limits
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.telemetry.long_work import LongWork


class Watched(EmbeddedStore):
    """A store that looks what is under way whenever all of it is read."""

    def __init__(self, work: LongWork) -> None:
        super().__init__()
        self._work = work
        self.seen: list[str] = []

    def dump(
        self, output: object, rdf_format: RdfFormat, graph: GraphName | None = None, *_: object
    ) -> None:
        """Write the data, and note what is under way."""
        self.seen += [one.what for one in self._work.now()]
        super().dump(output, rdf_format, graph)  # type: ignore[arg-type]


def test_validating_everything_is_told_of_until_it_is_done() -> None:
    """With 10,000 roles it takes half a minute, in which nothing but a busy processor showed."""
    work = LongWork()
    store = Watched(work)
    store.load(catalogue_quads(resources.root()))
    findings = PresentFindings(store, Guard(store), work)

    findings.all()

    assert {VALIDATING} == set(store.seen)
    assert [] == work.now()


def test_work_that_fails_is_not_told_of_any_more() -> None:
    """Else it would be under way for ever."""
    work = LongWork()
    with pytest.raises(OSError, match="disk"), work.doing("preparing", 3):
        raise OSError("disk")

    assert work.one("preparing") is None


def test_health_says_what_is_under_way() -> None:
    """Whoever waits for the first page sees why."""
    work, store, app = LongWork(), EmbeddedStore(), FastAPI()
    workers = QueryWorkers(store, Limits(seconds=1, memory=2**28, result_bytes=2**20))
    place(app, health.router(store, workers, {}, work))
    with TestClient(app) as client, work.doing("preparing", 904_518), work.doing("validating", 7):
        said = client.get("/health/ready").json()["work"]

    assert [("preparing", 904_518), ("validating", 7)] == [(w["what"], w["quads"]) for w in said]
    assert {True} == {w["seconds"] >= 0 for w in said}


def test_a_dump_that_takes_long_says_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A large one wrote nothing to the terminal until its end."""
    monkeypatch.setattr(progress, "_EVERY", -1.0)

    assert list(range(2500)) == list(progress.counted(range(2500), 2500, "quads"))

    lines = capsys.readouterr().err.splitlines()
    assert [" 40% written, 1,000 quads", " 80% written, 2,000 quads"] == [
        line.rpartition(",")[0] for line in lines
    ]
