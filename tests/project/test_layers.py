"""The layers of ARCHITECTURE.md hold: imports only point down."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
import rooms

ROOT = Path(__file__).parents[2] / "app" / "rolegraph"
LAYERS = (
    ("errors", "py"),
    ("settings", "resources", "client"),
    ("telemetry", "sandbox"),
    ("rdf",),
    ("folder",),
    ("store",),
    ("sparql", "inference"),
    ("shacl",),
    ("catalogue",),
    ("analysis", "diagrams", "documents", "history", "access"),
    ("checking", "exchange", "generate"),
    ("http",),
    ("api", "web", "mcp"),
    ("service", "release"),
    ("main",),
    ("server",),
    ("cli", "__main__", "__init__"),
)
"""From the ground up; rooms of one row may use each other."""
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
MODULES = sorted(ROOT.rglob("*.py"))
ROOMS = sorted({path.relative_to(ROOT).parts[0].removesuffix(".py") for path in MODULES})
OWNERS = {
    "pyoxigraph": {"rdf", "store"},
    "fastapi": {"api", "web", "main", "service"},
    "starlette": {"http", "api", "web", "mcp", "main", "service"},
    "prometheus_client": {"telemetry", "api"},
    "opentelemetry": {"telemetry"},
    "pyshacl": {"shacl"},
    "shacl": {"shacl"},
    "uvicorn": {"cli", "server", "api"},
    "typer": {"cli"},
    "httptools": {"server", "store"},
    "mcp": {"mcp"},
    "jsonschema": {"mcp"},
}
"""Libraries that only some rooms may use."""


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@cache
def imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(rooms.modules()[rooms.name_of(path)]):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def modules_of(room: str) -> list[tuple[str, Path]]:
    """Return name and file of each module of a room."""
    return [(str(path.relative_to(ROOT)), path) for path in MODULES if room_of(path) == room]


@pytest.mark.parametrize("room", ROOMS)
def test_a_module_imports_only_from_its_own_layer_and_below(room: str) -> None:
    """A layer that knows what lies above it can be neither tested nor replaced alone."""
    own = LEVEL[room]

    upward = [
        (module, name)
        for module, path in modules_of(room)
        for name in imports(path)
        if name.startswith("rolegraph.") and LEVEL.get(name.split(".")[1], 0) > own
    ]

    assert [] == upward


@pytest.mark.parametrize("room", ROOMS)
def test_a_library_is_used_only_in_the_rooms_it_belongs_to(room: str) -> None:
    """Only the store touches the engine, only shacl a SHACL engine, only api and web the web."""
    foreign = [
        (module, name)
        for module, path in modules_of(room)
        for name in imports(path)
        if room not in OWNERS.get(name.split(".")[0], {room})
    ]

    assert [] == foreign


@pytest.mark.parametrize("room", ROOMS)
def test_a_module_stays_of_a_size_to_be_read(room: str) -> None:
    """Past 400 lines a module has a second job."""
    lines = {m: len(path.read_text(encoding="utf-8").splitlines()) for m, path in modules_of(room)}

    assert {} == {module: number for module, number in lines.items() if number > 400}


def test_no_two_files_of_the_tests_share_a_name() -> None:
    """Test folders are no packages, so pytest takes two files of one name for one module."""
    names = [path.name for path in Path(__file__).parents[1].rglob("*.py")]

    assert {"conftest.py"} >= {name for name in names if names.count(name) > 1}


def test_no_module_below_main_keeps_state() -> None:
    """State lives on what `create_app` builds; a module-level store or cache cannot be closed."""
    stateful = []
    for path in MODULES:
        for node in rooms.modules()[rooms.name_of(path)].body:
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            if isinstance(value, ast.Call):
                name = ast.unparse(value.func)
                if name.endswith(("Store", "Settings", "Cache", "Catalogue", "FastAPI")):
                    stateful.append(f"{path.relative_to(ROOT)}: {ast.unparse(node)}")

    assert [] == stateful
