"""Documents of one catalogue that contradict each other: a person is asked, with both places."""

from pathlib import Path

import pytest
import yaml
from rdflib import Graph, Namespace
from typer.testing import CliRunner

from rolegraph.cli.documents.commands import app
from rolegraph.documents.importing.service import import_document

RG = Namespace("https://w3id.org/rolegraph/ontology#")
MANIFEST = """[catalogue]
title = "Yard"
base = "https://yard.example/id/"

[documents]
"roles.md" = {}
"rules.md" = {}
"""
ROLES = """# Roles

## Crane Driver

A crane driver moves what is heavy.

### Responsibilities

- Lift people
- Lift loads
- Check the ropes
"""
RULES = """# Rules

## Crane Driver

Somebody with a licence for cranes.

### Responsibilities

- Check the ropes

### Out of scope

- Lifts people
"""
runner = CliRunner()


@pytest.fixture
def yard(tmp_path: Path) -> Path:
    """A catalogue of two documents that tell of the same role."""
    for name, text in {"rolegraph.toml": MANIFEST, "roles.md": ROLES, "rules.md": RULES}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def read(*documents: Path) -> str:
    result = runner.invoke(app, ["import", *map(str, documents)])
    assert 0 == result.exit_code, result.output
    return result.output


def questions(yard: Path, name: str) -> dict[tuple[str, ...], dict[str, object]]:
    curation = yard / "data" / f"{name}.curation.yaml"
    found = yaml.safe_load(curation.read_text(encoding="utf-8"))["questions"]
    return {tuple(each["texts"]): each for each in found if each["topic"] == "conflict"}


def answer(yard: Path, name: str, choice: str) -> None:
    """Answer all open questions of a curation file."""
    curation = yard / "data" / f"{name}.curation.yaml"
    text = curation.read_text(encoding="utf-8")
    blocks = text.split("  - line: ")
    answered = [
        block.replace("    answer:\n", f"    answer: {choice}\n") if choice in block else block
        for block in blocks
    ]
    curation.write_text("  - line: ".join(answered), encoding="utf-8")


def exclusions(yard: Path, name: str) -> int:
    graph = Graph().parse(yard / "data" / f"{name}.ttl")
    return sum(1 for each in graph.subjects(predicate=None, object=RG.Exclusion))


def test_the_same_statement_affirmed_and_denied_is_asked_with_both_places(yard: Path) -> None:
    """Which of two documents is out of date is not for a program to say."""
    output = read(yard / "roles.md", yard / "rules.md")

    found = questions(yard, "rules")["crane-driver: lift people",]
    reported = str(found["question"])
    assert 13 == found["line"]
    assert "is denied here (line 13)" in reported
    assert "is affirmed in roles.md, line 9" in reported
    assert ["both hold", "leave out here"] == found["choices"]
    assert 0 == exclusions(yard, "rules")
    assert "another document says the opposite" in output


def test_a_role_described_in_other_words_is_asked_with_both_places(yard: Path) -> None:
    """The description that was read second would else be gone without a word."""
    read(yard / "roles.md", yard / "rules.md")

    reported = str(questions(yard, "rules")["crane-driver: definition",]["question"])
    assert "described here (line 5: “Somebody with a licence for cranes.”)" in reported
    assert "in roles.md, line 5 (“A crane driver moves what is heavy.”)" in reported


def test_what_both_documents_say_alike_is_not_asked(yard: Path) -> None:
    """Questions about nothing make people stop reading questions."""
    read(yard / "roles.md", yard / "rules.md")

    assert {} == questions(yard, "roles")
    assert 2 == len(questions(yard, "rules"))


@pytest.mark.parametrize(("choice", "count"), [("both hold", 1), ("leave out here", 0)])
def test_an_answer_is_kept_and_asked_in_neither_document_again(
    yard: Path, choice: str, count: int
) -> None:
    """One answer settles it, in whatever order the documents are read afterwards."""
    read(yard / "roles.md", yard / "rules.md")
    answer(yard, "rules", choice)

    read(yard / "rules.md")
    read(yard / "roles.md")
    output = read(yard / "rules.md")

    assert count == exclusions(yard, "rules")
    assert {} == questions(yard, "roles")
    answers = [each["answer"] for each in questions(yard, "rules").values()]
    assert {None, choice} == set(answers)
    assert "waits for an answer" not in output


def test_leaving_the_other_one_out_settles_it_as_well(yard: Path) -> None:
    """The question says how; it must work as said."""
    read(yard / "roles.md", yard / "rules.md")
    curation = yard / "data" / "roles.curation.yaml"
    text = curation.read_text(encoding="utf-8")
    head, found, tail = text.partition("text: Lift people")
    tail = tail.replace("kind: responsibility", "kind: leave out", 1)
    curation.write_text(
        head + found + tail.replace("status: read", "status: confirmed", 1), encoding="utf-8"
    )

    read(yard / "roles.md", yard / "rules.md")

    assert [("crane-driver: definition",)] == list(questions(yard, "rules"))
    assert 1 == exclusions(yard, "rules")


TWICE = """# Roles

## Treasurer

- May approve payments
- Keeps the books

# Appendix

## Treasurer

- May not approve payments
"""


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        (None, []),
        ("both hold", ["May approve payments", "May not approve payments"]),
        ("leave out the first", ["May not approve payments"]),
        ("leave out the second", ["May approve payments"]),
    ],
)
def test_what_one_document_affirms_and_denies_is_asked(
    tmp_path: Path, answer: str | None, left: list[str]
) -> None:
    """A role that is described twice may contradict itself; a machine cannot know which holds."""
    path = tmp_path / "roles.md"
    path.write_text(TWICE, encoding="utf-8")
    first = import_document(path)
    asked = [each for each in first.reading.questions if each.topic == "conflict"]
    assert ["one denies what the other affirms" in each.question for each in asked] == [True]
    if answer is not None:
        curation = first.curation.replace("answer:\n", f"answer: {answer}\n", 1)
        (tmp_path / "roles.curation.yaml").write_text(curation, encoding="utf-8")

    made = import_document(path)

    texts = [
        triple.object.value
        for triple in made.triples
        if triple.predicate.value.endswith("verbatimText") and "approve" in triple.object.value
    ]
    assert left == sorted(texts)
