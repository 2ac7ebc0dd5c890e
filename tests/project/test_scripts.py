"""The scripts of the pages keep what holds for Python: small modules, and imports without circles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "app" / "web" / "src"
IMPORT = re.compile(
    r"""^\s*(?:import|export)\b[^;"']*?(?:from\s*)?["']\./([\w.-]+)["']|\bimport\(\s*["']\./([\w.-]+)["']""",
    re.MULTILINE,
)
"""A module in the same folder: imported, exported again, or loaded when it is needed."""
COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)


def imported(text: str) -> set[str]:
    """Return the modules of the same folder that a module names, of types as well."""
    found = IMPORT.findall(COMMENT.sub("", text))
    return {(one or other).removesuffix(".ts") for one, other in found}


def circle(uses: dict[str, set[str]]) -> list[str]:
    """Return modules of which each uses the next and the last uses the first; none if there are none."""
    done: set[str] = set()

    def walk(module: str, way: list[str]) -> list[str]:
        if module in way:
            return way[way.index(module) :]
        if module in done:
            return []
        for other in sorted(uses.get(module, ())):
            if found := walk(other, [*way, module]):
                return found
        done.add(module)
        return []

    return next((found for one in sorted(uses) if (found := walk(one, []))), [])


def test_scripts_import_each_other_in_no_circle() -> None:
    """Who changes a module of a circle has to have all of them in mind."""
    uses = {path.stem: imported(path.read_text("utf-8")) for path in SOURCES.glob("*.ts")}

    assert 40 < len(uses)
    assert {"field", "values"} <= uses["controls"]
    assert [] == circle(uses)


def test_no_script_grows_past_what_a_person_reads_at_once() -> None:
    """Past 400 lines a module has a second job."""
    lines = {path.name: path.read_text("utf-8").count("\n") for path in SOURCES.glob("*.ts")}

    assert {} == {name: number for name, number in lines.items() if number > 400}


@pytest.mark.parametrize(
    ("text", "modules"),
    [
        ('import { a } from "./one";\nimport b from "two";', {"one"}),
        ('import type { A } from "./one";', {"one"}),
        ('import {\n  a,\n  type B,\n} from "./one";', {"one"}),
        ('import "./query.css";\nexport { a } from "./one.ts";', {"query.css", "one"}),
        ('button.onclick = () => import("./one").then((made) => made.run());', {"one"}),
        ('// import { a } from "./one";\n/* import("./two") */', set()),
    ],
)
def test_each_way_to_import_is_read(text: str, modules: set[str]) -> None:
    """A way that is not read would be a way round the rule."""
    assert modules == imported(text)


def test_a_circle_is_told_with_all_that_are_in_it() -> None:
    """“There is a circle” would leave the search to whoever reads it."""
    uses = {"a": {"b"}, "b": {"c"}, "c": {"d", "b"}, "d": set()}

    assert ["b", "c"] == circle(uses)
    assert ["a"] == circle({"a": {"a"}})
