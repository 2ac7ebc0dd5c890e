"""What to check and what to report can be chosen."""

import json
import re
import shutil
import threading
import time
from pathlib import Path

import pytest
from checking import Check, edit

from rolegraph import resources
from rolegraph.checking.files.sources import FileSelection
from rolegraph.checking.options import CHECKS, Options
from rolegraph.checking.rules.registry import RULES
from rolegraph.checking.session import Request, watch


def rules_of(result: object) -> set[str]:
    return {finding["rule"] for finding in json.loads(result.stdout)["findings"]}  # type: ignore[attr-defined]


def test_one_check_or_rule_can_be_run_alone(check: Check) -> None:
    """Whoever fixes one thing wants to see that thing."""
    assert {"unreachable-thing"} == rules_of(check("--only", "links", "--format", "json"))
    rule = "ResponsibilityShape-supported"
    assert {rule} == rules_of(check("--only", rule, "--format", "json"))


def test_a_check_or_rule_can_be_left_out(check: Check) -> None:
    """A rule that does not suit a programme must not drown the others."""
    everything = rules_of(check("--format", "json"))

    assert everything - rules_of(check("--skip", "links", "--format", "json")) == {
        "unreachable-thing"
    }
    assert set() == rules_of(check("--severity", "violation", "--format", "json"))


@pytest.mark.parametrize("option", ["--only", "--skip"])
def test_an_unknown_check_is_refused_with_the_nearest(check: Check, option: str) -> None:
    """A misspelt name would silently check nothing."""
    result = check(option, "consistancy")

    assert 2 == result.exit_code
    assert "did you mean 'consistency'?" in result.stderr


def test_several_formats_are_written_at_once(check: Check, tmp_path: Path) -> None:
    """One run feeds the log, code scanning and the test report."""
    sarif, junit = tmp_path / "out" / "report.sarif", tmp_path / "junit.xml"
    formats = ("--format", "text", "--format", f"sarif={sarif}", "--format", f"junit={junit}")
    result = check(*formats)

    assert "4 warnings" in result.stdout
    assert "2.1.0" == json.loads(sarif.read_text("utf-8"))["version"]
    assert "<testsuites" in junit.read_text("utf-8")


def test_an_unknown_format_is_refused_with_the_nearest(check: Check) -> None:
    """A report that nobody writes is noticed too late."""
    result = check("--format", "sarf")

    assert 2 == result.exit_code
    assert "did you mean 'sarif'?" in result.stderr


def test_text_has_no_colours_where_nobody_sees_them(check: Check) -> None:
    """Escape codes make logs unreadable."""
    assert "\x1b" not in check().stdout


@pytest.mark.parametrize("name", [*CHECKS, *RULES, "RoleShape-responsibility"])
def test_every_rule_is_explained(check: Check, name: str) -> None:
    """A rule that nobody can look up is not followed."""
    result = check("--explain", name)

    assert 0 == result.exit_code
    assert re.match(rf"{name}[ :(]", result.stdout)


def test_one_file_of_a_catalogue_is_checked_in_its_context(check: Check, catalogue: Path) -> None:
    """Links into other files are no faults, and faults of other files are not shown."""
    edit(catalogue / "data/personas.ttl", "    rg:representsRole role:data-analyst ;\n", "")

    assert 0 == check("data/workflows.ttl").exit_code
    assert 1 == check("data/personas.ttl").exit_code
    assert 1 == check("data").exit_code


def test_a_catalogue_is_its_folders_and_nothing_beside_them(check: Check, catalogue: Path) -> None:
    """Examples of faults in the tests of a repository are no faults of its catalogue."""
    (catalogue / "tests").mkdir()
    (catalogue / "tests" / "broken.ttl").write_text("broken")

    assert 0 == check(".").exit_code
    assert 1 == check("tests").exit_code


def test_a_catalogue_further_down_brings_its_own_rules(check: Check, tmp_path: Path) -> None:
    """A path above a catalogue must not drag in the shipped rules."""
    shutil.copytree(Path(__file__).parent / "foreign", tmp_path / "deep" / "garden")

    assert "Nothing to fix in 5 files." in check(tmp_path).stdout


def test_a_folder_outside_any_catalogue_is_checked_by_the_shipped_rules(
    check: Check, tmp_path: Path
) -> None:
    """A programme may begin with data alone."""
    (tmp_path / "mine.ttl").write_text(
        "<https://example.org/x> a <https://w3id.org/rolegraph/ontology#Persona> .\n"
    )

    assert "PersonaShape-goal" in rules_of(check(tmp_path, "--format", "json"))


def test_watching_checks_again_when_a_file_changes(catalogue: Path) -> None:
    """An editor sees the effect of each save."""
    request = Request(FileSelection((catalogue,)), Options(only=("shacl",)))
    outcomes = watch(request, resources.root(), catalogue)
    first = next(outcomes).report

    def save() -> None:
        time.sleep(0.5)
        edit(catalogue / "data/personas.ttl", "    rg:representsRole role:data-analyst ;\n", "")

    writer = threading.Thread(target=save)
    writer.start()
    second = next(outcomes).report
    writer.join()

    assert (False, True) == (first.failed, second.failed)
