"""The recipes of docs/tables.md and of data frames in docs/clients.md run as they stand there.

`make clients` installs pandas, polars and DuckDB into CLIENTS/frames; those recipes are skipped
without. What the page says of itself is tested always.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from serving import Server

ROOT = Path(__file__).parents[2]
HERE = "http://127.0.0.1:8000"
FRAMES = Path(os.environ.get("CLIENTS", "")).resolve() / "frames"
PINS = dict(
    line.split("==") for line in (Path(__file__).parent / "frames.txt").read_text().splitlines()
)
TABLES = (ROOT / "docs" / "tables.md").read_text("utf-8").partition("## Recipes")[2]
CLIENTS = (ROOT / "docs" / "clients.md").read_text("utf-8")
SECTIONS = {
    part.splitlines()[0]: part for part in re.split(r"^### ", TABLES, flags=re.MULTILINE)[1:]
}
SECTIONS |= {
    f"clients.md, {name}": re.split(rf"^## {name}$", CLIENTS, flags=re.MULTILINE)[1].split("\n## ")[
        0
    ]
    for name in ("pandas and polars", "R")
}
OWN = frozenset({"Python"})
"""Recipes that need nothing but what tests have."""
SNIPPETS = [
    (name, language, text)
    for name, part in SECTIONS.items()
    for language, text in re.findall(r"^```(\w+)\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)
]
IN_DUCKDB = """
import pathlib, sys, duckdb, duckdb_extension_httpfs as httpfs
extension = next(pathlib.Path(httpfs.__file__).parent.rglob("*.duckdb_extension"))
here = duckdb.connect(config={"extension_directory": sys.argv[2]})
here.execute(f"INSTALL '{extension}'")
here.execute("LOAD httpfs")
for statement in filter(str.strip, sys.argv[1].split(";")):
    print(len(here.execute(statement).fetchall()))
"""


def run(*command: str) -> str:
    environment = {**os.environ, "PYTHONPATH": f"{FRAMES}:{ROOT / 'app'}"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert 0 == done.returncode, done.stderr
    return done.stdout


def need_frames() -> None:
    if not FRAMES.is_dir():
        pytest.skip("`make clients` installs pandas, polars and DuckDB")


@pytest.mark.parametrize("name", SECTIONS)
def test_a_recipe_has_a_version_and_a_test_or_the_word(name: str) -> None:
    """Whoever copies a recipe knows whether anybody has run it."""
    part = SECTIONS[name]

    assert re.search(r"[Vv]ersion", part)
    assert ("tests/clients/test_recipes.py" in part) != ("ntested" in part)
    assert "```" in part
    for package in ("duckdb", "pandas", "polars"):
        if name.lower() == package or f"{package} 3" in part:
            assert PINS[package].rpartition(".")[0] in part


@pytest.mark.parametrize(("name", "language", "text"), SNIPPETS)
def test_a_recipe_runs_against_a_live_service(
    name: str, language: str, text: str, server: Server, tmp_path: Path
) -> None:
    """What is copied from the page works, as it stands there."""
    told = text.replace(HERE, server.url.rstrip("/"))
    if language == "r":
        if shutil.which("Rscript") is None:
            pytest.skip("R is not installed")
        said = run("Rscript", "-e", told)
    elif language == "sql":
        need_frames()
        said = run(sys.executable, "-c", IN_DUCKDB, told, str(tmp_path))
    else:
        if name not in OWN:
            need_frames()
        said = run(sys.executable, "-W", "ignore", "-c", told)

    assert said.strip(), name
    if name in {"Python", "R"}:
        assert "4" == said.split()[-1]


def test_rows_of_the_client_become_frames(server: Server) -> None:
    """With numbers, nulls, IRIs and days as pandas and polars have them."""
    need_frames()

    run(sys.executable, str(Path(__file__).parent / "use_frames.py"), server.url.rstrip("/"))
