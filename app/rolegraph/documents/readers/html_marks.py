"""What elements and styles of HTML say of the text in them: bold, struck through, a footnote."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rolegraph.documents.readers.html_tree import HEADINGS, HtmlNode

FOOTNOTE = "a footnote"
_STATUS = "the status that a page shows beside a word"
_LABELS = {
    "aui-lozenge": _STATUS,
    "status-macro": _STATUS,
    "infobox-caption": "the caption of a picture",
}
"""Classes of what wikis set beside words, with what it is."""
_RULE = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
_HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
_LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through")
_REFERENCE = re.compile(r"(?:^|[\s_-])(?:doc-)?(?:note-?ref|fn-?ref|footnote-?ref|ftnref|cite_ref)")
"""How programs name the mark of a footnote: Pandoc and Markdown, Word, EPUB, MediaWiki."""
_BLOCKS = frozenset({"p", "li", "dd", "div", "aside", "td", "section"})
_NUMBER = re.compile(r"\s*\[?(?:[0-9]{1,3}|[*\u2020\u2021]+|[a-z])\]?\s*")


def styled_tags(text: str, root: HtmlNode) -> dict[int, str]:
    """Return where tags stand whose element is bold or struck through by its style or class.

    Args:
        text: the page.
        root: its tree.

    Returns:
        The place of a tag → `<b>`, `</b>`, `<s>` or `</s>`, which says the same.
    """
    bold, struck = _classes(text, root, _HEAVY), _classes(text, root, _LINE_THROUGH)
    found: dict[int, str] = {}
    for node in root.descendants():
        style, own = node.attributes.get("style", ""), {*node.attributes.get("class", "").split()}
        if node.tag != "span":
            continue
        if _LINE_THROUGH.search(style) or struck & own:
            found |= {node.begin: "<s>", node.end: "</s>"}
        elif _HEAVY.search(style) or bold & own:
            found |= {node.begin: "<b>", node.end: "</b>"}
    return found


def _classes(text: str, root: HtmlNode, says: re.Pattern[str]) -> set[str]:
    found: set[str] = set()
    for node in root.all("style"):
        rules = _RULE.finditer(text, node.start, node.end)
        found |= {rule[1] for rule in rules if says.search(rule[2])}
    return found


def marks_of_notes(text: str, root: HtmlNode) -> list[tuple[HtmlNode, str]]:
    """Return the marks of footnotes in a page, each with the `id` of its note.

    A mark is a link to a place in the page that stands raised, or that is named as one. Its text
    is a number or a sign: a raised word is part of a sentence.
    """
    found = []
    for node in root.descendants():
        if node.tag != "a" or not node.attributes.get("href", "").startswith("#"):
            continue
        raised = node.parent if node.parent is not None and node.parent.tag == "sup" else None
        inner = next((each for each in node.elements() if each.tag == "sup"), None)
        said = " ".join(node.attributes.get(name, "") for name in ("class", "id", "role", "name"))
        said += " " + node.attributes.get("epub:type", "")
        is_named = bool(_REFERENCE.search(said.casefold()))
        if not (raised or inner or is_named) or not _NUMBER.fullmatch(_text(text, node)):
            continue
        mark = raised if raised is not None and _NUMBER.fullmatch(_text(text, raised)) else node
        found.append((mark, node.attributes["href"][1:]))
    return found


def labels_of_pages(root: HtmlNode) -> list[tuple[HtmlNode, str]]:
    """Return what wikis set beside words of a text and is none of it, with what it is.

    Confluence writes “Primary on-call <span class="aui-lozenge">ROTATING</span>”, MediaWiki the
    caption of a picture into a cell.
    """
    found: list[tuple[HtmlNode, str]] = []
    for node in root.descendants():
        inner = any(each.begin <= node.begin < each.after for each, _ in found)
        for name in () if inner else node.attributes.get("class", "").split():
            if name in _LABELS:
                found.append((node, _LABELS[name]))
                break
    return found


def notes(root: HtmlNode, targets: Iterable[str]) -> set[int]:
    """Return where the blocks begin that are footnotes.

    Args:
        root: the tree of a page.
        targets: the `id`s to which marks of footnotes lead.
    """
    wanted = {target for target in targets if target}
    found = set()
    for node in root.descendants() if wanted else ():
        if not wanted & {node.attributes.get("id", ""), node.attributes.get("name", "")}:
            continue
        block: HtmlNode | None = node
        while block is not None and block.tag not in _BLOCKS:
            block = block.parent
        holds_more = block is None or any(HEADINGS.fullmatch(x.tag) for x in block.descendants())
        if block is not None and not holds_more:
            found.add(block.begin)
    return found


def _text(text: str, node: HtmlNode) -> str:
    """Return the text in an element, without tags."""
    return "".join(
        text[child[0] : child[1]] if isinstance(child, tuple) else _text(text, child)
        for child in node.children
    )
