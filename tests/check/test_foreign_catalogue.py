"""A programme with its own words, shapes and data uses the check without this catalogue.

`foreign/` is a garden: five files in a namespace of its own, with unnamed shapes, blank nodes and
JSON-LD.
"""

import json
import shutil
from pathlib import Path

import pytest
from checking import Check, edit

GARDEN = Path(__file__).parent / "foreign"


@pytest.fixture
def garden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the garden, made the working directory."""
    folder = Path(shutil.copytree(GARDEN, tmp_path / "garden"))
    monkeypatch.chdir(folder)
    return folder


def found(check: Check, *arguments: str) -> list[tuple[str, str]]:
    """Return (place, rule) of the findings."""
    report = json.loads(check(*arguments, "--format", "json").stdout)
    return [(f"{f['file']}:{f['line']}:{f['column']}", f["rule"]) for f in report["findings"]]


@pytest.mark.parametrize(
    "arguments",
    [(), (".",), ("data", "--shapes", "shapes", "--ontology", "ontology"), ("data",)],
)
@pytest.mark.usefixtures("garden")
def test_a_sound_catalogue_passes_however_it_is_named(
    check: Check, arguments: tuple[str, ...]
) -> None:
    """Nothing of the shipped catalogue may be asked of somebody else's."""
    result = check(*arguments)

    assert (0, "Nothing to fix in ") == (result.exit_code, result.stdout[:18])


@pytest.mark.parametrize(
    ("old", "new", "place", "rule"),
    [
        ('    rdfs:label "bean"@en ;\n', "", "7:1", "PlantShape-label"),
        (":growsIn bed:north ;", ":growsIn bed:north, bed:south ;", "9:25", "PlantShape-growsIn"),
        (":growsIn bed:north ;", ":growsIn bed:norht ;", "9:14", "dangling-link"),
        (":growsIn bed:north ;", ":growsInn bed:north ;", "9:5", "undeclared-term"),
        (":centimetres 40", ":centimetres 0", "11:14", "PlantShape-measure"),
        ("2026-05-02", "2026-05-32", "10:13", "PlantShape-sownOn"),
        ("plant:kale a :Plant", "plant:kale a :Plant, :Bed", "13:22", "owl-disjoint-classes"),
        ('"kale"@en ;', '"kale"@en', "15:5", "syntax"),
    ],
)
def test_a_fault_is_found_at_its_place(
    check: Check, garden: Path, old: str, new: str, place: str, rule: str
) -> None:
    """The places and near misses come from their files and words, not from ours."""
    edit(garden / "data/plants.ttl", old, new)

    assert (f"data/plants.ttl:{place}", rule) in found(check, "--profile", "catalogue")


def test_a_fault_in_json_ld_is_found_at_its_subject(check: Check, garden: Path) -> None:
    """JSON-LD has places too."""
    edit(garden / "data/gardeners.jsonld", '  "label": "Ida",\n', "")

    assert [("data/gardeners.jsonld:7:10", "GardenerShape-label")] == found(check)


def test_both_engines_agree_on_unnamed_shapes_and_blank_nodes(check: Check, garden: Path) -> None:
    """What has no name is compared by what it says."""
    edit(garden / "data/plants.ttl", ":centimetres 40", ":centimetres 0")
    edit(garden / "data/plants.ttl", "    :growsIn bed:south ;\n", "")

    assert found(check, "--engine", "pyshacl") == found(check, "--engine", "shacl") != []
