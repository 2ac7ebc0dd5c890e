"""`rolegraph documents import`: files in, a file out, and exit codes for scripts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from document_graphs import ROOT
from typer.testing import CliRunner

from rolegraph.cli.documents.commands import app

runner = CliRunner()

pytestmark = pytest.mark.usefixtures("catalogue")


def test_the_shipped_graph_is_written_byte_for_byte(tmp_path: Path) -> None:
    """Whoever regenerates the catalogue must get no difference for nothing."""
    output = tmp_path / "out.ttl"
    result = runner.invoke(app, ["import", str(ROOT / "data/roles.md"), "--output", str(output)])

    assert 0 == result.exit_code, result.output
    assert (ROOT / "data/roles.ttl").read_bytes() == output.read_bytes()
    assert "4 roles, 22 statements, 6 citations, 4 references" in result.output


def test_bytes_do_not_depend_on_hashing_or_folder(tmp_path: Path) -> None:
    """Sets have another order in every process; the file must not."""
    script = "import sys; from rolegraph.cli.documents.commands import app; app()"
    command = [sys.executable, "-c", script, "import", str(ROOT / "data/roles.md"), "-o", "-"]
    outputs = {
        subprocess.run(
            command,
            check=True,
            capture_output=True,
            cwd=folder,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed, folder in (("1", ROOT), ("2", tmp_path))
    }

    assert {(ROOT / "data/roles.ttl").read_bytes()} == outputs


def test_output_and_curation_are_found_beside_the_document(tmp_path: Path) -> None:
    """The short command is the usual one."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("roles.md", "roles.curation.yaml"):
        (folder / name).write_bytes((ROOT / "data" / name).read_bytes())
    result = runner.invoke(app, ["import", str(folder / "roles.md")])

    assert 0 == result.exit_code, result.output
    assert (ROOT / "data/roles.ttl").read_bytes() == (folder / "roles.ttl").read_bytes()


