"""Edits of YAML: what is not edited keeps every character."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.documents.curation.yaml_edit import Path, YamlEdit
from rolegraph.documents.curation.yaml_text import scalar

TEXT = """\
# What we know
team:
  name: Pilots   # never Captains
  summary: >-
    They fly
    and land.

  # in order of age
  members:
    - name: Ann
      skills: [fly, land]
    # the younger one
    - name: Bob
      skills: []
  links:
    - {to: x, kind: y}
    - {to: z}

other: 1
"""


def edited(*calls: tuple[object, ...]) -> str:
    """The text after some edits."""
    edit = YamlEdit(TEXT)
    for name, *arguments in calls:
        getattr(edit, str(name))(*arguments)
    return edit.result()


def test_nothing_edited_is_nothing_changed() -> None:
    """Comments, blanks and folds are somebody's work."""
    assert TEXT == edited()


@pytest.mark.parametrize(
    ("call", "old", "new"),
    [
        (("put", ("team", "name"), "Flyers"), "name: Pilots ", "name: Flyers "),
        (("put", ("team", "name"), "a: b"), "name: Pilots ", "name: 'a: b' "),
        (
            ("put", ("team", "summary"), "They do."),
            ">-\n    They fly\n    and land.\n",
            "They do.\n",
        ),
        (("put", ("team", "members", 1, "name"), "Cy"), "name: Bob", "name: Cy"),
        (
            ("put", ("team", "members", 0, "formerly"), "Anna", "name"),
            "Ann\n",
            "Ann\n      formerly: Anna\n",
        ),
        (("put", ("team", "formerly"), "Us"), "team:\n", "team:\n  formerly: Us\n"),
        (("put", ("team", "links", 0, "to"), "a, b"), "{to: x,", "{to: 'a, b',"),
        (("put", ("team", "links", 1, "kind"), "q", "to"), "{to: z}", "{to: z, kind: q}"),
        (("rename", ("team",), "crew"), "team:", "crew:"),
        (("remove", ("other",)), "\nother: 1\n", ""),
        (
            ("remove", ("team", "members", 0)),
            "    - name: Ann\n      skills: [fly, land]\n",
            "",
        ),
        (("remove", ("team", "members", 0, "name")), "name: Ann\n      skills", "skills"),
        (("remove", ("team", "summary")), "  summary: >-\n    They fly\n    and land.\n", ""),
        (("remove", ("team", "links", 0, "to")), "{to: x, kind", "{kind"),
        (("remove", ("team", "links", 0, "kind")), ", kind: y}", "}"),
        (("remove", ("team", "links", 1)), "    - {to: z}\n", ""),
        (
            ("insert", ("team", "members"), 2, {"name": "Cy", "skills": ["a b", "c"]}),
            "skills: []\n",
            "skills: []\n    - name: Cy\n      skills: [a b, c]\n",
        ),
        (
            ("insert", ("team", "members"), 0, {"name": "Cy"}),
            "    - name: Ann",
            "    - name: Cy\n    - name: Ann",
        ),
        (
            ("put_list", ("team", "links"), []),
            "links:\n    - {to: x, kind: y}\n    - {to: z}\n",
            "links: []\n",
        ),
        (
            ("add_mapping", ("team", "boss"), {"name": "Di"}, "name"),
            "Captains\n",
            "Captains\n\n  boss:\n    name: Di\n",
        ),
    ],
)
def test_an_edit_changes_its_own_characters_only(
    call: tuple[object, ...], old: str, new: str
) -> None:
    """Anything more would hide the change from its reviewer."""
    assert TEXT.count(old) == 1
    result = edited(call)

    assert TEXT.replace(old, new).rstrip("\n").replace("\n\n\n", "\n\n") == result.rstrip(
        "\n"
    ).replace("\n\n\n", "\n\n")
    yaml.safe_load(result)


def test_several_edits_keep_their_order() -> None:
    """Two new entries at one place stand as they came."""
    path: Path = ("team", "members")
    result = edited(
        ("insert", path, 1, {"name": "B"}),
        ("insert", path, 1, {"name": "C"}),
        ("remove", ("other",)),
    )

    assert ["Ann", "B", "C", "Bob"] == [
        member["name"] for member in yaml.safe_load(result)["team"]["members"]
    ]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200), st.integers(0, 8))
def test_any_text_reads_back_as_it_was(value: str, indent: int) -> None:
    """A document's words may look like YAML."""
    margin = " " * indent

    assert {"k": value} == yaml.safe_load(f"{margin}k: {scalar(value, indent, 3)}\n")
    assert {"k": value} == yaml.safe_load(f"k: {scalar(value)}\n")
