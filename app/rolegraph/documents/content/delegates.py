"""What the section of a role leaves to others: its tables."""

from __future__ import annotations

from typing import Protocol

from rolegraph.documents.account.model import LabelKind, RoleRead
from rolegraph.documents.outline import Table


class TableReader(Protocol):
    """What a section of a role leaves its tables to."""

    def within(self, role: RoleRead, table: Table, kind: LabelKind) -> None:
        """Read a table in the section of a role."""

    def outside(self, table: Table, *, grouped: bool, reason: str) -> None:
        """Read a table that stands in no role's section."""

    def is_of_roles(self, table: Table) -> bool:
        """Tell whether a table names several roles."""

    def is_fields(self, table: Table) -> bool:
        """Tell whether a table gives the fields of one role."""
