"""Fixes are tried before they are offered, and fix what they say."""

from pathlib import Path

import pytest
from checking import Check, edit

from rolegraph import resources
from rolegraph.rdf.terms import RdfFormat, parse

PERSONAS = "data/personas.ttl"
WORKFLOWS = "data/workflows.ttl"
STEP_OF = (
    "    rg:stepOrder 2 ;\n    rg:stepOf workflow:prepare-training-dataset ;\n"
    "    rg:directlyPrecededBy step:prepare-training-dataset-select-source-data ;\n"
)

MENDABLE = {
    "a misspelt property": (PERSONAS, '    rg:quote "Show me', '    rg:quoet "Show me'),
    "a dangling link": (PERSONAS, "role:data-analyst ;", "role:data-anlyst ;"),
    "a text without language": (PERSONAS, '"Noor Vasquez"@en', '"Noor Vasquez"'),
    "a language by another code": (PERSONAS, '"Noor Vasquez"@en', '"Noor Vasquez"@eng'),
    "a number in quotes": (
        WORKFLOWS,
        STEP_OF,
        STEP_OF.replace("rg:stepOrder 2", 'rg:stepOrder "2"'),
    ),
    "an address in quotes": (
        "data/tools.ttl",
        "<https://github.com/mit-ll-ai-technology/maite>",
        '"https://github.com/mit-ll-ai-technology/maite"',
    ),
    "a missing inverse": (
        WORKFLOWS,
        STEP_OF,
        STEP_OF.replace("    rg:stepOf workflow:prepare-training-dataset ;\n", ""),
    ),
    "a cell with blanks": ("data/mappings.sssom.tsv", "DCWF:733", " DCWF:733"),
    "a missing prefix": (
        PERSONAS,
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n",
        "",
    ),
}


@pytest.mark.parametrize("case", MENDABLE)
def test_a_fix_brings_the_file_back_to_what_was_meant(
    check: Check, catalogue: Path, case: str
) -> None:
    """A fix that leaves another fault, or another file, behind is none."""
    file, right, wrong = MENDABLE[case]
    before = said(catalogue, file)
    edit(catalogue / file, right, wrong)

    assert 1 == check().exit_code
    written = check("--fix", "--write")

    assert 0 == written.exit_code, written.output
    assert before == said(catalogue, file), "which is the sound catalogue that is shipped"


def said(catalogue: Path, file: str) -> dict[str, object]:
    """Return what each file of a catalogue says: text, and triples where it is the Turtle file."""
    return {
        path.name: set(parse(path.read_bytes(), format=RdfFormat.TURTLE))
        if path == catalogue / file and path.suffix == ".ttl"
        else path.read_text("utf-8")
        for path in catalogue.rglob("*.*")
    }


def test_fixes_are_shown_and_not_written_unless_asked(check: Check, catalogue: Path) -> None:
    """Nobody's files change by looking."""
    edit(catalogue / PERSONAS, '    rg:quote "Show me', '    rg:quoet "Show me')
    before = (catalogue / PERSONAS).read_bytes()
    result = check("--fix")

    assert 1 == result.exit_code
    assert before == (catalogue / PERSONAS).read_bytes()
    assert '-    rg:quoet "Show me' in result.stdout
    assert '+    rg:quote "Show me' in result.stdout


def test_a_status_in_other_words_is_mended_to_the_nearest(check: Check, catalogue: Path) -> None:
    """The allowed words are in the shape, so the shape can tell which was meant."""
    text = (catalogue / PERSONAS).read_text("utf-8")
    (catalogue / PERSONAS).write_text(text.replace('"approved"', '"Aproved"', 1), "utf-8")

    assert 0 == check("--fix", "--write").exit_code
    assert text == (catalogue / PERSONAS).read_text("utf-8")


def test_what_cannot_be_mended_is_left_alone(check: Check, catalogue: Path) -> None:
    """A guess at what somebody meant is worse than a finding."""
    edit(catalogue / PERSONAS, "    rg:representsRole role:data-analyst ;\n", "")
    before = (catalogue / PERSONAS).read_bytes()

    assert 1 == check("--fix", "--write").exit_code
    assert before == (catalogue / PERSONAS).read_bytes()


def test_the_shipped_catalogue_needs_no_fix(check: Check) -> None:
    """A fix for what is right would be wrong."""
    result = check("--fix", resources.part("data"))

    assert "fix:" not in result.stdout
