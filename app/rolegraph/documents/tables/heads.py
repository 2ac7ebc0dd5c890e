"""What the heads of a table say of it: that it is of the page, or the same in another language."""

from __future__ import annotations

import re

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import UNKNOWN_KIND, LabelKind
from rolegraph.documents.language.people import are_people, is_full_name
from rolegraph.documents.language.words import LANGUAGES, Words
from rolegraph.documents.outline import Passage, Table
from rolegraph.documents.tables.matrix import cell_at

OF_PAGE = "the properties of a page, which describe no role"
GROUP = "stands over a group of rows, whose own texts are read"
_PAIR = 2
_HALF = 0.5
_LIST = re.compile(r",\s|\s(?:and|und|et|y|e|en|i|&)\s")


def is_of_page(context: Context, table: Table) -> bool:
    """Tell whether a table has properties of the page alone: “Status”, “Owner”, “Due”."""
    rows = [row for row in (table.head, *table.rows) if any(row.cells)]
    known = [cell for row in rows if (cell := cell_at(row, 0)) and _is_property(context, cell)]
    is_pair = max((len(row.cells) for row in rows), default=0) == _PAIR
    return is_pair and len(known) > 1 and len(known) == len(rows)


def _is_property(context: Context, cell: Passage) -> bool:
    text, english = cell.plain.strip(" :"), Words.load("en")
    is_known = english is not None and english.exact(text, "page_properties")
    return is_known or context.is_word(text, "page_properties")


def in_other_words(
    context: Context, table: Table, kinds: list[LabelKind], n: int
) -> LabelKind | None:
    """Return why a column is not read that says what another one does in another language.

    Args:
        context: the document while it is read.
        table: the table.
        kinds: what its columns say.
        n: the column.
    """
    head, words = cell_at(table.head, n), context.words
    if head is None or words is None or kinds[n] is not UNKNOWN_KIND:
        return None
    if context.is_word(head.plain, "fields", "name"):
        return None
    others = (Words.load(code) for code in LANGUAGES if code != words.language)
    for other in filter(None, others):
        label = other.label(head.plain)
        is_name = other.exact(head.plain, "fields", "name")
        same = label is not None and not label.rest and label.kind in {k.name for k in kinds}
        if is_name or same:
            reason = f"“{head.plain}” says the same in another language ({other.name})"
            return LabelKind("skipped", label=reason)
    return None


def is_of_people(context: Context, kinds: list[LabelKind], table: Table) -> bool:
    """Tell whether a table lists people: “Name | GitHub | Affiliation”.

    So does “Maintainer | GitHub”, where names of people stand below the role that they have.

    Args:
        context: the document while it is read.
        kinds: what the columns say.
        table: the table.
    """
    first = table.head.cells[0]
    people = [kind for kind in kinds if context.is_people(kind.label)]
    if first is None or not people or any(kind.is_statement for kind in kinds):
        return False
    cells = [cell for row in table.rows if (cell := cell_at(row, 0))]
    is_name = context.is_word(first.plain, "weak_name_heads") or _are_holders(context, table)
    if not (is_name or context.is_people(kinds[0].label)):
        return False
    sure = [cell for cell in cells if context.is_sure(context.name(cell).name)]
    return len(sure) < _HALF * len(cells)


def _are_holders(context: Context, table: Table) -> bool:
    """Tell whether people stand below the name of a role, and not bodies: “Maintainer | GitHub”."""
    words, first = context.words, table.head.cells[0]
    if words is None or first is None or not context.is_sure(first.plain):
        return False
    cells = [cell.plain for row in table.rows if (cell := cell_at(row, 0))]
    others = [cell.plain for row in table.rows for cell in row.cells[1:] if cell]
    is_plain = any("@" in each for each in others) or any(is_full_name(e, words) for e in cells)
    return is_plain and all(are_people(each, words) for each in cells)


def is_vague(context: Context, table: Table, column: int) -> bool:
    """Tell whether a column such as “Level” has nothing in it that is plainly a role."""
    head = cell_at(table.head, column)
    names = (context.name(cell).name for row in table.rows if (cell := cell_at(row, column)))
    is_weak = head is not None and context.is_word(head.plain, "weak_name_heads")
    return is_weak and not any(map(context.is_sure, names))


def name_several(context: Context, cells: list[Passage]) -> bool:
    """Tell whether most cells below “Who” name several: “PO, Team, SM” makes no role."""
    lists = [
        cell
        for cell in cells
        if _LIST.search(cell.plain)
        and context.known(cell.plain) is None
        and not context.is_sure(cell.plain)
    ]
    return len(lists) >= _HALF * len(cells)
