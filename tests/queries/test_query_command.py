"""`rolegraph query` on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from commands import Ran, apart, rolegraph
from rolegraph import resources
from rolegraph.sparql.library import QueryLibrary
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads

ONE_ROLE = """
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/rolegraph/id/roles/tester> a rg:Role ; skos:prefLabel "Test | Engineer"@en .
"""


def run(*arguments: str, folder: Path | None = None) -> Ran:
    return rolegraph("query", *arguments, folder=folder)


def test_without_a_name_the_queries_are_listed(library: QueryLibrary) -> None:
    """A newcomer sees what can be asked, with parameters."""
    printed = apart("query", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(printed.stdout)))

    assert 0 == printed.returncode
    assert list(library) == [row["name"] for row in rows]
    assert "from, to" == rows[28]["parameters"]


def test_a_table_shows_labels_in_place_of_identifiers(tmp_path: Path) -> None:
    """People read names; it works from any folder."""
    printed = run("responsibilities-without-a-tool", folder=tmp_path)

    assert 0 == printed.returncode
    assert "ML Developer" in printed.stdout
    assert "https://" not in printed.stdout
    assert "4 rows" in printed.stdout


def test_an_empty_answer_is_told_in_words() -> None:
    """Nothing found is an answer too."""
    assert "Every role is represented by a persona." in run("roles-without-a-persona").stdout


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("csv", "role,roleLabel,documentOrder,definition\n"),
        ("tsv", "?role\t?roleLabel\t?documentOrder\t?definition\n<https://w3id.org/rolegraph/id/"),
        ("markdown", "| Test \\| Engineer |"),
        ("table", "Test | Engineer"),
    ],
)
def test_files_can_be_asked_in_every_format(tmp_path: Path, output: str, expected: str) -> None:
    """An editor asks about a file before it is part of anything."""
    (tmp_path / "mine.ttl").write_text(ONE_ROLE)

    printed = run("roles-without-a-persona", "mine.ttl", "--format", output, folder=tmp_path)

    assert 0 == printed.returncode, printed.stderr
    assert expected in printed.stdout


def test_json_has_rows_with_links() -> None:
    """Scripts get names, numbers and identifiers."""
    printed = run("responsibilities-without-a-tool", "--format", "json")
    answer = json.loads(printed.stdout)

    assert [16, 19, 27, 45] == [row["line"] for row in answer["rows"]]
    assert "AI T&E Engineer" == answer["rows"][0]["role"]["label"]


def test_two_files_can_be_compared_as_graphs(tmp_path: Path) -> None:
    """A pull request shows what it changes in a document."""
    shipped = resources.part("data") / "roles.ttl"
    later = shipped.read_text().replace('skos:prefLabel "AI Red Teamer"', 'skos:prefLabel "Foe"')
    (tmp_path / "later.ttl").write_text(later)

    printed = run(
        "changes-between-two-versions",
        str(shipped),
        "later.ttl",
        "--param=from=graphs/data/roles.ttl",
        "--param=to=graphs/later.ttl",
        "--format=json",
        folder=tmp_path,
    )

    rows = json.loads(printed.stdout)["rows"]
    assert [("renamed", "AI Red Teamer", "Foe")] == [
        (row["change"], row["before"], row["after"]) for row in rows
    ]


def test_the_store_of_a_data_directory_can_be_asked(tmp_path: Path) -> None:
    """What was changed in the service is what is asked about."""
    store = EmbeddedStore(tmp_path / "data")
    store.load(catalogue_quads(resources.root()))
    store.close()

    printed = run("responsibilities-without-a-tool", "--data-dir", str(tmp_path / "data"))

    assert "4 rows" in printed.stdout, printed.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["roles-without-persona"], "Did you mean roles-without-a-persona"),
        (["support-lost-without-a-tool"], "needs the parameter 'tool'"),
        (["support-lost-without-a-tool", "-p", "tool=arts"], "Did you mean art"),
        (["support-lost-without-a-tool", "-p", "tool"], "NAME=VALUE"),
        (["support-lost-without-a-tool", "-p", "tol=art"], "Did you mean 'tool'"),
        (["support-lost-without-a-tool", "-p", "tool=art", "-p", "tool=nrtk"], "more than once"),
        (["roles-without-a-persona", "missing.ttl"], "missing.ttl"),
        (["roles-without-a-persona", "--data-dir", "missing"], "no store"),
    ],
)
def test_what_cannot_be_run_is_told_and_ends_with_2(
    arguments: list[str], message: str, tmp_path: Path
) -> None:
    """Scripts tell failures from answers by the exit code."""
    printed = run(*arguments, folder=tmp_path)

    assert 2 == printed.returncode
    assert message in printed.stderr
    assert "Traceback" not in printed.stderr
