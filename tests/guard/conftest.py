"""The small catalogue that the guard is tried on."""

from __future__ import annotations

import pytest
from guarding import DATA, EXAMPLES, ONTOLOGY, SHAPES, files, shipped

from rolegraph.rdf.terms import Quad


@pytest.fixture(scope="session")
def shapes() -> frozenset[Quad]:
    """The shipped shapes."""
    return shipped("shapes", SHAPES)


@pytest.fixture(scope="session")
def valid() -> frozenset[Quad]:
    """A small complete catalogue with the shipped ontology."""
    return files(sorted(EXAMPLES.glob("valid.*.ttl")), DATA) | shipped("ontology", ONTOLOGY)
