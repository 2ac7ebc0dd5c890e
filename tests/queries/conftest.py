"""The shipped query library."""

from __future__ import annotations

import pytest

from rolegraph import resources
from rolegraph.sparql.library import QueryLibrary, load_library


@pytest.fixture(scope="session")
def library() -> QueryLibrary:
    """The shipped query library."""
    return load_library(resources.part("queries"))
