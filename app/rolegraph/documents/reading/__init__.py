"""From the outline of a document to its roles, statements, assignments and open questions."""

from rolegraph.documents.reading.model import (
    Assignment,
    NotRead,
    Part,
    Question,
    Reading,
    Relation,
    RoleRead,
    StatementRead,
)
from rolegraph.documents.reading.read import read_file, read_outline

__all__ = [
    "Assignment",
    "NotRead",
    "Part",
    "Question",
    "Reading",
    "Relation",
    "RoleRead",
    "StatementRead",
    "read_file",
    "read_outline",
]
