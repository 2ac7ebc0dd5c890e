"""Each file of `broken/` has one fault; it is found at its place, and nothing else is reported.

`expected.tsv` lists place (file:line:column), severity and rule of every finding. The files are
checked one at a time in the context of the shipped catalogue, to whose things they link.
"""

from collections import defaultdict
from pathlib import Path

import pytest

from rolegraph import resources
from rolegraph.check.corpus import Corpus
from rolegraph.check.run import Options, check_corpus
from rolegraph.check.sources import Selection, find_sources, read_source, read_sources

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
    sources = read_sources(Selection(), resources.root(), resources.root())
    for source in sources:
        source.shown = False
    return Corpus(sources)


def test_there_are_many_faults_of_many_kinds() -> None:
    """The folder is the specification of what is found; it must not shrink."""
    rules = {rule for findings in expected().values() for _, _, rule in findings}

    assert len(FILES) >= 60
    assert len(rules) >= 40
    assert set(FILES) == set(expected())


@pytest.mark.parametrize("name", FILES)
def test_the_fault_is_found_at_its_place_and_nothing_else(name: str, catalogue: Corpus) -> None:
    """A reviewer is sent to the fault by file, line and column, and to nothing besides."""
    selection = Selection((FOLDER / name,))
    (broken,) = [s for s in find_sources(selection, resources.root(), FOLDER) if s.name == name]
    read_source(broken)
    validator = None if broken.part == "shapes" else catalogue.validator
    corpus = Corpus([*catalogue.sources, broken], validator=validator)
    report = check_corpus(corpus, Options())
    found = {(f"{f.file}:{f.line}:{f.column}", f.severity, f.rule) for f in report.findings}

    assert expected()[name] == found
    assert all(finding.message for finding in report.findings)
