"""Letters such as ß in new IRIs are written plainly, and IRIs that are there stay."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from commands import rolegraph
from rolegraph.documents.graph.described import Described
from rolegraph.rdf.terms import RdfFormat, parse

BASE = "https://amt.example/id/"
ROLES = """# Roller og Rollen

## Straßenmeister

### Aufgaben

- Prüft große Straßen

## Łukasz-Đorđe Bærer

### Aufgaben

- Trägt Lasten
"""
NEW = ("roles/strassenmeister", "responsibilities/strassenmeister-pruft-grosse-strassen")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "amt"
    folder.mkdir()
    (folder / "rollen.md").write_text(ROLES, encoding="utf-8")
    made = rolegraph(
        *("init", str(folder), "--yes", "--title", "Amt", "--base", BASE, "--language", "de"),
        *("--from", str(folder / "rollen.md")),
    )
    assert 0 == made.returncode, made.stderr
    return folder


def _is_there(folder: Path, *things: str) -> bool:
    content = (folder / "data/rollen.ttl").read_bytes()
    graph = Described(quad.triple for quad in parse(content, format=RdfFormat.TURTLE))
    there = graph.present("rg:Role", "rg:Responsibility")
    return {f"{BASE}{thing}" for thing in things} <= set(there)


def test_new_iris_have_plain_letters(folder: Path) -> None:
    """People type addresses, and not every keyboard has these letters."""
    assert _is_there(folder, *NEW)


def test_an_import_from_nothing_gives_the_same_iris(folder: Path) -> None:
    """The curation tells how names of the document become IRIs."""
    (folder / "data/rollen.ttl").unlink()

    rolegraph("documents", "import", folder=folder)

    assert _is_there(folder, *NEW)


def _as_it_was(folder: Path) -> None:
    """Make of a catalogue one of an earlier build, whose IRIs have the letters as they are."""
    shutil.rmtree(folder / ".rolegraph-imported")
    graph, curation = folder / "data/rollen.ttl", folder / "data/rollen.curation.yaml"
    text = graph.read_text("utf-8").replace("strassenmeister", "straßenmeister")
    text = text.replace("pruft-grosse-strassen", "pruft-große-straßen")
    lines = text.splitlines(keepends=True)
    graph.write_text("".join(each for each in lines if "Imported as" not in each), "utf-8")
    said = curation.read_text("utf-8").splitlines(keepends=True)
    assert any("letters: folded" in each for each in said)
    curation.write_text("".join(each for each in said if "letters:" not in each), "utf-8")


OLD = ("roles/straßenmeister", "responsibilities/straßenmeister-pruft-große-straßen")


@pytest.mark.parametrize("is_gone", [False, True])
def test_iris_of_earlier_builds_stay(folder: Path, is_gone: bool) -> None:
    """Others link to them; also where the graph is made from nothing."""
    _as_it_was(folder)
    if is_gone:
        (folder / "data/rollen.ttl").unlink()

    imported = rolegraph("documents", "import", folder=folder)

    assert 0 == imported.returncode, imported.stderr
    assert _is_there(folder, *OLD)
    assert not _is_there(folder, NEW[0])


def test_what_is_new_in_an_old_catalogue_is_plain(folder: Path) -> None:
    """Old and new stand side by side."""
    _as_it_was(folder)
    path = folder / "rollen.md"
    more = "\n## Gießmeister\n\n### Aufgaben\n\n- Gießt Blumen\n"
    path.write_text(path.read_text("utf-8") + more, encoding="utf-8")

    rolegraph("documents", "import", folder=folder)

    assert _is_there(
        folder, *OLD, "roles/giessmeister", "responsibilities/giessmeister-giesst-blumen"
    )
