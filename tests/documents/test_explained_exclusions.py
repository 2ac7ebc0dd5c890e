"""What stands below “does not do”, with sentences that say what the role does instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph, Namespace
from typer.testing import CliRunner

from rolegraph.cli.documents.commands import app
from rolegraph.documents.reading import Reading, read_file

RG = Namespace("https://w3id.org/rolegraph/ontology#")
MANIFEST = """[catalogue]
title = "Response"
base = "https://response.example/id/"

[documents]
"roles.md" = {}
"""
HEADING = "### What the Incident Commander does not do"


def read(
    folder: Path,
    entries: str,
    heading: str = HEADING,
    answers: dict[tuple[str, str], str] | None = None,
) -> Reading:
    path = folder / "roles.md"
    path.write_text(
        f"# Roles\n\n## Incident Commander (IC)\n\n### Duties\n\n- Sets the severity\n\n"
        f"{heading}\n\n{entries}\n",
        encoding="utf-8",
    )
    return read_file(path, answers=answers)


def quiet_exclusions(reading: Reading) -> list[str]:
    return [
        each.passage.plain
        for role in reading.roles
        for each in role.statements
        if each.kind == "exclusion" and each.status != "asked"
    ]


@pytest.mark.parametrize("mark", ["", "- "], ids=["paragraph", "bullet"])
@pytest.mark.parametrize("lead", ["**Hands-on debugging:** ", "**Hands-on debugging**: "])
def test_the_lead_is_excluded_and_the_sentences_explain_it(
    tmp_path: Path, mark: str, lead: str
) -> None:
    """The commander keeps the overview; a catalogue that forbids it says the opposite."""
    told = ["The commander delegates technical work.", "The commander keeps the overview."]
    reading = read(tmp_path, f"{mark}{lead}{' '.join(told)}")

    assert ["Hands-on debugging"] == quiet_exclusions(reading)
    (statement,) = reading.roles[0].statements[1:]
    assert told == [part.passage.plain for part in statement.parts if part.is_explanation]
    assert not reading.questions
    assert not reading.not_read


@pytest.mark.parametrize("heading", [HEADING, "### What IC Does NOT Do"])
def test_a_lead_with_no_below_not_is_asked_about(tmp_path: Path, heading: str) -> None:
    """Two negations may be one, and the sentences behind them forbid nothing."""
    entry = '- **No Hands-On Debugging:** IC delegates technical work. IC stays "above the water".'
    reading = read(tmp_path, entry, heading)

    assert not quiet_exclusions(reading)
    (question,) = reading.questions
    assert ("negation", ("No Hands-On Debugging",)) == (question.topic, question.texts)
    answered = read(tmp_path, entry, heading, {("negation", "No Hands-On Debugging"): "exclusion"})
    assert ["No Hands-On Debugging"] == quiet_exclusions(answered)
    assert not answered.questions


@pytest.mark.parametrize(
    "sentence",
    [
        "IC delegates communication to the liaison.",
        "The commander keeps the overview.",
        "Debugging. The Incident Commander delegates it.",
        "They delegate technical work.",
    ],
)
@pytest.mark.parametrize("mark", ["", "- "], ids=["paragraph", "bullet"])
def test_what_the_role_does_is_never_quietly_forbidden(
    tmp_path: Path, mark: str, sentence: str
) -> None:
    """Where nothing says which it is, a person does."""
    reading = read(tmp_path, f"{mark}{sentence}")

    assert "negation" in {each.topic for each in reading.questions}
    assert not [each for each in quiet_exclusions(reading) if each != "Debugging."]


def test_what_is_plainly_forbidden_stays_so(tmp_path: Path) -> None:
    """Entries without a subject are what the heading says of them."""
    plain = ["Write code", "Team meetings", "Heavy loads: lifting them by crane"]
    reading = read(tmp_path, "\n".join(f"- {each}" for each in plain))

    assert plain == quiet_exclusions(reading)
    assert not reading.questions


def test_the_graph_excludes_the_lead_and_keeps_what_explains_it(tmp_path: Path) -> None:
    """The explanation is told, and no exclusion of its own."""
    (tmp_path / "rolegraph.toml").write_text(MANIFEST, encoding="utf-8")
    told = "The commander delegates technical work. The commander keeps the overview."
    read(tmp_path, f"- **Hands-on debugging:** {told}")
    result = CliRunner().invoke(app, ["import", str(tmp_path / "roles.md")])
    assert 0 == result.exit_code, result.output

    graph = Graph().parse(tmp_path / "data" / "roles.ttl")
    (excluded,) = graph.subjects(RDF.type, RG.Exclusion)
    assert "Hands-on debugging" == str(graph.value(excluded, SKOS.prefLabel))
    assert told == str(graph.value(excluded, SKOS.definition))
