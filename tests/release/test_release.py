"""A release is one file that anybody can check, and that tells when something in it is wrong."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from rdflib import Dataset, Graph

from commands import rolegraph
from rolegraph.history.people import PEOPLE_GRAPHS
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import BlankNode, NamedNode, Quad, RdfFormat, parse
from rolegraph.release.archive import DUMP, SHAPES, SUMS, read_archive, sums, write_archive
from rolegraph.release.content import content_of
from rolegraph.release.verify import verdict_on
from rolegraph.service.opening import open_store
from rolegraph.settings import Settings
from rolegraph.store.embedded import EmbeddedStore

TIME = "2026-11-29T08:00:00+00:00"


@pytest.fixture(scope="module")
def files(shipped_store: EmbeddedStore) -> dict[str, bytes]:
    """The files of a release of the shipped catalogue."""
    return content_of(shipped_store).files


def resealed(files: dict[str, bytes], changed: dict[str, bytes]) -> dict[str, bytes]:
    """Return files with some changed, and checksums that fit."""
    new = {name: content for name, content in files.items() if name != SUMS} | changed
    return new | {SUMS: sums(new)}


def test_a_release_validates_against_itself(files: dict[str, bytes]) -> None:
    """Whoever has the file alone can tell that its data keeps its rules."""
    verdict = verdict_on(files)

    assert verdict.faults == ()
    assert verdict.files == len(files)
    assert verdict.triples > 5000


def test_other_software_reads_what_is_in_it(files: dict[str, bytes], tmp_path: Path) -> None:
    """Data, rules and checksums are in formats that need no rolegraph."""
    with zipfile.ZipFile(tmp_path / "r.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    zipfile.ZipFile(tmp_path / "r.zip").extractall(tmp_path)
    checked = subprocess.run(["sha256sum", "--check", "--quiet", SUMS], cwd=tmp_path, check=False)
    data = Dataset().parse(data=files[DUMP].decode(), format="nquads")
    crate = json.loads(files["ro-crate-metadata.json"])
    parts = {part["@id"] for part in crate["@graph"] if part["@type"] == "File"}

    assert checked.returncode == 0
    assert len(list(data.quads())) > 5000
    assert len(Graph().parse(data=files[f"{SHAPES}role.ttl"].decode())) > 20
    assert parts == set(files) - {SUMS, "ro-crate-metadata.json"}


def test_the_same_state_gives_the_same_bytes(shipped_store: EmbeddedStore) -> None:
    """Two people who release one revision must get one checksum, whatever the names of nodes."""
    other = EmbeddedStore()
    other.load(list(map(_renamed, shipped_store.data()))[::-1])
    first, second = content_of(shipped_store).files, content_of(other).files
    timed = re.compile(rb"[^\n]*dcterms:(?:issued|modified)[^\n]*")

    assert first[DUMP] == second[DUMP]
    assert first.keys() == second.keys()
    assert all(first[name] == second[name] for name in first if name.startswith((SHAPES, "onto")))
    assert timed.sub(b"", first["metadata.ttl"]) == timed.sub(b"", second["metadata.ttl"])
    assert write_archive(first, TIME) == write_archive(dict(reversed(first.items())), TIME)


def _renamed(quad: Quad) -> Quad:
    def other(term: Any) -> Any:
        return type(term)(f"x{term.value}") if isinstance(term, BlankNode) else term

    return Quad(other(quad.subject), quad.predicate, other(quad.object), quad.graph_name)


def test_what_was_changed_is_found(files: dict[str, bytes]) -> None:
    """One byte, one file more or one less: each is told by its name."""
    name = f"{SHAPES}role.ttl"
    for changed, text in (
        (files | {name: files[name] + b"\n"}, f"{name} is not what its checksum says"),
        (files | {"more.txt": b""}, "more.txt has no checksum"),
        ({n: c for n, c in files.items() if n != name}, f"{name} has a checksum, and is not there"),
        ({n: c for n, c in files.items() if n != SUMS}, f"{SUMS} is missing"),
    ):
        faults = verdict_on(changed).faults
        assert any(fault.startswith(text) for fault in faults), (text, faults)


def test_data_that_breaks_the_rules_inside_is_found(files: dict[str, bytes]) -> None:
    """Fitting checksums say that nothing was lost, not that all is right."""
    lines = files[DUMP].splitlines(keepends=True)
    role = (
        b"<https://w3id.org/rolegraph/id/roles/data-analyst> <http://www.w3.org/2004/02/skos/core"
    )
    kept = b"".join(line for line in lines if not line.startswith(role))
    faults = verdict_on(resealed(files, {DUMP: kept})).faults

    assert any("roles/data-analyst" in fault for fault in faults)
    assert any("triples" in fault for fault in faults)
    assert verdict_on(resealed(files, {DUMP: b"<no"})).faults[0].startswith(f"{DUMP} cannot be")


def test_people_are_no_part_of_a_release(catalogue_store: EmbeddedStore) -> None:
    """An archive goes to anybody, and nobody can take it back."""
    text = (
        b"@prefix rg: <https://w3id.org/rolegraph/ontology#> . "
        b"<https://w3id.org/rolegraph/id/memberships/one> a rg:Membership ; rg:memberName 'Ada' ."
    )
    graph = NamedNode(f"{PEOPLE_GRAPHS}memberships.ttl")
    quads = {Quad(*quad.triple, graph) for quad in parse(text, format=RdfFormat.TURTLE)}
    catalogue_store.apply(Patch(added=frozenset(quads)))
    content = content_of(catalogue_store)

    assert content.withheld == len(quads) == 2
    assert not any(b"Ada" in part for part in content.files.values())


def test_the_command_writes_reads_back_and_judges(tmp_path: Path) -> None:
    """One command to make it, the same to check what somebody sent."""
    open_store(Settings(data_dir=tmp_path / "store")).close()  # as a service begins it
    archive = tmp_path / "release.zip"
    made = rolegraph("release", archive, "--data-dir", tmp_path / "store")
    bad = tmp_path / "bad.zip"
    held = read_archive(archive)
    bad.write_bytes(write_archive(held | {DUMP: held[DUMP][:-40]}, TIME))
    judged = rolegraph("release", "--verify", bad)
    bad.write_bytes(b"no archive")

    assert made.returncode == 0, made.stderr
    assert "release.zip is whole" in made.stdout
    assert judged.returncode == 1
    assert f"{DUMP} is not what its checksum says" in judged.stdout
    assert rolegraph("release", "--verify", bad).returncode == 2
