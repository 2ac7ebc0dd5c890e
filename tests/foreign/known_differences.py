"""Where pySHACL and the specifications differ on these repositories; docs/checking-peers.md tells."""

from collections.abc import Callable
from dataclasses import dataclass

from beside_pyshacl import Row
from foreign_repositories import Case


@dataclass(frozen=True)
class Difference:
    """A difference that a specification decides.

    Attributes:
        repository: the repository's name.
        applies: whether a result that only pySHACL has is of this kind.
        told: what `rolegraph check` says about the shapes there.
        section: the section that decides, as in docs/checking-peers.md.
    """

    repository: str
    applies: Callable[[Row], bool]
    reported: str
    section: str


ONLY_PYSHACL = (
    Difference(
        "UCO",
        lambda row: row[3] == "SPARQLConstraintComponent" and "Dictionary" in row[0],
        "The query does not parse",
        "SPARQL 1.1, 11.4 and 19.8 (note 12 of the grammar)",
    ),
)
GIVEN_UP = {
    "cube-link": ("A list of SHACL Paths must contain at least two", "SHACL 2.3.1.2"),
    "DCAT-AP": ("DataServiceShape", "SHACL 2.1 and 3.6.2.1"),
}
"""Repository → what pySHACL says where it gives up on shapes that are ill-formed, and the section."""


def explained(case: Case, row: Row, reported: list[str]) -> bool:
    """Tell whether it is known why only pySHACL has a result."""
    return any(
        case.name.startswith(f"{known.repository}:")
        and known.applies(row)
        and any(known.reported in message for message in reported)
        for known in ONLY_PYSHACL
    )


def gives_up(case: Case, reason: str) -> bool:
    """Tell whether it is known why pySHACL judges nothing."""
    return any(
        case.name.startswith(f"{name}:") and words in reason
        for name, (words, _) in GIVEN_UP.items()
    )