def test_a_malformed_document_is_a_finding_and_nothing_is_written(tmp_path: Path) -> None:
    """CI fails with the place; yesterday's graph stays."""
    document = tmp_path / "team.md"
    document.write_text("# Team\n\n1. Pilot\n\n## Pilot\n", encoding="utf-8")
    (tmp_path / "team.curation.yaml").write_text("roles: {}\n", encoding="utf-8")
    result = runner.invoke(app, ["import", str(document)])

    assert 1 == result.exit_code
    assert f"{document}:3:4: The role “Pilot” has no section" in result.stderr
    assert f"{document}:5:4: This section is neither" in result.stderr
    assert not (tmp_path / "team.ttl").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["missing.md"],
        [str(ROOT / "data/roles.md"), "--curation", "missing.yaml"],
        [str(ROOT / "data/roles.md"), "--output", "missing/roles.ttl"],
    ],
)
def test_a_file_that_cannot_be_used_is_no_finding(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script must tell "the document is wrong" from "the command could not run"."""
    monkeypatch.chdir(tmp_path)
    result = runner.invoke(app, ["import", *arguments])

    assert 2 == result.exit_code
    assert "cannot be" in result.stderr


def test_a_graph_of_another_document_is_not_forgotten_either(tmp_path: Path) -> None:
    """`--fresh` forgot the graph, and with it that the graph was that of the document beside it."""
    root = _catalogue(tmp_path)
    (root / "roles.csv").write_text("Role,Duties\nPilot,Guide ships\n", "utf-8")
    graph = root / "data" / "roles.ttl"
    before = graph.read_text("utf-8")

    refused = runner.invoke(app, ["import", str(root / "roles.csv"), "--fresh"])

    assert "is the graph of roles.md" in str(refused.exception)
    assert before == graph.read_text("utf-8")


def test_what_cannot_be_read_can_be_forgotten(tmp_path: Path) -> None:
    """A broken graph is made again from its document: that is what `--fresh` is for."""
    root = _catalogue(tmp_path)
    (root / "data" / "roles.ttl").write_text("this is no Turtle", "utf-8")

    assert 0 != runner.invoke(app, ["import", str(root / "roles.md")]).exit_code
    assert 0 == runner.invoke(app, ["import", str(root / "roles.md"), "--fresh"]).exit_code


def test_a_folder_stands_for_the_documents_in_it(tmp_path: Path) -> None:
    """`rolegraph check harbour` takes a folder; here the same ended in a traceback."""
    root = _catalogue(tmp_path)
    (root / "crew").mkdir()
    (root / "crew" / "more.md").write_text("# Roles\n\n## Clerk\n\n- Count\n- Sort\n", "utf-8")

    assert 0 == runner.invoke(app, ["import", str(root / "crew" / "more.md")]).exit_code
    results = {
        name: runner.invoke(app, [name, str(place)])
        for name, place in (("check", root), ("sync", root / "crew"), ("import", root))
    }
    several = runner.invoke(app, ["read", str(root)])
    nothing = runner.invoke(app, ["check", str(root / "data")])

    assert [0, 0, 0] == [each.exit_code for each in results.values()]
    assert "2 documents and their graphs say the same." in results["check"].output
    assert "roles.ttl" in results["import"].output
    assert "more.ttl" in results["import"].output
    assert (2, True) == (several.exit_code, "Name one of them" in several.stderr)
    assert (2, True) == (nothing.exit_code, "no document of the catalogue lies" in nothing.stderr)


def test_a_document_that_is_imported_belongs_to_the_catalogue(tmp_path: Path) -> None:
    """A second document was read once, and passed over by every command after that."""
    root = _catalogue(tmp_path)
    manifest = root / "rolegraph.toml"
    manifest.write_text(manifest.read_text("utf-8") + '\n[rules]\nprofile = "draft"  # so far\n')
    (root / "crew.md").write_text("# Roles\n\n## Clerk\n\n- Count\n- Sort\n", "utf-8")
    added = runner.invoke(app, ["import", str(root / "crew.md")])
    again = runner.invoke(app, ["import", str(root / "crew.md")])

    assert "crew.md is one of its documents now" in added.output
    assert "crew.md is one of its documents now" not in again.output
    assert manifest.read_text("utf-8").endswith(
        '[documents]\n"roles.md" = {}\n"crew.md" = {}\n\n[rules]\nprofile = "draft"  # so far\n'
    )


def test_a_document_with_another_name_is_told_with_what_to_do(tmp_path: Path) -> None:
    """“No such file” left open what becomes of its graph and of the answers given."""
    root = _catalogue(tmp_path)
    (root / "roles.md").rename(root / "crew.md")
    gone = runner.invoke(app, ["import", str(root)])
    for ending in ("ttl", "curation.yaml"):
        (root / "data" / f"roles.{ending}").rename(root / "data" / f"crew.{ending}")
    manifest = root / "rolegraph.toml"
    manifest.write_text(manifest.read_text("utf-8").replace("roles.md", "crew.md"), "utf-8")

    assert 2 == gone.exit_code
    assert "Has it another name now?" in gone.stderr
    assert 0 == runner.invoke(app, ["import", str(root)]).exit_code
    assert 0 == runner.invoke(app, ["check", str(root)]).exit_code


def test_a_role_in_other_letters_or_the_plural_is_the_one_of_the_other_document(
    tmp_path: Path,
) -> None:
    """“pilot” gave the pilot a second name, which is a violation, and “Pilots” made a second role."""
    root = _catalogue(tmp_path)
    for name, title in (("a.md", "pilot"), ("b.md", "The pilots")):
        text = f"# Roles\n\n## {title}\n\n### Duties\n\n- Keep the log of {name}\n"
        (root / name).write_text(text, "utf-8")
        told = runner.invoke(app, ["import", str(root / name)]).output
        graph = (root / "data" / name).with_suffix(".ttl").read_text("utf-8")

        assert "is the role “Pilot” of another document." in told
        assert "role:pilot a rg:Role" in graph
        assert 'skos:prefLabel "Pilot"@en' in graph
    assert 0 == runner.invoke(app, ["check", str(root)]).exit_code


def _catalogue(folder: Path) -> Path:
    """Return a catalogue of one document, imported."""
    root = folder / "yard"
    root.mkdir()
    text = '[catalogue]\ntitle = "Yard"\nbase = "https://yard.example/id/"\n'
    (root / "rolegraph.toml").write_text(f'{text}\n[documents]\n"roles.md" = {{}}\n', "utf-8")
    (root / "roles.md").write_text("# Roles\n\n## Pilot\n\n- Guide ships\n- Warn\n", "utf-8")
    assert 0 == runner.invoke(app, ["import", str(root / "roles.md")]).exit_code
    return root
