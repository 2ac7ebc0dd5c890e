"""Queries that must find nothing are part of the check."""

import json
from pathlib import Path

import pytest
from checking import Check

QUERY = """\
#+ question: 99
#+ title: Tools that nobody has looked at
#+ summary: Lists the tools whose support is unreviewed.
#+ tags: [{tag}]
#+ columns:
#+   tool: The tool.
#+   status: How far it was looked at.
PREFIX rg: <https://w3id.org/rolegraph/ontology#>
SELECT ?tool ?status WHERE {{
  ?tool a rg:Tool ; rg:curationStatus ?status ; rg:packageName "maite" .
}}
"""


def findings(check: Check) -> list[dict[str, object]]:
    """Return what queries found."""
    report = json.loads(check("--only", "queries", "--format", "json").stdout)
    found: list[dict[str, object]] = report["findings"]
    return found


def test_a_row_of_a_hygiene_query_is_a_finding_at_its_thing(check: Check, catalogue: Path) -> None:
    """A programme adds a rule by writing a query, and needs no Python for it."""
    (catalogue / "queries" / "unseen.rq").write_text(QUERY.format(tag="hygiene"))
    (found,) = findings(check)
    lines = (catalogue / "data/tools.ttl").read_text("utf-8").splitlines()
    line = lines.index("tool:maite a rg:Tool ;") + 1

    assert ("Warning", "unseen") == (found["severity"], found["rule"])
    assert ("data/tools.ttl", line, "MAITE") == (found["file"], found["line"], found["focusLabel"])
    assert 'Tools that nobody has looked at: status "unreviewed".' == found["message"]


def test_a_consistency_query_finds_violations(check: Check, catalogue: Path) -> None:
    """Some things must not be, whatever the shapes say."""
    (catalogue / "queries" / "unseen.rq").write_text(QUERY.format(tag="consistency"))

    assert ["Violation"] == [found["severity"] for found in findings(check)]
    assert 1 == check("--only", "queries").exit_code


def test_other_queries_may_find_what_they_like(check: Check, catalogue: Path) -> None:
    """A question is not a rule."""
    (catalogue / "queries" / "unseen.rq").write_text(QUERY.format(tag="tools"))

    assert [] == findings(check)


def test_a_query_with_service_is_not_run(check: Check, catalogue: Path) -> None:
    """Even on no data it would ask another server, and a check fetches nothing."""
    query = QUERY.format(tag="hygiene").replace(
        "?tool a", "SERVICE <http://127.0.0.1:9/> { } ?tool a"
    )
    (catalogue / "queries" / "unseen.rq").write_text(query)
    (found,) = findings(check)

    assert ("query-syntax", 10) == (found["rule"], found["line"])
    assert "SERVICE" in str(found["message"])


@pytest.mark.parametrize("asked", [("--only", "terms"), ("--profile", "shacl"), ("--shapes", "s")])
def test_a_query_that_does_not_parse_is_told_whatever_was_asked_for(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, str]
) -> None:
    """Queries in one's own folders are files like others: green means that they can be run."""
    monkeypatch.chdir(tmp_path)
    for folder in ("data", "shapes", "ontology", "queries", "s"):
        (tmp_path / folder).mkdir()
    shape = "<x:S> a sh:NodeShape ; sh:targetClass <x:C> ; sh:nodeKind sh:IRI ."
    for folder in ("shapes", "s"):
        (tmp_path / folder / "own.ttl").write_text(
            f"@prefix sh: <http://www.w3.org/ns/shacl#> . {shape}"
        )
    (tmp_path / "data" / "it.ttl").write_text("<x:a> a <x:C> .")
    (tmp_path / "queries" / "names.rq").write_text("SELECT ?x WHERE {\n  ?x a FILTER\n}")

    report = json.loads(check(*asked, "--format", "json").stdout)

    assert [("query-syntax", "queries/names.rq", 2)] == [
        (found["rule"], found["file"], found["line"])
        for found in report["findings"]
        if found["rule"] != "undeclared-term"
    ]
