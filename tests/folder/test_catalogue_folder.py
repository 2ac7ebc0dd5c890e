"""A catalogue is found from anywhere in it, and core words and rules belong to every one."""

from pathlib import Path

import pytest

from rolegraph import resources
from rolegraph.errors import ConfigurationError, InputError
from rolegraph.folder.catalogue_folder import (
    CatalogueFolder,
    find_folder,
    graph_key,
    open_folder,
    sample,
)
from rolegraph.store.files.loading import catalogue_quads

MANIFEST = '[catalogue]\ntitle = "Garden"\nbase = "https://garden.example/id/"\n'


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    """An empty catalogue."""
    (tmp_path / "rolegraph.toml").write_text(MANIFEST)
    (tmp_path / "deep" / "down").mkdir(parents=True)
    return tmp_path


def test_it_is_found_upwards(garden: Path) -> None:
    """Commands work from every folder of a catalogue, as git does."""
    found = find_folder(garden / "deep" / "down")

    assert found is not None
    assert "https://garden.example/id/" == found.base


def test_a_folder_that_is_none_is_refused_with_the_way_to_make_one(tmp_path: Path) -> None:
    """Silently serving something else would be the worst answer."""
    with pytest.raises(InputError, match="rolegraph init"):
        open_folder(tmp_path)


def test_core_words_and_rules_belong_to_every_catalogue(garden: Path) -> None:
    """Nobody copies the ontology to describe roles of their own."""
    graphs = {quad.graph_name for quad in catalogue_quads(garden)}
    core = {q.graph_name for q in catalogue_quads(resources.root()) if "/data/" not in str(q)}

    assert graphs
    assert graphs <= core
    assert not any("/graph/data/" in str(graph) for graph in graphs)


def test_a_file_with_the_name_of_a_core_file_is_refused(garden: Path) -> None:
    """It would take the rules of all roles away without a word."""
    (garden / "shapes").mkdir()
    (garden / "shapes" / "role.ttl").write_text("")

    with pytest.raises(ConfigurationError, match=r"own-role\.ttl"):
        CatalogueFolder(garden).files()


def test_hidden_files_are_nobody_s_data(garden: Path) -> None:
    """Editors and `pull` keep notes beside the data."""
    (garden / "data" / ".notes").mkdir(parents=True)
    (garden / "data" / ".notes" / "a.ttl").write_text("")
    (garden / "data" / "b.ttl").write_text("")

    assert ["data/b.ttl"] == [file.key for file in CatalogueFolder(garden).files("data")]


def test_the_digest_follows_what_is_deployed(garden: Path) -> None:
    """A service brings its rules up to the files when they have changed, and only then."""
    before = CatalogueFolder(garden).digest
    (garden / "data").mkdir()
    (garden / "data" / "a.ttl").write_text("")
    same = CatalogueFolder(garden).digest
    (garden / "rolegraph.toml").write_text(MANIFEST + '[rules]\nprofile = "draft"\n')

    assert before == same
    assert before != CatalogueFolder(garden).digest


def test_the_sample_is_one_catalogue_among_others() -> None:
    """What is shipped is read by the same code as anybody's folder."""
    assert sample().is_sample
    assert "https://w3id.org/rolegraph/id/" == sample().base


@pytest.mark.parametrize(
    ("document", "graph"),
    [
        ("data/roles.md", "data/roles.ttl"),
        ("roles.md", "data/roles.ttl"),
        ("handbook/roles.md", "data/handbook/roles.ttl"),
        ("raci.xlsx", "data/raci.ttl"),
    ],
)
def test_graphs_of_documents_follow_their_paths(document: str, graph: str) -> None:
    """Two documents called roles.md in two folders are two graphs."""
    assert graph == graph_key(document)
