"""The wheel works on its own, from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from rolegraph import resources

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True, text=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_every_shipped_file(wheel: Path) -> None:
    """What a checkout has, an installation must have."""
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {
        f"rolegraph/_resources/{path.relative_to(ROOT).as_posix()}"
        for part in resources.PARTS
        for path in (ROOT / part).rglob("*")
        if path.is_file()
    }

    assert set() == shipped - names


def test_check_runs_from_an_empty_environment_in_another_folder(
    wheel: Path, tmp_path: Path
) -> None:
    """An installed wheel finds its files wherever it is called."""
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [str(environment / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    locked = ROOT / "requirements.txt"
    subprocess.run([*pip, "--require-hashes", "-r", str(locked)], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    ran = subprocess.run(
        [str(environment / "bin" / "rolegraph"), "check"],
        cwd=elsewhere,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (ran.returncode, ran.stderr)
    assert 3 == ran.stdout.count("[ResponsibilityShape-supported]")
