"""Other people's shapes and data give the results that pySHACL gives, but where it is told why."""

import pytest
from beside_pyshacl import ours, reference
from foreign_repositories import VARIABLE, Case, cases, folder
from known_differences import explained, gives_up
from pyshacl.errors import ReportableRuntimeError

CASES = list(cases(folder()))
pytestmark = pytest.mark.skipif(
    not CASES, reason=f"{VARIABLE} names no folder with the repositories; see `make foreign`"
)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_results_are_those_of_pyshacl(case: Case) -> None:
    """Whoever moves here from pySHACL must find what it finds, or know why not."""
    found, reported = ours(case)
    try:
        expected = reference(case)
    except ReportableRuntimeError as error:
        if gives_up(case, str(error)):
            pytest.skip(f"pySHACL judges nothing: {error}")
        raise
    more, less = found - expected, expected - found

    assert not more, (more, reported)
    assert all(explained(case, row, reported) for row in less), (less, reported)
