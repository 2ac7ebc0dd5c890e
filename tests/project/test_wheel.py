"""The wheel works on its own, from any folder."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from rolegraph import resources
from serving import fetch

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    recipe = (ROOT / "Makefile").read_text("utf-8")
    (bill,) = re.findall(r"cyclonedx-py (requirements .*)", recipe)
    (ROOT / "build").mkdir(exist_ok=True)
    subprocess.run([sys.executable, "-m", "cyclonedx_py", *bill.split()], cwd=ROOT, check=True)
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
        if path.is_file() and not path.name.startswith(".")
    }

    assert set() == shipped - names


def test_the_wheel_holds_a_bill_of_the_pinned_dependencies(wheel: Path) -> None:
    """Whoever installs it can look up each part in a list of known faults."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if "/sboms/" in name]
        bill = json.loads(archive.read(name))
    locked = (ROOT / "requirements.txt").read_text("utf-8")

    listed = {(part["name"], part["version"]) for part in bill["components"]}

    assert "CycloneDX" == bill["bomFormat"]
    assert set(re.findall(r"^([\w.-]+)==([^\s;]+)", locked, re.MULTILINE)) == listed


def test_the_base_image_and_the_actions_are_pinned_by_digest() -> None:
    """A tag can be moved to other content; a digest cannot."""
    image = (ROOT / "docs" / "deploy" / "Containerfile").read_text("utf-8")
    flows = [ROOT / "action.yml", *(ROOT / ".github" / "workflows").iterdir()]
    used = [name for flow in flows for name in re.findall(r"uses: (\S+)", flow.read_text("utf-8"))]

    assert all("@sha256:" in line for line in re.findall(r"^FROM (\S+)", image, re.MULTILINE))
    assert [] == [name for name in used if not re.fullmatch(r"\./|.+@[0-9a-f]{40}", name)]


def test_what_pull_notes_beside_the_files_is_not_packed(tmp_path: Path) -> None:
    """It tells of the service that somebody works with."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / ".rolegraph-sync.json").write_text("{}")
    (tmp_path / "data" / "roles.ttl").write_text("")

    packed = build.catalogue(tmp_path)

    expected = ["data/roles.ttl", "rolegraph.toml"]
    assert [f"rolegraph/_resources/{name}" for name in expected] == list(packed.values())


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with nothing but the wheel and what it needs, as the lock has it."""
    folder = tmp_path_factory.mktemp("installed") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(folder), "install", "--quiet"]
    pip += ["--disable-pip-version-check", "--no-compile"]
    locked = ROOT / "requirements.txt"
    subprocess.run([*pip, "--require-hashes", "-r", str(locked)], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    return folder


def test_check_runs_from_an_empty_environment_in_another_folder(
    environment: Path, tmp_path: Path
) -> None:
    """An installed wheel finds its files wherever it is called."""
    (packed,) = environment.rglob("rolegraph/_resources")
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    ran = subprocess.run(
        [str(environment / "bin" / "rolegraph"), "check", str(packed)],
        cwd=tmp_path,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (ran.returncode, ran.stderr)
    assert "Warning [ResponsibilityShape-supported] 4 times" in ran.stdout


READ_ONLY = """
mount --make-rprivate /
mount --bind "$DATA" /var/lib
mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/environment /run/base
mount --bind "$ENVIRONMENT" /run/environment
# A Python below a home that only its owner may enter is shown to the other user as well.
case "$BASE" in "$OWNERS_HOME"/*)
    mount --bind "$BASE" /run/base
    mount -t tmpfs -o mode=755 tmpfs "$OWNERS_HOME"
    mkdir -p "$BASE"
    mount --bind /run/base "$BASE"
esac
mount -t tmpfs tmpfs /tmp
mount -o remount,ro,bind /
chown 10001:10001 /var/lib
cd /
exec setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs "$@"
"""
"""Runs a command as a container with a read-only root would: nobody's user, two places to write."""


def contained(environment: Path, data: Path) -> tuple[list[str], dict[str, str]]:
    """Return what runs a command closed in as far as can be done here, and its variables."""
    clean = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"}
    shut = ["unshare", "--mount", "sh", "-e", "-c", READ_ONLY, "sh"]
    reported = {
        **clean,
        "DATA": str(data),
        "ENVIRONMENT": str(environment),
        "BASE": sys.base_prefix,
        "OWNERS_HOME": str(Path.home()),
    }
    python = "/run/environment/bin/python"
    tried = subprocess.run(
        [*shut, python, "-c", "import os, pyoxigraph; assert os.getuid() == 10001"],
        env=reported,
        capture_output=True,
        check=False,
    )
    if tried.returncode == 0:
        return [*shut, python, "-m", "rolegraph"], {
            **reported,
            "ROLEGRAPH_DATA_DIR": "/var/lib/rolegraph",
        }
    return (
        [str(environment / "bin" / "python"), "-m", "rolegraph"],
        {**clean, "ROLEGRAPH_DATA_DIR": str(data / "rolegraph")},
    )


def test_the_container_serves_as_nobody_on_a_file_system_that_is_read_only(
    environment: Path, tmp_path: Path
) -> None:
    """With the variables, the command and the health check of the Containerfile."""
    text = re.sub(r"\\\n\s*", " ", (ROOT / "docs/deploy/Containerfile").read_text("utf-8"))
    (check,) = re.findall(r"HEALTHCHECK .*? CMD (\[.*\])", text)
    (command,) = re.findall(r"\nCMD (\[.*\])", text)
    said = dict(re.findall(r"(ROLEGRAPH_(?!DATA)[A-Z_]+)=(\S+)", text))
    data, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    data.mkdir()
    elsewhere.mkdir(mode=0o555)
    closed, variables = contained(environment, data)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    variables |= {**said, "ROLEGRAPH_PORT": port}
    log = tmp_path / "log"
    with log.open("w") as out:
        service = subprocess.Popen(
            [*closed, *json.loads(command)],
            cwd=elsewhere,
            env=variables,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    healthy = [word.replace(":8000/", f":{port}/") for word in json.loads(check)]
    try:
        for _ in range(300):
            if service.poll() is not None:
                break
            ran = subprocess.run(
                [str(environment / "bin" / "python"), *healthy[1:]],
                capture_output=True,
                check=False,
            )
            if ran.returncode == 0:
                break
            time.sleep(0.1)
        url = f"http://127.0.0.1:{port}/"
        dump = fetch(f"{url}graphs", headers={"Accept": "application/n-quads"}).status_code
        page = fetch(url).status_code
    finally:
        service.terminate()
        service.wait(30)

    assert (0, 200, 200) == (ran.returncode, dump, page), log.read_text()
    assert [] == list(elsewhere.iterdir())
    assert "Traceback" not in log.read_text("utf-8")
