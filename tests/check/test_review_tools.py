"""The files by which other repositories run the check: the action and the pre-commit hooks."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from checking import edit
from typer.testing import CliRunner

from rolegraph.cli.main import application

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
CHECK: dict[str, Any] = ACTION["runs"]["steps"][-1]


class Outcome:
    """What a run of the action left behind."""

    def __init__(self, folder: Path, inputs: dict[str, str], base_ref: str = "") -> None:
        names = {name: f"INPUT_{name.upper()}" for name in ACTION["inputs"]}
        given = {key: str(ACTION["inputs"][name]["default"]) for name, key in names.items()}
        given |= {names[name]: value for name, value in inputs.items()}
        files = {name: folder.parent / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        environment = {
            **os.environ,
            **given,
            "GITHUB_BASE_REF": base_ref,
            **{k: str(v) for k, v in files.items()},
            "PATH": path,
        }
        for file in files.values():
            file.write_text("")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", CHECK["run"]],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        self.code, self.lines = done.returncode, done.stdout.splitlines()
        self.output = files["GITHUB_OUTPUT"].read_text("utf-8")
        self.summary = files["GITHUB_STEP_SUMMARY"].read_text("utf-8")


def test_the_action_passes_on_a_sound_catalogue(catalogue: Path) -> None:
    """A green run says so in its summary as well."""
    outcome = Outcome(catalogue, {"skip": "links\nResponsibilityShape-supported"})

    assert (0, "exit-code=0\nresult=passed\n") == (outcome.code, outcome.output)
    assert outcome.summary.startswith("## rolegraph check")


def test_the_action_annotates_and_summarises_faults(catalogue: Path) -> None:
    """The author of a pull request sees the fault beside the line."""
    edit(catalogue / "data/personas.ttl", "    rg:representsRole role:data-analyst ;\n", "")
    outcome = Outcome(catalogue, {"sarif": "out/report.sarif", "junit": "out/junit.xml"})

    assert (1, "exit-code=1\nresult=findings\n") == (outcome.code, outcome.output)
    assert any(line.startswith("::error file=data/personas.ttl,line=") for line in outcome.lines)
    assert "PersonaShape-representsRole" in outcome.summary
    assert (catalogue / "out/report.sarif").exists()
    assert (catalogue / "out/junit.xml").exists()


def test_the_action_tells_a_wrong_call_from_wrong_data(catalogue: Path) -> None:
    """A path that is gone must not look like a fault of the data."""
    outcome = Outcome(catalogue, {"paths": "data\nno such folder"})

    assert (2, "exit-code=2\nresult=error\n") == (outcome.code, outcome.output)
    assert "## The check could not run" in outcome.summary
    assert "no such folder: no such file or folder." in outcome.summary
    assert any(
        line.startswith("::error title=rolegraph check could not run") for line in outcome.lines
    )


def test_the_action_leaves_no_older_report_where_it_could_not_run(catalogue: Path) -> None:
    """It would be taken for that of this run; the error is told once."""
    (catalogue / "report.sarif").write_text("old")
    outcome = Outcome(catalogue, {"paths": "no such folder", "sarif": "report.sarif"})
    (run,) = json.loads((catalogue / "report.sarif").read_text("utf-8"))["runs"]

    assert [] == run["results"]
    assert not run["invocations"][0]["executionSuccessful"]
    assert 1 == sum(line.startswith("::error") for line in outcome.lines)


def test_the_action_fills_in_stars(tmp_path: Path) -> None:
    """A quoted pattern reached the check as it stood, which knew no file of that name."""
    folder = tmp_path / "repository"
    (folder / "data" / "a b").mkdir(parents=True)
    (folder / "rules").mkdir()
    prefixes = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://ex.org/> .\n"
    shape = "ex:S sh:targetClass ex:P ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ."
    (folder / "rules" / "a.ttl").write_text(prefixes + shape)
    (folder / "data" / "a b" / "it.ttl").write_text(f"{prefixes} ex:a a ex:P .")
    outcome = Outcome(folder, {"paths": "data/**/*.ttl", "shapes": "rules/*.ttl"})

    assert 1 == outcome.code
    assert any(line.startswith("::error file=data/a b/it.ttl,line=2") for line in outcome.lines)


def test_a_pull_request_is_summarised_by_its_meaning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reviewer sees what the change means without opening a file; a push says nothing of it."""
    folder = tmp_path / "repository"
    (folder / "data").mkdir(parents=True)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "T")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "t@example.org")
    (folder / "rolegraph.toml").write_text(
        '[catalogue]\ntitle = "T"\nbase = "https://t.example/id/"\nlanguage = "en"\n'
    )
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "start"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    head = ["update-ref", "refs/remotes/origin/main", "HEAD"]
    subprocess.run(["git", *head], cwd=folder, check=True)
    (folder / "data" / "tools.ttl").write_text(
        "@prefix rg: <https://w3id.org/rolegraph/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://t.example/id/tools/radar> a rg:Tool ; skos:prefLabel "Radar"@en .\n'
    )

    summary = Outcome(folder, {}, base_ref="main").summary
    assert summary.startswith("## What changed from origin/main")
    assert "- 1 tool came: Radar." in summary
    assert "\n## rolegraph check\n" in summary
    assert Outcome(folder, {}).summary.startswith("## rolegraph check")
    unfetched = Outcome(folder, {}, base_ref="release").summary
    assert unfetched.startswith("## What changed could not be told")
    assert "fetch-depth: 0" in unfetched


