"""Forms: tables whose cells have their labels in them, “Reports to: Harbour Master”."""

from __future__ import annotations

import re

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.field_lines import UNKNOWN
from rolegraph.documents.account.model import UNKNOWN_KIND, RoleRead
from rolegraph.documents.content.content import Content
from rolegraph.documents.language.blanks import BLANK
from rolegraph.documents.outline import Passage, Table

_FEW_WORDS = 4
_LABELLED = re.compile(r"[^\W\d_][^:\uff1a|]{1,40}[:\uff1a](?=\s|$)")


class Forms:
    """Reads forms.

    Args:
        context: the document while it is read.
        content: reads what stands in cells.
    """

    def __init__(self, context: Context, content: Content) -> None:
        self._context, self._content = context, content

    def read(self, role: RoleRead, table: Table) -> bool:
        """Read a form in the section of a role; tell whether a table is one.

        Its first row is no head: what stood there was lost.
        """
        heads = [cell for cell in table.head.cells if cell]
        fields = (self._context.field(cell) for cell in heads)
        if not any(found and found[2] is not None for found in fields):
            return False
        if not all(_LABELLED.match(cell.plain) for cell in heads):
            return False
        for row in (table.head, *table.rows):
            for cell in filter(None, row.cells):
                self._cell(role, cell)
        return True

    def _cell(self, role: RoleRead, cell: Passage) -> None:
        context, found = self._context, self._context.field(cell)
        if found is not None:
            label, head, value = found
            context.account.claim(head)
            if value is None:
                context.account.refuse(BLANK, cell)
            else:
                kind = self._content.kind_of_label(label, head.plain)
                self._content.text(role, value, kind, cell.line)
            return
        label_alone = _LABELLED.match(cell.plain)
        words = cell.plain[label_alone.end() :].split() if label_alone else []
        if label_alone and len(words) <= _FEW_WORDS:
            context.account.refuse(UNKNOWN, cell)
        else:
            self._content.cell(role, cell, UNKNOWN_KIND, cell.line)
