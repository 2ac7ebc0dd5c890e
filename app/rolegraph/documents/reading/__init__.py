"""From the outline of a document to its roles, statements, assignments and open questions."""

from rolegraph.documents.account.model import (
    Assignment,
    NotRead,
    OpenQuestion,
    PersonaRead,
    Reading,
    Relation,
    RoleRead,
    StatementPart,
    StatementRead,
)
from rolegraph.documents.reading.read import read_file, read_outline

__all__ = [
    "Assignment",
    "NotRead",
    "OpenQuestion",
    "PersonaRead",
    "Reading",
    "Relation",
    "RoleRead",
    "StatementPart",
    "StatementRead",
    "read_file",
    "read_outline",
]
