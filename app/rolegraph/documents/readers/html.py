"""HTML to an outline: a page, or the tables of one inside Markdown, each text at its place."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from rolegraph.documents.outline import (
    FRONT,
    QUOTATION,
    Aside,
    Block,
    Bullets,
    Heading,
    Item,
    Outline,
    Paragraph,
    Passage,
    Row,
    SetAside,
    Table,
)
from rolegraph.documents.readers.grid import (
    GROUP,
    Above,
    add_cell,
    fill_from_above,
    spanned,
    take_head,
)
from rolegraph.documents.readers.html_marks import (
    FOOTNOTE,
    labels_of_pages,
    marks_of_notes,
    notes,
    styled_tags,
)
from rolegraph.documents.readers.html_tree import HEADINGS, HOLDERS, TEXTS, HtmlNode, HtmlTree
from rolegraph.documents.readers.masking import Masked
from rolegraph.documents.text.source import SourceText

_LEFT_OUT = {
    "head": "the head of the page",
    "script": "script or style",
    "style": "script or style",
    "template": "script or style",
    "svg": "a picture",
    "nav": "navigation of the page",
    "footer": "the foot of the page",
    "noscript": "said only without scripts",
    "form": "a form",
    "button": "a form",
    "select": "a form",
    "pre": "a code block",
    "blockquote": QUOTATION,
}
_FURNITURE = frozenset(
    {"mw-editsection", "editsection", "headerlink", "permalink", "header-anchor", "hash-link"}
    | {"anchorjs-link", "anchor", "mw-jump-link", "catlinks", "printfooter", "navbox", "breadcrumb"}
    | {"breadcrumbs", "toc", "breadcrumb-section", "toc-macro", "page-metadata", "pageSection"}
    | {"footer", "hatnote", "siteSub"}
)
"""Classes of what wikis and site generators write around the text: links to edit it, and so on."""
_KEPT = re.compile(r"</?(?:br|b|strong|em|i|li|p|s|del|strike)\b", re.IGNORECASE)
"""Tags that say something of the text in them."""
_NOT_LINE_END = re.compile(r"[^\r\n]")
_INLINE = re.compile(r"</?(?:a|abbr|cite|code|font|mark|small|span|sub|sup|time|tt|u|var)\b")
_JOINED = "\u2060"
"""Stands in place of a tag within a word: “Shel</span><span>ving”."""
_LIST = re.compile(r"lst-(?P<list>kix_\w+?)-(?P<level>[0-9])")
"""The class by which Google Docs says which list an entry is of, and how deep it stands."""
_REMARK = re.compile(r"cmnt[0-9]+")
"""The anchor of a remark on a document, as Google Docs writes it."""
_FEW = 12
_LABEL_WORDS = 6
"""So many words at most has the label of what a page folds away."""
_TAG = re.compile(r"<br\b[^<>]*>|</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)


def plain_html(text: str) -> str:
    """Return a stretch of HTML as text on one line."""
    text = _TAG.sub(lambda tag: " " if tag[0][1:3].casefold() in {"br", "/p", "/l"} else "", text)
    text = text.replace(_JOINED, "")
    return " ".join(html.unescape(text).split())


def read_html(source: SourceText, front: Masked | None = None) -> Outline:
    """Return the outline of an HTML page: its headings, paragraphs, lists and tables.

    Args:
        source: the file.
        front: for a page behind front matter, what was found of that.
    """
    first = len(source.text) - len(source.body)
    before = [each for each in front.aside if each.reason == FRONT] if front else []
    first = max([first, *(each.end for each in before)])
    scanned = HtmlTree(source, first, len(source.text))
    marks = marks_of_notes(source.text, scanned.root)
    labels = labels_of_pages(scanned.root)
    seen = _seen(source.text, scanned, [*(mark for mark, _ in marks), *(n for n, _ in labels)])
    found = notes(scanned.root, {note for _, note in marks})
    writer = _Writer(Outline(source, (), plain_html, to_text=seen), found, seen)
    blocks = tuple(writer.blocks(scanned.root))
    aside = [SetAside(start, end, "a comment") for start, end in scanned.comments]
    aside += [SetAside(start, end, "") for start, end in scanned.tags]
    aside += [SetAside(mark.begin, mark.after, "") for mark, _ in marks]
    aside += [SetAside(node.begin, node.after, reason) for node, reason in labels]
    fields = front.front if front else {}
    return Outline(source, blocks, plain_html, (*before, *aside), fields, seen)


def _seen(text: str, scanned: HtmlTree, marks: Sequence[HtmlNode]) -> str:
    """Return a page with blanks where its tags, comments, scripts and marks of footnotes stand.

    A tag within a word parts nothing, and an element that style sets in bold is one in bold.
    """
    styled = styled_tags(text, scanned.root)
    places = [place for place in scanned.tags if not _KEPT.match(text, place[0])]
    places += scanned.comments
    left_out = [*scanned.root.all("head", "script", "style"), *_marks_of_remarks(scanned.root)]
    left_out += marks
    places += [(node.begin, node.after) for node in left_out]
    parts, done = [], 0
    for start, end in sorted(places):
        # A place may lie in the one before: a tag inside a script.
        tag = text[max(start, done) : end]
        within = _INLINE.match(tag) and start > 0 and not text[start - 1].isspace()
        sign = _JOINED if within and not text[end : end + 1].isspace() else " "
        blank = _NOT_LINE_END.sub(sign, tag)
        mark = styled.get(start, "") if start >= done else ""
        blank = blank[len(mark) :]
        # What fills the place of a tag stands within the bold text: it is no text behind it.
        parts += [text[done:start], *((blank, mark) if mark.startswith("</") else (mark, blank))]
        done = max(done, end)
    return "".join([*parts, text[done:]])


def _marks_of_remarks(root: HtmlNode) -> list[HtmlNode]:
    """Return the marks in a text that lead to the remarks which Google Docs writes below it."""
    nodes = root.descendants()
    return [each for each in nodes if each.attributes.get("id", "").startswith("cmnt_ref")]


def html_tables(outline: Outline, start: int, end: int) -> tuple[list[Block], list[SetAside]]:
    """Return the tables in a stretch of HTML inside a document, and its tags and comments."""
    scanned = HtmlTree(outline.source, start, end)
    writer = _Writer(outline)
    tables: list[Block] = [
        block
        for block in writer.blocks(scanned.root)
        if isinstance(block, Table) or (isinstance(block, Aside) and block.what == GROUP)
    ]
    aside = [SetAside(*place, "") for place in scanned.tags]
    return tables, aside + [SetAside(*place, "a comment") for place in scanned.comments]


class _Writer:
    """Writes the outline of a tree.

    Args:
        outline: knows the text.
        notes: where the blocks begin that are footnotes.
    """

    def __init__(
        self, outline: Outline, notes: AbstractSet[int] = frozenset(), seen: str = ""
    ) -> None:
        self._outline, self._notes, self._seen = outline, notes, seen
        self._levels: dict[int, tuple[str, int]] = {}
        """Which list of Google Docs a list is of, and how deep it stands, by its `id`."""
        self._kept: list[Block] = []
        """Lists of which something is known by their `id`, so that no other gets the same."""

    def blocks(self, node: HtmlNode) -> list[Block]:
        """Return what stands in an element: blocks, and the texts between them as paragraphs."""
        found: list[Block] = []
        run: list[tuple[int, int]] = []
        for child in node.children:
            if isinstance(child, tuple):
                run.append(child)
            elif self._is_inline(child):
                run.append((child.begin, child.after))
            else:
                found += self._run(run)
                run = []
                found += self._block(child)
        return self._nested([*found, *self._run(run)])

    def _nested(self, blocks: list[Block]) -> list[Block]:
        """Put lists side by side into each other where their classes say how deep they stand."""
        found: list[Block] = []
        for block in blocks:
            above = found[-1] if found else None
            own, other = self._levels.get(id(block)), self._levels.get(id(above))
            if own is None or other is None or own[0] != other[0]:
                found.append(block)
            elif isinstance(block, Bullets) and isinstance(above, Bullets):
                found[-1] = _put(above, block, own[1] - other[1])
                self._levels[id(found[-1])] = other
                self._kept.append(found[-1])
        return found

    def _is_inline(self, node: HtmlNode) -> bool:
        if node.tag in HOLDERS or node.tag in TEXTS or node.tag in _LEFT_OUT or node.tag == "hr":
            return False
        if _is_furniture(node):
            return False
        return not HEADINGS.fullmatch(node.tag) and all(map(self._is_inline, node.elements()))

    def _run(self, run: list[tuple[int, int]]) -> list[Block]:
        if not run:
            return []
        passage = self._passage(run[0][0], run[-1][1])
        return [Paragraph(passage)] if passage else []

    def _passage(self, start: int, end: int, cell: str = "") -> Passage | None:
        seen = self._seen
        if seen and not seen[start:end].strip(f" \t\r\n{_JOINED}"):
            return None  # nothing but tags, or what a wiki sets beside a text
        passage = self._outline.passage(start, end, cell)
        return passage if passage.plain else None

    def _block(self, node: HtmlNode) -> list[Block]:
        what = _LEFT_OUT.get(node.tag, "a link of the page" if _is_furniture(node) else "")
        if any(_REMARK.fullmatch(each.attributes.get("id", "")) for each in _links_in(node)):
            what = "a remark of somebody on the document"
        if node.begin in self._notes:
            what = FOOTNOTE
        if what:
            inner = self.blocks(node) if what == QUOTATION else ()
            return [Aside(self._outline.source.span(node.begin, node.after), what, tuple(inner))]
        if HEADINGS.fullmatch(node.tag):
            return self._heading(node)
        if node.tag in {"ul", "ol"}:
            return self._list(node)
        if node.tag == "table":
            return self._table(node)
        return self._label(node) if node.tag in {"dt", "summary"} else self.blocks(node)

    def _label(self, node: HtmlNode) -> list[Block]:
        """Return a term, or the label of what a page folds away, as a heading of its own."""
        passage = self._passage(node.start, node.end)
        if passage and (node.tag == "dt" or len(passage.plain.split()) <= _LABEL_WORDS):
            return [Heading(passage, 7, is_label=True)]
        return [Paragraph(passage)] if passage else []

    def _heading(self, node: HtmlNode) -> list[Block]:
        """Return a heading, and beside it the links that a wiki writes into it."""
        links = [each for each in node.elements() if _is_furniture(each)]
        first, last = node.start, node.end
        for each in links:  # before the text, or behind it
            if self._passage(first, each.begin):
                last = min(last, each.begin)
            else:
                first = each.after
        passage = self._passage(first, last)
        asides = [block for each in links for block in self._block(each)]
        return [*([Heading(passage, int(node.tag[1]))] if passage else []), *asides]

    def _list(self, node: HtmlNode) -> list[Block]:
        items = []
        asides: list[Block] = []
        for child in node.elements():
            if child.begin in self._notes:
                asides += self._block(child)
                continue
            blocks = self.blocks(child)
            passage = None
            if blocks and isinstance(blocks[0], Paragraph):
                passage = blocks[0].passage
                blocks = blocks[1:]
            if passage or blocks:
                marker = self._outline.source.span(child.begin, child.begin)
                items.append(Item(passage, tuple(blocks), marker))
        if not items:
            return asides
        bullets = Bullets(tuple(items), node.tag == "ol")
        if found := _LIST.search(node.attributes.get("class", "")):
            self._levels[id(bullets)] = (found["list"], int(found["level"]))
            self._kept.append(bullets)
        return [bullets, *asides]

    def _table(self, node: HtmlNode) -> list[Block]:
        captions: list[Block] = []
        for each in node.all("caption"):
            captions += self.blocks(each)
        rows = self._rows(node)
        if not rows:
            return captions
        if max(len(row.cells) for row in rows) == 1:
            # A table for the layout of the page: what stands in it is text.
            cells = list(node.all("td", "th"))
            return captions + [block for cell in cells for block in self.blocks(cell)]
        head, others, groups = take_head(rows)
        asides = [Aside(group.span, GROUP) for group in groups]
        return [*captions, *asides, Table(head, tuple(others))]

    def _rows(self, node: HtmlNode) -> list[Row]:
        rows: list[Row] = []
        above: Above = {}
        for line in node.all("tr"):
            cells: list[Passage | None] = []
            below: Above = {}
            for cell in line.elements():
                if cell.tag not in {"td", "th"}:
                    continue
                fill_from_above(cells, above, below)
                passage = self._passage(cell.start, cell.end)
                columns, high = (
                    spanned(cell.attributes.get(f"{w}span", "1")) for w in ("col", "row")
                )
                add_cell(cells, below, passage, columns, high)
            fill_from_above(cells, above, below)
            above = below
            if any(cells):
                place = self._outline.source.span(line.begin, line.after)
                rows.append(Row(tuple(cells), place.line))
        return rows


def _links_in(node: HtmlNode) -> list[HtmlNode]:
    """Return the links in a block that holds no other blocks but paragraphs."""
    return [] if node.tag not in {"p", "div"} or len(node.children) > _FEW else list(node.all("a"))


def _put(above: Bullets, below: Bullets, depth: int) -> Bullets:
    """Return a list with another one behind it, or so deep in its last entry."""
    if depth <= 0:
        return replace(above, items=(*above.items, *below.items))
    last = above.items[-1]
    inner = last.blocks[-1] if last.blocks else None
    if isinstance(inner, Bullets):
        blocks = (*last.blocks[:-1], _put(inner, below, depth - 1))
    else:
        blocks = (*last.blocks, below)
    return replace(above, items=(*above.items[:-1], replace(last, blocks=blocks)))


def _is_furniture(node: HtmlNode) -> bool:
    """Tell whether an element is a link that a wiki writes beside a text, or a list of such."""
    names = {*node.attributes.get("class", "").split(), node.attributes.get("id", "")}
    return bool(_FURNITURE & names)
