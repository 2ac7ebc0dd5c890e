"""docs/clients.md and the notebook show what runs."""

from __future__ import annotations

import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from serving import Server

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "clients.md").read_text("utf-8")
HERE = "http://127.0.0.1:8000"
SECTIONS = {part.splitlines()[0]: part for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]}
SNIPPETS = [
    (name, language, text)
    for name, part in SECTIONS.items()
    if "tests/clients/" not in part  # run in `make clients`
    for language, text in re.findall(
        r"^```(python|sh|js)\n(.*?)^```$", part, re.MULTILINE | re.DOTALL
    )
]
RUNS = {"python": [sys.executable, "-W", "ignore", "-c"], "sh": ["sh", "-ec"]}
RUNS["js"] = ["node", "--input-type=module", "-e"]
NEEDS = {"python": "python3", "sh": "curl", "js": "node"}


def run(language: str, text: str, server: Server) -> str:
    if language != "python" and shutil.which(NEEDS[language]) is None:
        pytest.skip(f"{NEEDS[language]} is not installed")
    told = text.replace(HERE, server.url.rstrip("/"))
    ran = subprocess.run([*RUNS[language], told], capture_output=True, text=True, check=False)
    assert 0 == ran.returncode, ran.stderr
    return ran.stdout


@pytest.mark.parametrize("name", SECTIONS)
def test_a_client_has_a_version_a_snippet_and_a_test_or_the_word(name: str) -> None:
    """Whoever reads the page knows what was tried and what was not."""
    part = SECTIONS[name]
    tests = re.findall(r"`(tests/[\w/]+\.py)`", part)

    assert re.search(r"[Vv]ersion", part)
    assert "```" in part
    assert tests or "ntested" in part
    assert [] == [test for test in tests if not (ROOT / test).is_file()]


@pytest.mark.parametrize(("name", "language", "text"), SNIPPETS)
def test_a_snippet_runs_against_a_live_service(
    name: str, language: str, text: str, server: Server
) -> None:
    """What is copied from the page works."""
    assert run(language, text, server).strip(), name


@pytest.mark.parametrize(
    ("section", "package"),
    [
        ("AI agents: Model Context Protocol", "mcp"),
        ("SPARQLWrapper", "sparqlwrapper"),
        ("rdflib SPARQLStore", "rdflib"),
    ],
)
def test_the_version_of_the_page_is_the_one_that_is_tested(section: str, package: str) -> None:
    """A version that nobody runs any more says nothing."""
    major, minor = importlib.metadata.version(package).split(".")[:2]

    assert f"{major}.{minor}" in SECTIONS[section]


def test_the_cells_of_the_notebook_run(server: Server) -> None:
    """The notebook has no output of its own, so it shows nothing that is not so."""
    notebook = json.loads((ROOT / "examples" / "client.ipynb").read_text("utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]

    printed = run("python", "\n".join("".join(cell["source"]) for cell in cells), server)

    assert [] == [cell for cell in cells if cell["outputs"]]
    assert "Perform adversarial assessments of AI models" in printed
    assert "PersonaShape-goal" in printed
