"""Edits by hand in the graph file of a document: kept where that is possible, else told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from commands import Ran, rolegraph

ORDERS = """# Orders

## Chief

The chief leads the brigade.

### Duties

- Keeps the roster
- Reviews every incident within 14 days

## Clerk

### Duties

- Files the reports
"""


class Catalogue:
    """A folder with a document that was imported."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.graph = folder / "data" / "orders.ttl"
        self.curation = folder / "data" / "orders.curation.yaml"

    def run(self, *arguments: str) -> Ran:
        return rolegraph("documents", *arguments, folder=self.folder)

    def edit(self, old: str, new: str, file: str = "data/orders.ttl") -> None:
        path = self.folder / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def curated(self, role: str) -> dict[str, object]:
        found: dict[str, object] = yaml.safe_load(self.curation.read_text("utf-8"))["roles"][role]
        return found


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    folder = tmp_path / "brigade"
    folder.mkdir()
    (folder / "orders.md").write_text(ORDERS, encoding="utf-8")
    base = "https://brigade.example/id/"
    made = rolegraph(
        *("init", str(folder), "--yes", "--title", "Brigade", "--base", base),
        *("--from", str(folder / "orders.md")),
    )
    assert 0 == made.returncode, made.stderr
    return Catalogue(folder)


DEFINITION = '"The chief leads the brigade."@en'


def test_what_the_curation_can_say_goes_there_and_stays(catalogue: Catalogue) -> None:
    """Who edits the file that lies there must not lose the work at the next import."""
    catalogue.edit(DEFINITION, '"Whoever leads."@en ;\n    skos:altLabel "Boss"@en')

    imported = catalogue.run("import")

    assert 0 == imported.returncode, imported.stderr
    assert "what was edited in data/orders.ttl stands there now" in imported.stdout
    chief = catalogue.curated("Chief")
    assert ("Whoever leads.", ["Boss"]) == (chief["definition"], chief["alt_labels"])
    text = catalogue.graph.read_text("utf-8")
    assert '"Whoever leads."@en' in text
    assert '"Boss"@en' in text
    assert 0 == catalogue.run("check").returncode


@pytest.mark.parametrize("command", [("import",), ("sync", "--write")])
def test_what_only_the_document_can_say_is_told_line_by_line(
    catalogue: Catalogue, command: tuple[str, ...]
) -> None:
    """Refused, with the line of the file, until somebody says what is to count."""
    catalogue.edit('rg:verbatimText "Keeps the roster"', 'rg:verbatimText "Keeps the rota"')
    before = catalogue.graph.read_bytes()
    line = 1 + before.decode()[: before.decode().index("Keeps the rota")].count("\n")

    refused = catalogue.run(*command)

    assert 1 == refused.returncode
    assert f"data/orders.ttl:{line}: " in refused.stderr
    assert "“Keeps the rota”" in refused.stderr
    assert before == catalogue.graph.read_bytes()

    taken_back = catalogue.run(*command, "--overwrite")

    assert 0 == taken_back.returncode, taken_back.stderr
    assert "“Keeps the rota”" in taken_back.stderr
    assert "Keeps the rota" not in catalogue.graph.read_text("utf-8")
    assert 0 == catalogue.run("import").returncode


def test_the_check_names_the_line_of_the_edit(catalogue: Catalogue) -> None:
    """A reviewer sees what was edited, and not only that something differs."""
    catalogue.edit(DEFINITION, '"Whoever leads."@en')

    checked = catalogue.run("check")

    assert 1 == checked.returncode
    assert "“Chief”: skos:definition “Whoever leads.” stands in the graph alone" in " ".join(
        checked.stdout.split()
    )


@pytest.mark.parametrize("command", [("import",), ("sync", "--write")])
def test_a_document_that_changed_as_well_takes_nothing_along(
    catalogue: Catalogue, command: tuple[str, ...]
) -> None:
    """Only the edits by hand are told; what the document changed is none of them."""
    catalogue.edit("14 days", "7 days", "orders.md")
    catalogue.edit(DEFINITION, '"Whoever leads."@en')

    done = catalogue.run(*command)

    assert 0 == done.returncode, done.stderr
    assert "Whoever leads." == catalogue.curated("Chief")["definition"]
    assert "7 days" in catalogue.graph.read_text("utf-8")


