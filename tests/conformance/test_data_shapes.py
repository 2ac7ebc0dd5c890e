"""The W3C test suite of SHACL, through the command line and over HTTP."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from typer.testing import CliRunner

from conformance.suite import VARIABLE, Case, cases, difference
from rolegraph.api.operations import failures
from rolegraph.api.validation.validation import PATH, router
from rolegraph.cli.main import application
from rolegraph.rdf.uploads.reading import Uploads
from rolegraph.sandbox.sandbox import Sandbox, SandboxLimits
from rolegraph.store.embedded import EmbeddedStore

CASES = list(cases())
pytestmark = pytest.mark.skipif(
    not CASES, reason=f"{VARIABLE} names no folder with the W3C test suite; see `make conformance`"
)
REFERENCE_LACKS = {
    "core/property/uniqueLang-002": 'takes "1"^^xsd:boolean for true',
    "sparql/node/prefixes-001": "does not follow owl:imports from sh:prefixes",
    "sparql/pre-binding/shapesGraph-001": "has no $shapesGraph",
}
"""What pySHACL does not do, and `auto` leaves to the fast engine."""
by_case = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


class Client:
    """Posts to the route of validation, without a network between."""

    def __init__(self) -> None:
        self._app = FastAPI()
        failures.install(self._app)
        self._sandbox = Sandbox(SandboxLimits(60))
        self._app.include_router(router(EmbeddedStore(), Uploads(self._sandbox), 2**20))

    def close(self) -> None:
        """End what it started."""
        self._sandbox.close()

    def post(self, **request: Any) -> httpx.Response:
        """Send a form and return the answer, a report in Turtle."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
                return await client.post(PATH, headers={"Accept": "text/turtle"}, **request)

        return asyncio.run(send())


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """The route, with no catalogue behind it."""
    with closing(Client()) as client:
        yield client


@pytest.mark.parametrize("engine", ["auto", "pyshacl"])
@by_case
def test_the_command_reports_what_the_suite_expects(case: Case, engine: str) -> None:
    """Whoever moves here from another validator must get the same report."""
    if engine == "pyshacl" and case.name in REFERENCE_LACKS:
        pytest.skip(f"pySHACL {REFERENCE_LACKS[case.name]}")
    arguments = ["check", str(case.data), "--shapes", str(case.shapes), "--profile", "shacl"]
    options = ["--engine", engine, "--format", "turtle"]
    result = CliRunner().invoke(application(), [*arguments, *options])

    if case.expected is None:
        assert 2 == result.exit_code, result.output
    else:
        assert result.exit_code in {0, 1}, result.output
        assert "" == difference(result.stdout, case.expected)


@by_case
def test_the_service_reports_what_the_suite_expects(case: Case, client: Client) -> None:
    """What is right does not depend on the way it is asked."""
    texts = {"data": case.data, "shapes": case.shapes}
    files = {field: (f"{field}.ttl", path.read_bytes()) for field, path in texts.items()}
    answer = client.post(files=files)

    if case.expected is None:
        assert 422 == answer.status_code, answer.text
        assert "shapes.ttl:" in answer.json()["detail"]
    else:
        assert 200 == answer.status_code, answer.text
        assert "" == difference(answer.text, case.expected)
