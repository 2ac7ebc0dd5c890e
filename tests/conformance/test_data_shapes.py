"""The W3C test suite of SHACL, through the command line and over HTTP."""

import pytest
from typer.testing import CliRunner

from conformance.suite import VARIABLE, Case, cases, difference
from rolegraph.cli.main import application

CASES = list(cases())
pytestmark = pytest.mark.skipif(
    not CASES, reason=f"{VARIABLE} names no folder with the W3C test suite; see `make conformance`"
)
by_case = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


@by_case
def test_the_command_reports_what_the_suite_expects(case: Case) -> None:
    """Whoever moves here from another validator must get the same report."""
    arguments = ["check", str(case.data), "--shapes", str(case.shapes), "--only", "shacl"]
    result = CliRunner().invoke(application(), [*arguments, "--format", "turtle"])

    if case.expected is None:
        assert 2 == result.exit_code, result.output
    else:
        assert result.exit_code in {0, 1}, result.output
        assert "" == difference(result.stdout, case.expected)