def test_a_line_that_was_taken_out_does_not_come_back_without_a_word(catalogue: Catalogue) -> None:
    """A deleted link was meant as much as one that was written."""
    catalogue.edit("rg:hasResponsibility responsibility:clerk-files-the-reports ;\n", "")

    refused = catalogue.run("import")

    assert 1 == refused.returncode
    assert "rg:hasResponsibility" in refused.stderr
    assert "was taken out of the graph" in refused.stderr


def test_a_thing_that_somebody_added_to_the_file_is_told(catalogue: Catalogue) -> None:
    """It would be gone as a whole, with no document that has it."""
    with catalogue.graph.open("a", encoding="utf-8") as file:
        file.write('\nrole:cook a rg:Role ;\n    skos:prefLabel "Cook"@en .\n')

    refused = catalogue.run("import")

    assert 1 == refused.returncode
    assert "“Cook”: rdf:type rg:Role stands in the graph alone" in refused.stderr
    assert "role:cook" in catalogue.graph.read_text("utf-8")


def test_properties_that_no_import_writes_stay(catalogue: Catalogue) -> None:
    """They were always kept, and need no word."""
    catalogue.edit('"Clerk"@en', '"Clerk"@en ;\n    rg:status "draft"')

    imported = catalogue.run("import")

    assert 0 == imported.returncode, imported.stderr
    assert 'rg:status "draft"' in catalogue.graph.read_text("utf-8")


def test_a_copy_without_the_record_still_tells(catalogue: Catalogue) -> None:
    """A fresh clone has the files alone; the head of the graph says that it was edited."""
    catalogue.edit(DEFINITION, '"Whoever leads."@en')
    shutil.rmtree(catalogue.folder / ".rolegraph-imported")

    refused = catalogue.run("import")

    assert 1 == refused.returncode
    assert "“Chief”: skos:definition “Whoever leads.” stands in the graph alone" in refused.stderr


def test_a_copy_without_the_record_that_nobody_edited_is_imported(catalogue: Catalogue) -> None:
    """Changes of document and curation are no edits of the graph."""
    shutil.rmtree(catalogue.folder / ".rolegraph-imported")
    catalogue.edit("14 days", "7 days", "orders.md")
    catalogue.edit(
        "  Clerk:", "  Clerk:\n    definition: Who files.\n   ", "data/orders.curation.yaml"
    )

    imported = catalogue.run("import")

    assert 0 == imported.returncode, imported.stderr
    assert "" == imported.stderr
    assert "Who files." in catalogue.graph.read_text("utf-8")


def test_git_does_not_see_the_record(catalogue: Catalogue) -> None:
    """It says what was imported here, which is nothing for others."""
    assert "*\n" == (catalogue.folder / ".rolegraph-imported/.gitignore").read_text("utf-8")


def test_a_graph_of_the_strict_form_tells_as_well(tmp_path: Path) -> None:
    """The document of the sample is of that form."""
    folder = tmp_path / "lab"
    shutil.copytree(Path("data"), folder / "data")
    shutil.copy("rolegraph.toml", folder)
    graph = folder / "data/roles.ttl"
    text = graph.read_text("utf-8")
    edited = text.replace(
        "    skos:prefLabel", '    skos:altLabel "Zzz"@en ;\n    skos:prefLabel', 1
    )
    graph.write_text(edited, encoding="utf-8")

    refused = rolegraph("documents", "import", "data/roles.md", folder=folder)
    taken_back = rolegraph("documents", "import", "data/roles.md", "--overwrite", folder=folder)

    assert 1 == refused.returncode
    assert "“Zzz” stands in the graph alone" in refused.stderr
    assert 0 == taken_back.returncode
    assert text == graph.read_text("utf-8")


def test_what_the_check_asks_of_a_tool_is_written_where_it_says_and_stays(
    catalogue: Catalogue,
) -> None:
    """It said that such a line is lost with the next import, so nobody could answer it."""
    with (catalogue.folder / "orders.md").open("a", encoding="utf-8") as document:
        document.write("\n## Tools\n\n| Tool | Purpose |\n|---|---|\n| Radio | calls |\n")
    assert 0 == catalogue.run("import").returncode
    asked = "[ToolShape-license-missing] Radio"
    before = rolegraph("check", folder=catalogue.folder).stdout
    (told,) = (part for part in before.split("\n\n") if asked in part)
    assert "the next import keeps what you add here" in told

    catalogue.edit(
        "tool:radio a rg:Tool ;", "tool:radio a rg:Tool ;\n    dcterms:license rg:notPublic ;"
    )
    assert 0 == catalogue.run("import").returncode

    after = rolegraph("check", folder=catalogue.folder).stdout
    assert asked not in after
