"""Mappings leave the catalogue in the forms of SSSOM, and come back as the same mappings."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph import resources
from rolegraph.rdf.namespaces import OWL, RDF, XSD, graph_of_file
from rolegraph.rdf.sssom.graph import read_sssom
from rolegraph.rdf.sssom.mapping_set import MAPPING, mapping_set
from rolegraph.rdf.sssom.slots import SSSOM
from rolegraph.rdf.sssom.table import written
from rolegraph.rdf.sssom.writing import as_graph, as_table
from rolegraph.rdf.terms import Literal, NamedNode, Quad, RdfFormat, Triple, parse
from rolegraph.store.files.loading import catalogue_quads

FILE = "data/mappings.sssom.tsv"
GRAPH = NamedNode(graph_of_file(FILE))
TYPE = NamedNode(RDF + "type")
HEADER = """\
#curie_map:
#  E: https://example.org/entries/e-
#  semapv: https://w3id.org/semapv/vocab/
#  skos: http://www.w3.org/2004/02/skos/core#
#  role: https://example.org/roles/
#mapping_set_id: https://example.org/set
#license: https://creativecommons.org/publicdomain/zero/1.0/
"""
COLUMNS = (
    *("subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id"),
    *("object_label", "mapping_justification", "author_label", "confidence", "comment"),
)


def mappings(quads: list[Quad]) -> set[Triple]:
    return {quad.triple for quad in quads if quad.subject != quad.graph_name}


def read(table: bytes | str) -> list[Quad]:
    return list(read_sssom(table if isinstance(table, str) else table.decode(), GRAPH))


@pytest.fixture(scope="module")
def sample() -> list[Quad]:
    """What queries see of the sample."""
    return list(catalogue_quads(resources.root()))


def test_the_table_that_is_written_says_what_the_file_says(sample: list[Quad]) -> None:
    """Who takes the mappings out and puts them back changes nothing, not a label."""
    found = mapping_set(sample)
    assert found is not None
    file = (resources.root() / FILE).read_text(encoding="utf-8")

    assert set(read(as_table(found))) == set(read(file))


def test_the_graph_has_what_sssom_defines_and_nothing_else(sample: list[Quad]) -> None:
    """A second type, or a confidence that is no double, makes readers of SSSOM refuse it."""
    found = mapping_set(sample)
    assert found is not None
    graph = {quad.triple for quad in parse(as_graph(found), format=RdfFormat.TURTLE)}
    types = {triple.object.value for triple in graph if triple.predicate == TYPE}
    numbers = {
        triple.object.datatype.value
        for triple in graph
        if triple.predicate == NamedNode(SSSOM + "confidence")
        and isinstance(triple.object, Literal)
    }
    listed = [one for one in graph if one.predicate == NamedNode(SSSOM + "mappings")]

    assert types == {SSSOM + "MappingSet", SSSOM + "ExtensionDefinition", OWL + "Axiom"}
    assert numbers == {XSD + "double"}
    assert len(listed) == len(found.mappings) == 25


def test_a_mapping_of_another_name_keeps_it(sample: list[Quad]) -> None:
    """A mapping that was made over the API has the name that its maker gave it."""
    other = NamedNode("https://example.org/my-mapping")
    one = next(quad.subject for quad in sample if quad.predicate == MAPPING)
    of_one = [quad for quad in sample if quad.subject == one]
    renamed = [Quad(other, q.predicate, q.object, q.graph_name) for q in of_one]
    found = mapping_set(renamed)
    assert found is not None

    assert {other} == {triple.subject for triple in mappings(read(as_table(found)))}


words = st.text(st.characters(blacklist_categories=("C", "Z")), min_size=1, max_size=8)
texts = st.lists(words, min_size=1, max_size=3).map(" ".join)
names = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?", fullmatch=True)


def escaped(author: str) -> str:
    """Return one of several values as a cell has it."""
    return author.replace("\\", "\\\\").replace("|", "\\|")


@given(
    st.lists(
        st.tuples(
            *(names, texts | st.just(""), st.sampled_from(("exact", "close", "broad"))),
            *(st.sampled_from(("", "Not")), names, texts | st.just("")),
            *(st.lists(texts, max_size=2), texts | st.just("")),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda row: (row[0], row[2], row[3], row[4]),
    )
)
def test_any_table_comes_back_as_it_was(rows: list[tuple[str, ...]]) -> None:
    """Labels with brackets or colons in them, several authors, odd characters: all is kept."""
    table = [HEADER, written(COLUMNS), "\n"]
    for role, label, relation, modifier, entry, entry_label, authors, comment in rows:
        cells = (
            *(f"role:{role}", label, f"skos:{relation}Match", modifier, f"E:{entry}", entry_label),
            *("semapv:ManualMappingCuration", "|".join(map(escaped, authors))),
            *("0.5", comment),
        )
        table += [written(cells), "\n"]
    before = read("".join(table))
    found = mapping_set(before)
    assert found is not None

    assert mappings(read(as_table(found))) == mappings(before)


def test_both_forms_are_served_by_media_type_and_by_name(client: httpx.Client) -> None:
    """A curator's tool asks by Accept, and a person by the name of the format."""
    profile = 'text/turtle;profile="https://w3id.org/sssom/"'
    asked = {
        "sssom-tsv": "text/tab-separated-values",
        "sssom-ttl": profile,
    }
    for name, media_type in asked.items():
        named = client.get("/graphs", params={"graph": GRAPH.value, "format": name})
        accepted = client.get(
            "/graphs", params={"graph": GRAPH.value}, headers={"Accept": media_type}
        )
        whole = client.get("/graphs", params={"format": name})

        assert named.status_code == 200
        assert named.content == accepted.content == whole.content
        assert named.headers["content-type"] == f"{media_type}; charset=utf-8"
    plain = client.get("/graphs", params={"graph": GRAPH.value}, headers={"Accept": "text/turtle"})
    assert plain.headers["content-type"] == "text/turtle; charset=utf-8"
    assert "rg:RoleMapping" in plain.text


def test_a_graph_without_mappings_says_so(client: httpx.Client) -> None:
    """An empty table would look as if the mappings had been lost."""
    answer = client.get(
        "/graphs", params={"graph": graph_of_file("data/roles.ttl"), "format": "sssom-tsv"}
    )

    assert answer.status_code == 404
    assert "There are no mappings in the graph" in answer.json()["detail"]


VARIABLE = "ONTOLOGY_TOOLS"
TOOL = Path(__file__).parents[1] / "ontology_tools" / "one_tool.py"


@pytest.mark.skipif(VARIABLE not in os.environ, reason="needs sssom-py: make ontology-tools")
def test_sssom_py_reads_both_forms_and_writes_the_same_back(
    sample: list[Quad], tmp_path: Path
) -> None:
    """The reference implementation decides what a reader of SSSOM understands."""
    python = Path(os.environ[VARIABLE]) / "python" / "bin" / "python"
    found = mapping_set(sample)
    assert found is not None
    (tmp_path / "mappings.sssom.tsv").write_bytes(as_table(found))
    (tmp_path / "mappings.sssom.ttl").write_bytes(as_graph(found))
    subprocess.run([python, TOOL, "sssom", tmp_path], check=True, capture_output=True)
    wanted = mappings(read(as_table(found)))

    assert mappings(read((tmp_path / "table-written.sssom.tsv").read_bytes())) == wanted
    assert mappings(read((tmp_path / "graph-written.sssom.tsv").read_bytes())) == wanted
