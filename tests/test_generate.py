"""Made-up catalogues are valid, the same each time, and come one role after the other."""

from __future__ import annotations

import gzip
from itertools import islice
from pathlib import Path

import pytest

from commands import rolegraph
from rolegraph import resources
from rolegraph.generate import Detail, generate
from rolegraph.rdf.namespaces import is_default_dataset_graph
from rolegraph.rdf.terms import Literal
from rolegraph.shacl.engines.validator import Validator
from rolegraph.shacl.findings import VIOLATION
from rolegraph.shacl.shapes import Shapes
from rolegraph.store.files.loading import catalogue_quads

ROLES = 45


@pytest.mark.parametrize(("detail", "least", "most"), [("full", 155, 170), ("lean", 84, 95)])
def test_a_generated_catalogue_is_valid_at_either_detail(
    detail: str, least: int, most: int
) -> None:
    """Benchmarks on data that the guard refuses would measure something else."""
    quads = list(generate(ROLES, detail=Detail(detail)))
    shipped = list(catalogue_quads(resources.root()))
    graphs = {quad: getattr(quad.graph_name, "value", "") for quad in shipped}
    shapes = Shapes(quad for quad, graph in graphs.items() if not is_default_dataset_graph(graph))
    data = [quad for quad, graph in graphs.items() if is_default_dataset_graph(graph)]

    findings = Validator(shapes).validate(data + quads)

    assert not [finding for finding in findings if finding.severity == VIOLATION]
    assert least < len(quads) / ROLES < most
    assert not [quad for quad in quads if quad.object == Literal("approved")]  # nobody reviewed it
    assert len(quads) == len(set(quads))


def test_generating_is_repeatable_and_needs_no_more_than_a_role_at_once() -> None:
    """A catalogue larger than memory can be written to a file."""
    first = list(islice(generate(10**9, seed=7), 1000))

    assert first == list(islice(generate(10**9, seed=7), 1000))
    assert first != list(islice(generate(10**9, seed=8), 1000))


def test_a_catalogue_goes_into_a_packed_file_or_the_error_names_the_file(tmp_path: Path) -> None:
    """What is written in part is not there under its name."""
    packed, nowhere = tmp_path / "made.nq.gz", tmp_path / "missing" / "made.nq"
    assert 0 == rolegraph("generate", "--roles", "1", "-o", packed).returncode
    assert b"/roles/" in gzip.decompress(packed.read_bytes())
    ran = rolegraph("generate", "--roles", "1", "-o", nowhere)
    assert 2 == ran.returncode
    assert f"rolegraph: {nowhere} cannot be written: No such file or directory." in ran.stderr
    assert [packed] == list(tmp_path.iterdir())
