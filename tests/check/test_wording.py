"""Messages are whole sentences, whatever the numbers in them are."""

from pathlib import Path

import pytest
from checking import Check

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://ex.org/> .
ex:S a sh:NodeShape ; sh:targetClass ex:P ;
  sh:property [ sh:path ex:name ; NAME ] .
"""
DATA = """@prefix ex: <http://ex.org/> .
ex:none a ex:P .
ex:three a ex:P ; ex:name "", "a", "b" .
"""


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("sh:minCount 1", "at least 1 value needed"),
        ("sh:minCount 2", "at least 2 values needed"),
        ("sh:maxCount 1", "at most 1 value."),
        ("sh:maxCount 2", "at most 2 values."),
        ("sh:minLength 1", "a text of at least 1 character."),
        ("sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:class ex:Q ]", "at least 1 value "),
        ("sh:qualifiedMinCount 2 ; sh:qualifiedValueShape [ sh:class ex:Q ]", "at least 2 values "),
    ],
)
def test_one_is_one_and_two_are_several(
    check: Check, tmp_path: Path, constraint: str, expected: str
) -> None:
    """“1 value(s)” is what a program says that did not look at its own number."""
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shapes.write_text(SHAPES.replace("NAME", constraint))
    data.write_text(DATA)

    assert expected in check(data, "--shapes", shapes).stdout
