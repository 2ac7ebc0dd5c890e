"""The rooms of the package and what they import, read from the code."""

from __future__ import annotations

import ast
import gc
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2] / "app" / "rolegraph"


def name_of(path: Path) -> str:
    """Return the dotted name of a module file, such as `rolegraph.store.engine.engine`."""
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, ast.Module]:
    """Return each module of the package by its dotted name."""
    # The search for cycles went through all trees again and again: 3 of 4 s of the processor.
    gc.disable()
    try:
        return {
            name_of(path): ast.parse(path.read_text(encoding="utf-8"))
            for path in sorted(ROOT.rglob("*.py"))
        }
    finally:
        gc.freeze()
        gc.enable()


@cache
def packages() -> tuple[str, ...]:
    """Return the dotted names of all folders, outer ones first."""
    return tuple(sorted(name_of(path) for path in ROOT.rglob("__init__.py")))


def room(module: str) -> str:
    """Return the folder that a module stands in."""
    return module if module in packages() else module.rpartition(".")[0]


@cache
def imported() -> dict[str, frozenset[str]]:
    """Return which modules each module imports, also inside its functions.

    `from package import module` is an import of the module, not of the package.
    """
    known = modules()
    found: dict[str, frozenset[str]] = {}
    for name, tree in known.items():
        names: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    names.add(inner if inner in known else node.module)
        found[name] = frozenset(names & known.keys()) - {name}
    return found


def circles(arrows: dict[str, set[str]]) -> list[list[str]]:
    """Return the groups of names that reach each other (strongly connected components).

    The algorithm is Tarjan's (SIAM Journal on Computing 1, 1972).
    """
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        path.append(name)
        for other in sorted(arrows.get(name, ())):
            if other not in order:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in path:
                low[name] = min(low[name], order[other])
        if low[name] == order[name]:
            group = path[path.index(name) :]
            del path[path.index(name) :]
            if len(group) > 1:
                found.append(sorted(group))

    for name in sorted(arrows):
        if name not in order:
            visit(name)
    return found


def first_line(name: str) -> str:
    """Return the first line of a module's docstring: what the room is for."""
    return (ast.get_docstring(modules()[name]) or "").split("\n")[0]
