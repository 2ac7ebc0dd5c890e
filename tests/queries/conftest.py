"""The shipped query library."""

from __future__ import annotations

import pytest

from rolegraph import resources
from rolegraph.folder.catalogue_folder import sample
from rolegraph.folder.description import Description
from rolegraph.sparql.library import QueryLibrary, load_library


@pytest.fixture(scope="session")
def library() -> QueryLibrary:
    """The query library as the sample asks it."""
    return load_library(resources.part("queries"), about=Description.of(sample()))
