"""Files of a catalogue as people name and save them: each is served, or it is said which is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from commands import Ran, rolegraph
from rolegraph.exchange.files.units import file_of_graph
from rolegraph.rdf.namespaces import graph_of_file
from rolegraph.rdf.terms import NamedNode
from serving import StartServer

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
ROLE = """@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://reeve.example/id/roles/{slug}> a rg:Role ;
    skos:prefLabel "{slug}"@en ;
    skos:definition "A {slug} looks after a part of the parish."@en .
"""
NAMES = ["our roles.ttl", "50% (half) #1.ttl", "Straße.ttl", "deep down/a+b.ttl"]


@pytest.fixture
def parish(tmp_path: Path) -> Path:
    """A new catalogue without anything in it."""
    made = rolegraph(
        *("init", tmp_path / "parish", "--yes", "--title", "Parish"),
        *("--base", "https://reeve.example/id/"),
    )
    assert 0 == made.returncode, made.stderr
    return tmp_path / "parish"


def write(parish: Path, name: str, slug: str, form: Callable[[str], str] = str) -> None:
    """Write a file that describes one role."""
    path = parish / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(form(ROLE.format(slug=slug)), "utf-8")


def asked(parish: Path) -> Ran:
    """Ask the files which roles have no persona: all, here."""
    return rolegraph("query", "roles-without-a-persona", "--format", "csv", folder=parish)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_may_have_a_blank_or_a_letter_of_any_script_in_its_name(
    parish: Path, name: str
) -> None:
    """Check and query ended with a traceback, since the graph of such a file had no IRI."""
    write(parish, f"data/{name}", "reeve")

    checked = rolegraph("check", "--severity", "violation", folder=parish)

    assert 0 == checked.returncode, checked.stdout
    assert "roles/reeve" in asked(parish).stdout


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_graph_and_of_its_file_follow_from_each_other(name: str) -> None:
    """Else pull would write what was changed into another file."""
    graph = graph_of_file(f"data/{name}")

    assert graph == NamedNode(graph).value
    assert f"data/{name}" == file_of_graph(graph)


@pytest.mark.parametrize(
    "name",
    ["..%2F..%2Fetc.ttl", "%2e%2e/etc.ttl", "a%0Ab.ttl", ".hidden.ttl", "%61.ttl", "a\\b.ttl"],
)
def test_no_graph_leads_out_of_the_folder_or_to_the_file_of_another_graph(name: str) -> None:
    """A service names the graphs, and nobody else's files are written."""
    assert file_of_graph(graph_of_file("data/") + name) is None


def test_what_was_changed_in_the_service_comes_back_into_a_file_with_a_blank(parish: Path) -> None:
    """And a push finds it again."""
    write(parish, "data/our roles.ttl", "reeve")
    store = parish / ".rolegraph"
    assert 0 == rolegraph("load", parish / "data/our roles.ttl", folder=parish).returncode
    other = parish.parent / "more.ttl"
    other.write_text(
        '<https://reeve.example/id/roles/reeve> <http://www.w3.org/2004/02/skos/core#altLabel> "R"@en .'
    )
    graph = graph_of_file("data/our roles.ttl")
    loaded = rolegraph("load", other, "--graph", graph, folder=parish)
    assert 0 == loaded.returncode, loaded.stderr

    pulled = rolegraph("pull", "--data-dir", store, folder=parish)
    pushed = rolegraph("push", "--data-dir", store, folder=parish)

    assert 'skos:altLabel "R"@en' in (parish / "data/our roles.ttl").read_text()
    assert "data/our roles.ttl: 1 changed" in pulled.stdout
    assert "Nothing to do." in pushed.stdout


def in_a_graph(turtle: str) -> str:
    """Return Turtle as TriG, in a graph of its own."""
    head, _, body = turtle.partition("<https://reeve")
    return f"{head}<urn:x-parish:roles> {{ <https://reeve{body} }}"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("data/roles.trig", in_a_graph),
        ("data/Roles.TTL", str),
        ("data/all/roles.nt", lambda _: f"<urn:a> {TYPE} <urn:b> .\n"),
        (
            "ontology/words.owl",
            lambda _: '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
        ),
        ("shapes/rules.ttl.gz", str),
    ],
)
def test_a_file_of_rdf_that_no_service_has_is_named_by_check_and_query(
    parish: Path, name: str, form: Callable[[str], str]
) -> None:
    """Check judged such data and was green, and the service said that there are no roles."""
    write(parish, "data/reeve.ttl", "reeve")
    write(parish, name, "warden", form)

    checked = rolegraph("check", "--severity", "warning", folder=parish)
    answer = asked(parish)

    assert f"{name}:1:1" in checked.stdout
    assert f"Not asked, for the ending: {name}." in answer.stderr
    assert "rolegraph load" in answer.stderr
    assert "roles/reeve" in answer.stdout


def test_serve_and_push_name_it_as_well(parish: Path, start_server: StartServer) -> None:
    """Whoever starts a service reads there what it does not have."""
    write(parish, "data/roles.trig", "warden", in_a_graph)

    server = start_server(str(parish))
    pushed = rolegraph("push", "--dry-run", "--url", server.url, folder=parish)

    server.stop()
    assert "Not served, for the ending: data/roles.trig." in server.log.read_text()
    assert "Not served, for the ending: data/roles.trig." in pushed.stderr


def test_a_check_of_one_file_tells_nothing_of_others(parish: Path) -> None:
    """It was asked about that file."""
    write(parish, "data/reeve.ttl", "reeve")
    write(parish, "data/roles.trig", "warden", in_a_graph)

    checked = rolegraph("check", "data/reeve.ttl", folder=parish)

    assert "roles.trig" not in checked.stdout


def test_an_ontology_without_a_catalogue_may_be_saved_in_any_form(tmp_path: Path) -> None:
    """Where nothing is served, nothing is missing."""
    write(tmp_path, "ontology/words.ttl", "reeve")
    write(tmp_path, "shapes/rules.ttl", "reeve")
    write(tmp_path, "data/our roles.trig", "warden", in_a_graph)

    checked = rolegraph("check", "data", folder=tmp_path)

    assert "No service" not in checked.stdout
    assert "our roles.trig" not in checked.stderr
