"""Cards of personas known by their shape, whatever heading they stand below.

A card is a quotation, a table, an entry of a list or a run of lines. It names a role below a label
such as “Role”, and has a field that only personas have. Without such a label two fields make one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from rolegraph.documents.account.context import Context
from rolegraph.documents.outline import (
    QUOTATION,
    Aside,
    Block,
    Bullets,
    Heading,
    Item,
    Paragraph,
    Passage,
    Row,
    Table,
)
from rolegraph.documents.outline.sections import Section
from rolegraph.documents.personas.heads import PersonaHead, head_of
from rolegraph.documents.personas.signs import CardSigns, field_of, kind_of_field, lines_of

FELT = frozenset({"pain-point", "need", "quote"})
"""What tables tell of personas alone; people in a team have goals as well."""
_SEVERAL = 2
_WORDS_OF_NAME = 12
_OPEN, _CLOSE = '"\u201c\u201e\u00ab\u2018', '"\u201d\u201c\u00bb\u2019'


@dataclass(slots=True)
class Card:
    """What a document tells of one persona.

    Attributes:
        head: her name, and perhaps her role.
        section: what is told of her, below the heading.
        around: the sections around it, the nearest first, one of which may be that of her role.
        role: where a field names her role.
        whole: what the card stands in, such as a quotation; what of it is not read is told.
        is_row: whether it is a row or column of a table, whose other cells tell of others.
    """

    head: PersonaHead
    section: Section
    around: list[Section] = field(default_factory=list)
    role: Passage | None = None
    whole: Block | None = None
    is_row: bool = False


class CardShapes:
    """Takes cards out of the blocks of sections.

    Args:
        context: the document while it is read.
        in_table: reads a table with a persona in each row or column.
    """

    def __init__(self, context: Context, in_table: Callable[[Table], Iterator[Card]]) -> None:
        self._context, self._in_table, self._signs = context, in_table, CardSigns(context)

    def take(
        self, section: Section, around: list[Section], of: PersonaHead | None = None
    ) -> list[Card]:
        """Take the cards out of the blocks of a section.

        Args:
            section: the section, which keeps its other blocks.
            around: it and the sections around it, the nearest first.
            of: whom the section as a whole may tell of; her own fields stay there.
        """
        found: list[Card] = []
        kept: list[Block] = []
        blocks = [each for block in section.blocks for each in self._cut(block)]
        for block in self._apart(blocks):
            run = block if isinstance(block, list) else [block]
            cards, rest = self._in_run(run) if run is block else self._in_block(run[0])
            if of is not None and any(_is_one(card.head.name, of.name) for card in cards):
                cards, rest = [], run
            found += cards
            kept += rest
        if found:
            section.blocks[:] = kept
        for card in found:
            card.around = around
        return found

    def _apart(self, blocks: list[Block]) -> Iterator[Block | list[Block]]:
        """Yield blocks, and those from a line with a name to the next such line as one run."""
        run: list[Block] = []
        for block in blocks:
            begins = self._begins_with_name(block)
            ends = isinstance(block, Table | Heading) or self._is_apart(block)
            if run and (begins or ends):
                yield run
                run = []
            if begins or (run and not ends):
                run.append(block)
            else:
                yield block
        if run:
            yield run

    def _cut(self, block: Block) -> list[Block]:
        """Return a paragraph cut before each line that names somebody: “Name: Rosa”."""
        if not isinstance(block, Paragraph):
            return [block]
        lines = lines_of(self._context, block.passage)
        starts = [n for n, line in enumerate(lines) if self._names(line)]
        if not starts or len(lines) == 1:
            return [block]
        starts = sorted({0, *starts})
        runs = zip(starts, [*starts[1:], len(lines)], strict=True)
        ends = [(lines[start].span.start, lines[end - 1].span.end) for start, end in runs]
        return [Paragraph(self._context.outline.passage(*each)) for each in ends]

    def _is_apart(self, block: Block) -> bool:
        """Tell whether a quotation or list has a card of its own, with the name of somebody."""
        if isinstance(block, Bullets):
            return any(item.blocks and item.passage and self._of_item(item) for item in block.items)
        if not isinstance(block, Aside) or not block.blocks:
            return False
        return self._in_quotation(block) is not None

    def _names(self, line: Passage | None) -> bool:
        found = field_of(self._context, line) if line else None
        return found is not None and found[0] == "name" and bool(found[1].plain)

    def _begins_with_name(self, block: Block) -> bool:
        return self._names(self._first_line(block))

    def _first_line(self, block: Block) -> Passage | None:
        if isinstance(block, Paragraph):
            return next(iter(lines_of(self._context, block.passage)), None)
        if isinstance(block, Bullets):
            return block.items[0].passage
        return block.passage if isinstance(block, Heading) else None

    def _in_run(self, run: list[Block]) -> tuple[list[Card], list[Block]]:
        """Return the card that a run of lines is, and what stands behind its last field."""
        last = max(n for n, block in enumerate(run) if self._is_of_card(run, n))
        section = Section(None, 0, None, run[: last + 1])
        name, kinds = self._signs.stated(section, "name"), self._signs.kinds(section)
        is_told = bool(kinds & FELT) or len(kinds) >= _SEVERAL
        if name is None or not (is_told and self._signs.stated(section, "role")):
            return [], run
        head = head_of(self._context, name) or PersonaHead(name.plain, name, name)
        return [Card(head, section)], run[last + 1 :]

    def _is_of_card(self, run: list[Block], number: int) -> bool:
        """Tell whether a block of a run is a field, or the list or text below its label."""
        block = run[number]
        lines = list(self._signs.lines(Section(None, 0, None, [block])))
        if isinstance(block, Aside):
            return block.what == QUOTATION
        if any(field_of(self._context, each) or self._context.field(each) for each in lines):
            return True
        above = run[number - 1] if number else None
        return isinstance(above, Paragraph) and above.passage.plain.endswith((":", "\uff1a"))

    def _in_block(self, block: Block) -> tuple[list[Card], list[Block]]:
        if isinstance(block, Aside) and block.blocks and block.what == QUOTATION:
            card = self._in_quotation(block)
            return ([card], []) if card else ([], [block])
        if isinstance(block, Table):
            cards = self._of_table(block)
            return (cards, []) if cards else ([], [block])
        if isinstance(block, Bullets):
            return self._in_list(block)
        return [], [block]

    def _is_card(self, section: Section, head: PersonaHead) -> bool:
        kinds = self._signs.kinds(section)
        if self._signs.stated(section, "role"):
            return bool(kinds) or self._signs.tells_tools(section)
        is_named = head.is_said or head.role is not None
        return is_named and len(kinds) >= _SEVERAL

    def _in_quotation(self, quotation: Aside) -> Card | None:
        """Return the card that a quotation is, with her name in its first line."""
        first, *rest = quotation.blocks
        line = self._first_line(first)
        if line is None:
            return None
        kind = field_of(self._context, line)
        is_field = kind[0] != "name" if kind else self._context.field(line) is not None
        if is_field or len(line.plain.split()) > _WORDS_OF_NAME:
            return None
        blocks: list[Block] = []
        if isinstance(first, Paragraph):
            said = lines_of(self._context, first.passage)[1:]
            blocks += map(Paragraph, _with_quotes_whole(self._context, said))
        section = Section(None, 0, None, [*blocks, *rest])
        head = self._named(line)
        return Card(head, section, whole=quotation) if self._is_card(section, head) else None

    def _named(self, line: Passage) -> PersonaHead:
        bare = self._context.name(line).passage
        return head_of(self._context, line) or PersonaHead(bare.plain, bare, bare)

    def _in_list(self, bullets: Bullets) -> tuple[list[Card], list[Block]]:
        """Return the cards of entries with fields nested in them, and the list of the others."""
        cards: list[Card] = []
        others: list[Item] = []
        for item in bullets.items:
            card = self._of_item(item) if item.passage and item.blocks else None
            if card is None:
                others.append(item)
            else:
                self._context.account.claim(item.marker)
                cards.append(card)
        rest: list[Block] = [replace(bullets, items=tuple(others))] if others else []
        return (cards, rest) if cards else ([], [bullets])

    def _of_item(self, item: Item) -> Card | None:
        assert item.passage is not None  # noqa: S101 - asked of entries with a text alone
        line = item.passage
        if self._context.field(line) or len(line.plain.split()) > _WORDS_OF_NAME:
            return None
        section = Section(None, 0, None, list(item.blocks))
        if not self._signs.stated(section, "role") or not self._signs.kinds(section):
            return None
        return Card(self._named(line), section, whole=Paragraph(line))

    def _of_table(self, table: Table) -> list[Card]:
        """Return the cards of a table: its fields, or a persona in each row or column."""
        heads = [cell for cell in table.head.cells if cell]
        labels = [row.cells[0] for row in table.rows]
        if self._are_labels(heads) and self._has(heads, "name"):
            return list(self._in_table(table))
        if not self._are_labels([each for each in (table.head.cells[0], *labels) if each]):
            return []
        if max(len(row.cells) for row in (table.head, *table.rows)) > _SEVERAL:
            return list(self._in_table(table))
        card = self._of_fields(table)
        return [card] if card else []

    def is_apart(self, table: Table) -> bool:
        """Tell whether a table names whom it tells of, so that no heading above it does."""
        return len(table.head.cells) > _SEVERAL or self._of_fields(table) is not None

    def _are_labels(self, cells: Sequence[Passage]) -> bool:
        """Tell whether cells are the labels of a card: its role, and what only personas have."""
        told = {kind for cell in cells for kind in self._signs.of_label(cell.plain)}
        return bool(told & FELT) and self._has(cells, "role")

    def _has(self, cells: Sequence[Passage], kind: str) -> bool:
        return any(kind_of_field(self._context, cell.plain) == kind for cell in cells)

    def _of_fields(self, table: Table) -> Card | None:
        """Return the card that a table of two columns is, label and value."""
        rows = [table.head, *table.rows]
        title = _title_of(table.head)
        if title is not None:
            rows = rows[1:]
        whole = Table(rows[0], tuple(rows[1:]))
        section = Section(None, 0, None, [whole])
        name = self._signs.stated(section, "name") or title
        if name is None:
            return None
        head = head_of(self._context, name) or PersonaHead(name.plain, name, name)
        return Card(head, section)


def _is_one(left: str, right: str) -> bool:
    """Tell whether two names are of one person: “Rosa”, “Rosa, the tired one”."""
    return left in right or right in left


def _title_of(row: Row) -> Passage | None:
    """Return the one text of a row that is a title over two columns; None for label and value."""
    texts = {cell.plain: cell for cell in row.cells if cell}
    is_title = len(texts) == 1 and row.cells[0] is not None
    return next(iter(texts.values())) if is_title else None


def _with_quotes_whole(context: Context, lines: list[Passage]) -> Iterator[Passage]:
    """Yield lines; those from an opening quotation mark to the closing one as one."""
    start: Passage | None = None
    for line in lines:
        text = line.plain.strip(" *_")
        first = start or line
        is_open = start is not None or text[:1] in tuple(_OPEN)
        if is_open and text[-1:] not in tuple(_CLOSE) and line is not lines[-1]:
            start = first
            continue
        yield line if start is None else context.outline.passage(start.span.start, line.span.end)
        start = None
