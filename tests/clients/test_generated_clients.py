"""Clients that generators make compile under strict settings, and work against a live service.

`make clients` installs the generators and names their folder in CLIENTS; without it these tests are
skipped. What the generators need of the document is tested always, in
`tests/api/test_openapi_document.py`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from serving import Server, StartServer

OURS = Path(__file__).parent
FOLDER = os.environ.get("CLIENTS", "")
TOKEN = "a-token-for-generated-clients"

pytestmark = pytest.mark.skipif(not FOLDER, reason="`make clients` runs the generators")


class Workshop:
    """A folder with the generators, the document, and what is made of it."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder, self.address = folder, server.url.rstrip("/")
        with server.client() as client:
            (folder / "openapi.json").write_text(client.get("/openapi.json").text)
        for file in OURS.iterdir():
            if file.is_file():
                shutil.copy(file, folder)

    def run(self, *command: str) -> str:
        """Run a command and return what it says; fail with that where it fails."""
        path = f"{self.folder / 'python' / 'bin'}:{self.folder / 'node_modules' / '.bin'}"
        environment = {**os.environ, "PATH": f"{path}:{os.environ['PATH']}", "NO_COLOR": "1"}
        environment |= {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert 0 == done.returncode, f"{' '.join(command)}\n{done.stdout[-6000:]}"
        return done.stdout


@pytest.fixture(scope="module")
def workshop(start_module_server: StartServer) -> Iterator[Workshop]:
    """The generators beside a live service."""
    server = start_module_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)
    yield Workshop(Path(FOLDER).resolve(), server)
    server.stop()


def test_linters_find_nothing(workshop: Workshop) -> None:
    """Neither errors nor warnings."""
    spectral = workshop.run(
        "spectral", "lint", "openapi.json", "--ruleset", "spectral.yaml", "--fail-severity", "warn"
    )
    redocly = workshop.run("redocly", "lint", "openapi.json", "--config", "redocly.yaml")

    assert "No results with a severity of 'warn' or higher found!" in spectral
    assert "Your API description is valid" in redocly


def test_openapi_python_client(workshop: Workshop) -> None:
    """Its models and functions pass mypy --strict, and do a day's work."""
    shutil.rmtree(workshop.folder / "rolegraph_client", ignore_errors=True)
    reported = workshop.run(
        *("openapi-python-client", "generate", "--path", "openapi.json", "--meta", "none"),
        *("--config", "python_client.yaml", "--output-path", "rolegraph_client", "--overwrite"),
    )
    left_out = [line for line in reported.splitlines() if line.startswith("WARNING")]

    # A query or an update is sent as a form; bodies that are bare SPARQL are not generated.
    assert {"WARNING parsing POST /sparql within sparql."} >= set(left_out), reported
    workshop.run("mypy", "--config-file=", "--strict", "rolegraph_client", "use_python_client.py")
    workshop.run("python", "use_python_client.py", workshop.address, TOKEN)


def test_datamodel_codegen(workshop: Workshop) -> None:
    """Its models pass mypy --strict, read every answer and write every body."""
    workshop.run(
        *("datamodel-codegen", "--input", "openapi.json", "--input-file-type", "openapi"),
        *("--output", "rolegraph_models.py", "--output-model-type", "pydantic_v2.BaseModel"),
        *("--target-python-version", "3.11", "--formatters", "builtin"),
        *("--use-annotated", "--collapse-root-models"),
    )
    workshop.run("mypy", "--config-file=", "--strict", "rolegraph_models.py", "use_models.py")
    workshop.run("python", "use_models.py", workshop.address, TOKEN)


def test_openapi_typescript_and_orval(workshop: Workshop) -> None:
    """Both pass tsc --strict with unchecked index access, and do a day's work."""
    workshop.run("openapi-typescript", "openapi.json", "-o", "types.d.ts")
    workshop.run("orval", "--config", "./orval.config.cjs")
    workshop.run("tsc", "-p", ".")
    workshop.run("node", "built/use_openapi_fetch.js", workshop.address, TOKEN)
    workshop.run("node", "built/use_orval.js", workshop.address, TOKEN)
