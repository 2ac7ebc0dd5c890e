"""Each file of `broken/` has one fault; it is found at its place, and nothing else is reported.

`expected.tsv` lists place (file:line:column), severity and rule of every finding. The files are
checked one at a time in the context of the shipped catalogue, to whose things they link; those in
`documents/` take the place of its source document.
"""

import shutil
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from rolegraph import resources
from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.selecting import find_sources, read_sources
from rolegraph.checking.files.sources import FileSelection, Source, read_source
from rolegraph.checking.options import Options
from rolegraph.checking.run import check_corpus, finished
from rolegraph.shacl.findings import Finding

FOLDER = Path(__file__).parent / "broken"
TABLE = FOLDER / "expected.tsv"
FILES = sorted(
    path.relative_to(FOLDER).as_posix()
    for path in FOLDER.rglob("*")
    if path.is_file() and path != TABLE
)


def expected() -> dict[str, set[tuple[str, str, str]]]:
    """Return file → its expected (place, severity, rule)."""
    found = defaultdict(set)
    for line in TABLE.read_text("utf-8").splitlines()[1:]:
        place, severity, rule = line.split("\t")
        found[place.split(":")[0]].add((place, severity, rule))
    return found


@pytest.fixture(scope="module")
def catalogue() -> Corpus:
    """The shipped catalogue, read once, as mere context."""
    sources = read_sources(FileSelection(), resources.root(), resources.root())
    for source in sources:
        source.shown = False
    return Corpus(sources)


def test_there_are_many_faults_of_many_kinds() -> None:
    """The folder is the specification of what is found; it must not shrink."""
    rules = {rule for findings in expected().values() for _, _, rule in findings}

    assert len(FILES) >= 60
    assert len(rules) >= 40
    assert set(FILES) == set(expected())


def broken_source(name: str, catalogue: Corpus, folder: Path) -> list[Source]:
    """Return a broken file and the files of the catalogue that stay beside it.

    A Markdown file takes the place of the source document, with its graph and curation beside it.
    """
    if not name.endswith(".md"):
        selection = FileSelection((FOLDER / name,))
        found = find_sources(selection, resources.root(), FOLDER)
        (broken,) = [source for source in found if source.name == name]
        read_source(broken)
        return [*catalogue.sources, broken]
    for part in ("roles.ttl", "roles.curation.yaml"):
        shutil.copy(resources.part("data") / part, folder)
    shutil.copy(FOLDER / name, folder / "roles.md")
    sources = []
    for source in catalogue.sources:
        here = source
        if source.name in {"data/roles.md", "data/roles.ttl"}:
            here = replace(source, path=folder / source.path.name, shown=source.name.endswith("md"))
            read_source(here)
        sources.append(here)
    return sources


def place_of(finding: Finding, name: str, sources: list[Source]) -> str:
    """Return a place as the table writes it.

    A place in the graph of the source document is told by its line, not by that line's number,
    which moves whenever the document is imported anew.
    """
    if finding.file == "data/roles.ttl":
        (graph,) = [source for source in sources if source.name == finding.file]
        line = graph.text.splitlines()[(finding.line or 1) - 1]
        return f"{name}:[{line}]:{finding.column}"
    file = name if finding.file == "data/roles.md" else finding.file
    return f"{file}:{finding.line}:{finding.column}"


@pytest.mark.parametrize("name", FILES)
def test_the_fault_is_found_at_its_place_and_nothing_else(
    name: str, catalogue: Corpus, tmp_path: Path
) -> None:
    """A reviewer is sent to the fault by file, line and column, and to nothing besides."""
    (tmp_path / "data").mkdir()
    sources = broken_source(name, catalogue, tmp_path / "data")
    validator = None if name.startswith("shapes/") else catalogue.validator
    corpus = Corpus(sources, validator=validator)
    report = finished(corpus, check_corpus(corpus, Options()), Options())
    found = {(place_of(f, name, sources), f.severity, f.rule) for f in report.leading}

    assert expected()[name] == found
    assert all(finding.message for finding in report.findings)