def test_a_pull_request_on_data_with_its_own_shapes_is_told_what_it_means(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A repository needs no `rolegraph.toml` for that; without its history nothing is said."""
    folder = tmp_path / "repository"
    for part in ("data", "shapes"):
        (folder / part).mkdir(parents=True)
    (folder / "shapes/s.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://x.example/> .\n"
        "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
    )
    (folder / "data/d.ttl").write_text("<https://x.example/a> a <https://x.example/T> .\n")
    for name in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{name}_NAME", "A")
        monkeypatch.setenv(f"{name}_EMAIL", "a@x.example")
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "start"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    (folder / "data/d.ttl").write_text(
        '<https://x.example/a> a <https://x.example/T> ; <https://x.example/p> "1" .\n'
    )
    inputs = {"paths": "data", "shapes": "shapes/*.ttl"}
    unfetched = Outcome(folder, inputs, base_ref="main")
    head = ["update-ref", "refs/remotes/origin/main", "HEAD"]
    subprocess.run(["git", *head], cwd=folder, check=True)
    fetched = Outcome(folder, inputs, base_ref="main")

    assert unfetched.summary.startswith("## rolegraph check")
    assert fetched.summary.startswith("## What changed from origin/main")
    assert "- Completeness: 0 % → 100 %." in fetched.summary
    assert "result=passed" in fetched.output


def test_files_are_named_from_the_top_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GitHub and GitLab know no working directory: an annotation of another name is nowhere."""
    folder = tmp_path / "repository"
    inner = folder / "parts" / "garden"
    (inner / "data").mkdir(parents=True)
    (folder / "more").mkdir()
    prefixes = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://ex.org/> .\n"
    shape = "ex:S sh:targetClass ex:P ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ."
    (inner / "shapes.ttl").write_text(prefixes + shape)
    (inner / "data" / "it.ttl").write_text(f"{prefixes} ex:a a ex:P .")
    (folder / "more" / "that.ttl").write_text(f"{prefixes} ex:b a ex:P .")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    files = {"sarif": "report.sarif", "junit": "junit.xml"}
    outcome = Outcome(inner, {"paths": "data\n../../more", "shapes": "shapes.ttl", **files})
    sarif = json.loads((inner / "report.sarif").read_text())
    found = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in sarif["runs"][0]["results"]
    ]
    names = ["more/that.ttl", "parts/garden/data/it.ttl"]

    assert all(any(f"::error file={n}," in line for line in outcome.lines) for n in names)
    assert names == sorted(found)
    assert all(f'file="{name}"' in (inner / "junit.xml").read_text() for name in names)
    assert all(f"`{name}:2`" in outcome.summary for name in names)
    text = check_in(inner, monkeypatch, "data", "--shapes", "shapes.ttl")
    assert "--> data/it.ttl:2" in text, "people open it from where they are"


def check_in(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    """Return what the command says in a folder."""
    monkeypatch.chdir(folder)
    return CliRunner().invoke(application("check"), ["check", *arguments]).stdout


def test_inputs_of_the_action_never_stand_in_a_script() -> None:
    """An input pasted into a script runs as a command."""
    scripts = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]

    assert scripts
    assert not any("${{" in script for script in scripts)


def test_every_input_of_the_action_is_used_and_described() -> None:
    """An input that does nothing misleads."""
    text = (ROOT / "action.yml").read_text("utf-8")
    for name, description in ACTION["inputs"].items():
        assert description["description"]
        assert re.search(rf"inputs\.{name}\b", text), name


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_runs_the_check_on_files_that_it_reads(hook: dict[str, Any]) -> None:
    """A hook whose pattern misses a format never runs for it."""
    files = re.compile(hook["files"])

    assert "rolegraph check" == hook["entry"]
    assert all(files.search(f"data/x{e}") for e in (".ttl", ".trig", ".nt", ".jsonld", ".rq"))
    assert files.search("data/mappings.sssom.tsv")
    assert not files.search("data/notes.txt")
