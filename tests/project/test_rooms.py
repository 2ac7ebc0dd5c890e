"""The rooms inside the rooms: each says what it is for, none is crowded, and there are no circles."""

from __future__ import annotations

import ast
from collections import defaultdict

import pytest
import rooms


def test_modules_import_each_other_in_no_circle() -> None:
    """Two modules that need each other are one module, or lack a third."""
    arrows = {name: set(found) for name, found in rooms.imported().items()}

    assert [] == rooms.circles(arrows)


def test_inner_rooms_import_each_other_in_no_circle() -> None:
    """A room that can be read alone has neighbours that do not lead back into it."""
    arrows: dict[str, set[str]] = defaultdict(set)
    for module, found in rooms.imported().items():
        own = rooms.room(module)
        for other in map(rooms.room, found):
            if other != own and "rolegraph" not in {own, other}:
                arrows[own].add(other)

    assert [] == rooms.circles(arrows)


@pytest.mark.parametrize("name", rooms.packages())
def test_a_room_says_in_one_line_what_it_is_for(name: str) -> None:
    """The map in ARCHITECTURE.md shows that line."""
    line = rooms.first_line(name)

    assert line.endswith((".", ":"))
    assert 20 <= len(line) <= 110


def test_the_search_for_circles_finds_one() -> None:
    """A search that finds nothing proves nothing until it has found something."""
    assert [["a", "b", "c"]] == rooms.circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})


@pytest.mark.parametrize("name", rooms.packages())
def test_a_room_has_no_more_files_than_one_can_look_over(name: str) -> None:
    """What stands beside forty others is not found; past fifteen, some belong together."""
    folder = rooms.ROOT.parent / name.replace(".", "/")

    assert len(list(folder.glob("*.py"))) <= 15


def test_a_public_class_has_a_name_of_its_own() -> None:
    """Two classes of one name are taken for each other in a search, a review or a traceback."""
    where: dict[str, list[str]] = defaultdict(list)
    for module, tree in rooms.modules().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where[node.name].append(module)

    assert {} == {name: found for name, found in where.items() if len(found) > 1}
