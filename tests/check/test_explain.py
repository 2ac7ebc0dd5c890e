"""`rolegraph check --explain`: what a rule asks for, the rules of one's own shapes included."""

from pathlib import Path

import pytest
from checking import Check

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://garden.example/> .
ex:PlantShape a sh:NodeShape ; sh:targetClass ex:Plant ; sh:description "What a plant is." ;
  sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:message "A plant needs a name."@en ] ;
  sh:property ex:BedShape .
ex:BedShape sh:path ex:bed ; sh:maxCount 2 ; sh:severity sh:Warning .
ex:Alone sh:path ex:bed ; sh:minCount 1 .
"""


@pytest.fixture
def garden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Shapes of somebody's own."""
    (tmp_path / "rules.ttl").write_text(SHAPES)
    (tmp_path / "data.ttl").write_text("<urn:a> <urn:b> 1 .")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "PlantShape-name",
            (
                "PlantShape-name (Violation): A plant needs a name.\n"
                "  target: instances of ex:Plant\n"
                "  property: ex:name\n"
                "  asks for: at least 1 value\n"
                "  at: rules.ttl:4:15\n"
                "  shape: ex:PlantShape\n"
            ),
        ),
        (
            "PlantShape",
            (
                "PlantShape (Violation): What a plant is.\n"
                "  target: instances of ex:Plant\n"
                "  with: BedShape, PlantShape-name\n"
                "  at: rules.ttl:3:1\n"
                "  shape: https://garden.example/PlantShape\n"
            ),
        ),
        (
            "BedShape",
            (
                "BedShape (Warning)\n"
                "  target: instances of ex:Plant\n"
                "  property: ex:bed\n"
                "  asks for: at most 2 values\n"
                "  at: rules.ttl:6:1\n"
                "  shape: https://garden.example/BedShape\n"
            ),
        ),
    ],
)
@pytest.mark.usefixtures("garden")
def test_a_rule_of_ones_own_shapes_is_explained(check: Check, name: str, said: str) -> None:
    """Whoever sees a name in a finding wants to know what it is, and where to change it."""
    assert said == check("data.ttl", "--shapes", "rules.ttl", "--explain", name).stdout


@pytest.mark.usefixtures("garden")
def test_a_shape_goes_by_its_iri_too(check: Check) -> None:
    """People copy what they see, and in a file they see a prefix."""
    for name in ("https://garden.example/BedShape", "ex:BedShape"):
        found = check("data.ttl", "--shapes", "rules.ttl", "--explain", name)
        assert found.stdout.startswith("BedShape (Warning)")


@pytest.mark.usefixtures("garden")
def test_a_shape_that_judges_nothing_is_called_that(check: Check) -> None:
    """It explains why there never is a finding of it."""
    found = check("data.ttl", "--shapes", "rules.ttl", "--explain", "Alone")

    assert "target: none, so nothing is judged by it" in found.stdout


@pytest.mark.usefixtures("garden")
def test_a_name_that_means_nothing_gets_the_near_one(check: Check) -> None:
    """Names of rules are long, and mistyped."""
    found = check("data.ttl", "--shapes", "rules.ttl", "--explain", "PlantShape-nam")

    assert 2 == found.exit_code
    assert "Did you mean 'PlantShape-name'?" in found.stderr
