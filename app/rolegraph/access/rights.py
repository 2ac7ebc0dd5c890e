"""What there is to do, and what somebody must be to do it."""

from __future__ import annotations

from enum import Enum

from rolegraph.access.identity import AccessRole


class Right(Enum):
    """Something to do: the role that it takes, and what it is, for people.

    The table in the reference is made from this.
    """

    READ = (AccessRole.READER, "Read pages, JSON, graphs and history; ask queries; validate data.")
    WRITE = (AccessRole.EDITOR, "Write content; take back a commit; propose and approve changes.")
    RULES = (
        AccessRole.ADMIN,
        "Change shapes or ontology, which are the rules. Needs `confirm=rules`.",
    )
    REMOVAL = (
        AccessRole.ADMIN,
        "Take back the first load, or over a tenth of the catalogue. Needs `confirm=removal`.",
    )
    OPERATE = (AccessRole.ADMIN, "See the queries that run, and end one.")

    @property
    def role(self) -> AccessRole:
        """The least role that has it."""
        return self.value[0]

    @property
    def meaning(self) -> str:
        """What it is, as a sentence."""
        return self.value[1]
