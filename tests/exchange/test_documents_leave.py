"""`rolegraph documents remove`: a document leaves the folder of its catalogue, or a service."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from unittest import mock

import pytest

from bringing import HANDBOOK, NAME, TOKEN, Yard
from commands import Ran, rolegraph

MANIFEST = """\
[catalogue]
title = "Yard"
base = "https://yard.example/id/"
language = "en"
creator = "The yard"
license = "https://creativecommons.org/licenses/by/4.0/"

[documents]

[rules]
profile = "draft"
"""
FERRY = "# Ferry\n\n## Deckhand\n\n### Duties\n\n- Casts off the lines\n- Counts passengers\n"
PIER = "# Pier\n\n## Deckhand\n\n### Duties\n\n- Sweeps the pier\n"
FLOW = """\
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://yard.example/id/> .
<workflow-steps/cast-off> a rg:WorkflowStep ; skos:prefLabel "Cast off"@en ;
    rg:fulfils <responsibilities/deckhand-casts-off-the-lines> .
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue with two documents that share a role, and a step that people wrote."""
    (tmp_path / "data").mkdir()
    (tmp_path / "rolegraph.toml").write_text(MANIFEST, "utf-8")
    for name, text in (("ferry.md", FERRY), ("pier.md", PIER)):
        (tmp_path / "data" / name).write_text(text, "utf-8")
        done = rolegraph("documents", "import", f"data/{name}", folder=tmp_path)
        assert 0 == done.returncode, done.stderr
    (tmp_path / "data" / "flow.ttl").write_text(FLOW, "utf-8")
    return tmp_path


def there(folder: Path) -> set[str]:
    hidden = {".gitignore"}
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in hidden
    }


def removed(folder: Path, *arguments: str, typed: str | None = None) -> Ran:
    stdin = io.StringIO(typed or "")
    stdin.isatty = lambda: typed is not None  # type: ignore[method-assign]
    with mock.patch.object(sys, "stdin", stdin):
        return rolegraph("documents", "remove", *arguments, folder=folder)


def test_what_goes_is_told_before_anything_does(folder: Path) -> None:
    before = there(folder)

    told = removed(folder, "data/ferry.md", "--dry-run")

    assert (0, before) == (told.returncode, there(folder)), told.stderr
    assert "What would go: 2 responsibilities." in told.stdout
    assert "  Casts off the lines (responsibility)" in told.stdout
    assert "What refers to it (1):" in told.stdout
    assert "workflow-steps/cast-off (data/flow.ttl)" in told.stdout
    assert "What stays (1):\n  Deckhand (data/pier.md)" in told.stdout
    assert "data/pier.md names roles that only this document defines. It is imported anew" in (
        told.stdout
    )
    assert "Files that go: data/ferry.ttl, data/ferry.curation.yaml, data/ferry.md; and its" in (
        told.stdout
    )


def test_all_of_it_goes_and_the_other_document_defines_the_role_then(folder: Path) -> None:
    done = removed(folder, "data/ferry.md", "--yes")

    assert 0 == done.returncode, done.stderr
    assert not [each for each in there(folder) if "ferry" in each]
    assert "ferry" not in (folder / "rolegraph.toml").read_text("utf-8")
    assert "data/pier.md is imported anew." in done.stdout
    assert "rg:definedIn" in (folder / "data" / "pier.ttl").read_text("utf-8")
    checked = rolegraph("documents", "check", folder=folder)
    assert 0 == checked.returncode, checked.stdout
    (folder / "data" / "flow.ttl").unlink()
    assert 0 == rolegraph("check", folder=folder).returncode


def test_a_terminal_asks_and_a_pipe_needs_a_word(folder: Path) -> None:
    before = there(folder)

    piped = removed(folder, "data/ferry.md")
    declined = removed(folder, "data/ferry.md", typed="n\n")

    assert (2, 1, before) == (piped.returncode, declined.returncode, there(folder))
    assert "run this with --yes" in piped.stderr
    assert 0 == removed(folder, "data/ferry.md", typed="y\n").returncode
    assert "data/ferry.md" not in there(folder)


def test_what_people_wrote_into_the_graph_stays(folder: Path) -> None:
    """Another editor wrote a tool there; it is hers, and no thing of the document."""
    graph = folder / "data" / "ferry.ttl"
    own = '\n<https://yard.example/id/tools/winch> a rg:Tool ; skos:prefLabel "Winch"@en .\n'
    graph.write_text(graph.read_text("utf-8") + own, "utf-8")

    done = removed(folder, "data/ferry.md", "--yes")

    assert 0 == done.returncode, done.stderr
    assert "People wrote these beside it, and they stay: Winch." in done.stdout
    text = graph.read_text("utf-8")
    assert "Winch" in text
    assert "deckhand" not in text.lower()


def test_the_file_may_stay_or_be_gone_already(folder: Path) -> None:
    (folder / "data" / "pier.md").unlink()
    kept = removed(folder, "data/ferry.md", "--yes", "--keep-file")
    gone = removed(folder, "data/pier.md", "--yes")

    assert (0, 0) == (kept.returncode, gone.returncode), kept.stderr + gone.stderr
    assert {"data/ferry.md", "data/flow.ttl", "rolegraph.toml"} == there(folder)


def test_a_document_that_was_changed_meanwhile_is_not_imported_on_the_way(folder: Path) -> None:
    (folder / "data" / "pier.md").write_text(PIER + "- Coils ropes\n", "utf-8")

    done = removed(folder, "data/ferry.md", "--yes")

    assert 0 == done.returncode, done.stderr
    assert "It is to be imported once more afterwards." in done.stdout
    assert "Coils ropes" not in (folder / "data" / "pier.ttl").read_text("utf-8")


def test_what_is_no_document_is_told_with_those_that_are(folder: Path) -> None:
    wrong = removed(folder, "data/flow.ttl", "--yes")
    options = removed(folder, "data/ferry.md", "--propose")
    (folder / "data" / "pier.md").unlink()
    missing = rolegraph("documents", "import", folder=folder)

    assert (2, 2, 2) == (wrong.returncode, options.returncode, missing.returncode)
    assert "It has: data/ferry.md, data/pier.md." in wrong.stderr
    assert "need --url" in options.stderr
    assert "Is it gone? Then run: rolegraph documents remove data/pier.md" in missing.stderr


def test_a_service_loses_it_by_one_commit_or_a_proposal(yard: Yard) -> None:
    """The same words, and the way back."""
    yard.put(HANDBOOK)
    service = ("--url", yard.server.url, "--token", TOKEN)
    before = yard.revision

    told = yard.run("documents", "remove", NAME, "--dry-run", *service)
    proposed = yard.run("documents", "remove", NAME, "--yes", "--propose", *service)
    done = yard.run("documents", "remove", NAME, "--yes", "--message", "Old", *service)
    again = yard.run("documents", "remove", NAME, "--yes", *service)

    assert [0, 0, 0, 2] == [e.returncode for e in (told, proposed, done, again)], done.stderr
    assert "What would go: 4 responsibilities, 2 roles." in told.stdout
    assert "proposed, " in proposed.stdout
    assert f"taken out, revision {yard.revision}, " in done.stdout
    assert f"rolegraph revert {yard.revision} --url" in done.stdout
    assert before < yard.revision
    assert "has no document" in again.stderr
