"""`rolegraph check` loads no more than it uses, and does no work twice: it runs before each commit.

What is counted here does not depend on the machine, as seconds would.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import typer

import rolegraph
from rolegraph.checking.files.selecting import read_corpus
from rolegraph.checking.files.sources import FileSelection
from rolegraph.checking.options import Options
from rolegraph.checking.run import check_corpus, finished
from rolegraph.cli.main import application
from rolegraph.cli.support.quick_command import QuickCommand
from rolegraph.rdf.terms import RdfFormat
from rolegraph.rdf.triple_text import TripleText
from rolegraph.shacl.engines import fast
from rolegraph.shacl.engines.fast import FastEngine
from rolegraph.shacl.engines.takeover import takeover_of
from rolegraph.shacl.shapes import Shapes

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/> .
ex:Named a sh:NodeShape ; sh:targetClass ex:Thing ;
  sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:maxCount 1 ] .
"""
DATA = """
@prefix ex: <https://example.org/> .
ex:a a ex:Thing ; ex:name "A" .
ex:b a ex:Thing .
"""
NAMELESS = """
@prefix ex: <https://example.org/> .
ex:c ex:part [ a ex:Thing ] , _:x .
_:x a ex:Thing .
"""
CHECK = """
import json, sys
from rolegraph.cli.main import main
try:
    main()
except SystemExit:
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""
HEAVY = {
    *("fastapi", "http", "numpy", "pydantic", "pyshacl", "rdflib", "rich", "starlette"),
    *("structlog", "uvicorn"),
}


def test_a_check_by_ones_own_shapes_loads_no_server_and_no_other_engine(tmp_path: Path) -> None:
    """To import one of these takes as long as to check a small file."""
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    (tmp_path / "data.ttl").write_text(DATA)
    done = subprocess.run(
        [sys.executable, "-c", CHECK, "check", "data.ttl", "--shapes", "shapes.ttl"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    *report, loaded = done.stdout.splitlines()
    assert "data.ttl:4:1" in "\n".join(report)
    assert HEAVY.isdisjoint(json.loads(loaded))


@pytest.mark.parametrize(
    "arguments",
    [
        ("--engine", "fast"),
        ("--severity=loud",),
        ("--nonsense",),
        ("data.ttl", "--shapes"),
        ("--strict=yes",),
    ],
)
def test_arguments_that_are_wrong_are_refused_in_the_words_of_typer(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    """Plain arguments are read without pydantic; whatever else they are, nobody sees that."""
    done = subprocess.run(
        [sys.executable, "-m", "rolegraph", "check", *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert " Error " in done.stderr
    assert arguments[-1].partition("=")[0] in done.stderr or "fast" in done.stderr


def test_arguments_that_are_read_quickly_are_those_that_typer_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A path is a path and a word one of its list, whoever reads it."""
    arguments = ["a", "-", "--strict", "--only", "x", "--only=y", "--profile", "shacl"]
    (command,) = typer.main.get_command(application("check")).commands.values()  # type: ignore[attr-defined]
    quick = command.make_context("check", list(arguments)).params
    monkeypatch.setattr(QuickCommand, "_read", lambda *_: None)
    by_typer = command.make_context("check", list(arguments)).params

    unset = {name: value for name, value in by_typer.items() if value != ()}
    assert unset == {name: quick[name] for name in unset}
    assert quick["paths"] == [Path("a"), Path("-")]
    assert all(quick[name] is None for name in by_typer.keys() - unset.keys())


@contextmanager
def calls() -> Iterator[Counter[str]]:
    """Count the calls of functions that are not written in Python, by their names."""
    counted: Counter[str] = Counter()

    def note(_: FrameType, event: str, function: Any) -> None:
        if event == "c_call":
            counted[function.__name__] += 1

    sys.setprofile(note)
    try:
        yield counted
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize(("data", "times", "lines"), [(DATA, 1, [4]), (NAMELESS, 2, [3, 4])])
def test_the_engine_judges_once_and_again_only_to_name_blank_nodes(
    data: str, times: int, lines: list[int], tmp_path: Path
) -> None:
    """The engine takes most of the time of a large file."""
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    (tmp_path / "data.ttl").write_text(data)
    takeover_of.cache_clear()  # another test may have had these shapes compiled
    with calls() as counted:
        report = rolegraph.check([tmp_path / "data.ttl"], shapes=[tmp_path / "shapes.ttl"])

    assert times == counted["validate_text"] + counted["validate_file"]
    assert counted["from_text"] == 1, "the shapes are compiled once"
    assert lines == [finding.line for finding in report.findings]


def test_data_of_others_never_becomes_objects(tmp_path: Path) -> None:
    """As objects, triples take ten times the memory of the text, which few findings need."""
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    (tmp_path / "data.ttl").write_text(DATA + NAMELESS)
    selection = FileSelection((tmp_path / "data.ttl",), shapes=(tmp_path / "shapes.ttl",))
    corpus = read_corpus(selection, tmp_path)
    report = finished(corpus, check_corpus(corpus, Options()), Options())
    (data,) = (source for source in corpus.sources if source.name.endswith("data.ttl"))

    assert len(report.findings) == 3
    assert report.read.triples == 7
    assert "quads" not in vars(data.report)
    assert "quads" not in vars(corpus)


@pytest.mark.parametrize("folder", [None, "missing"])
def test_a_large_file_is_judged_as_a_small_one(
    folder: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large data goes to the engine by a temporary file, if there is a place for one."""
    engine = FastEngine(Shapes(TripleText.parsed(SHAPES, RdfFormat.TURTLE, "urn:s", "s.")))
    data = TripleText.parsed(DATA + NAMELESS, RdfFormat.TURTLE, "urn:d", "d.")
    expected = engine.validate(data)
    monkeypatch.setattr(fast, "IN_MEMORY", 0)
    if folder:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / folder))
    with calls() as counted:
        found = engine.validate(data)

    assert len(found) == 3
    assert set(expected) == set(found)
    assert {"validate_text" if folder else "validate_file"} == {
        n for n in counted if "validate_" in n
    }
