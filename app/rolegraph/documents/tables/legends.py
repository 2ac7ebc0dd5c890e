"""Legends of matrices: what their letters mean, “R = Responsible” or “V = verantwortlich”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rolegraph.documents.language.words import Words, fold
from rolegraph.documents.outline import Block, Bullets, Paragraph, Table

_SAID = re.compile(
    r"(?<![\w&/])[*_`(]*(?P<letter>[A-Z])[)*_`]*\s*(?:=|:|\uff1a|[-\u2013\u2014(|])[\s*_`]*"
    r"(?P<word>[^\W\d_]+)?"
)
_EQUATED = re.compile(r"(?<![\w&/])[*_`(]*([A-Z])[)*_`]*\s*=\s*[*_`]*[^\W\d_]{3}")
"""A letter of a legend with a word behind it: “V = verantwortlich”."""
_LEGEND = "says what the letters of a matrix stand for"
_FEW = 2
_LETTER = re.compile("[A-Z]")
_HEADS = frozenset(
    {"code", "letter", "symbol", "key", "abbreviation", "kürzel", "zeichen", "buchstabe", "symbole"}
    | {
        "lettre",
        "letra",
        "código",
        "símbolo",
        "sigla",
        "lettera",
        "simbolo",
        "afkorting",
        "symbool",
    }
    | {"litera", "skrót", "oznaczenie"}
)
"""Heads over the letters of a legend, folded."""
_BEGINS = re.compile(r"(?:is|are|be|to be|wird|ist|est|es|è|is|jest)\s+", re.IGNORECASE)


def is_legend(block: Block) -> str:
    """Return why a legend (“R = Responsible, A = …”) is not read; empty for other blocks."""
    return _LEGEND if _said_in(block) else ""


def letters_said(words: Words | None, blocks: Iterable[Block]) -> dict[str, str]:
    """Return what the legends of a document say of letters.

    A letter → the one of the way of taking part that is meant, or the words for a way that is not
    known. “A = Agree” makes nobody accountable.
    """
    found: dict[str, str] = {}
    tables = [table for table in (words, Words.load("en")) if table is not None]
    for block in blocks:
        said = _said_in(block)
        ways = {letter: _way(word, tables) for letter, word in said.items()}
        wanted = 1 if isinstance(block, Table) else _FEW
        if not _is_usual(said) and sum(map(bool, ways.values())) < wanted:
            continue  # “S = small, M = medium, L = large”
        for letter, word in said.items():
            longer = word if len(word) > 1 else ""
            other = longer if "D" in said or not _is_usual(said) else letter
            meant = ways[letter] or other or letter
            found[letter] = meant if found.get(letter, meant) == meant else f"{letter} or {meant}"
    return found


def _way(word: str, tables: list[Words]) -> str | None:
    """Return the way to take part that a legend means by a letter; None for none that is known."""
    # “A = answers for it” says of RACI in other words what it is; D stands in RAPID alone.
    longer = _BEGINS.sub("", word, count=1) if len(word) > 1 else ""
    ways = (t.participation(longer, each) for each in ("raci", "decisions") for t in tables)
    return next(filter(None, ways), None) if longer else None


def _is_usual(letters: Mapping[str, str]) -> bool:
    """Tell whether a legend is of RACI, DACI or RAPID, and not of letters of its own."""
    return "A" in letters and bool(letters.keys() & {"R", "D"}) and len(letters) > _FEW


def _said_in(block: Block) -> dict[str, str]:
    """Return the letters of a legend with the words for them; nothing for other blocks."""
    if isinstance(block, Paragraph):
        texts = [block.passage.span.text]
    elif isinstance(block, Bullets):
        texts = [item.passage.span.text for item in block.items if item.passage]
    elif isinstance(block, Table):
        return _in_table(block)
    else:
        return {}
    said = [found for text in texts for found in _SAID.finditer(text)]
    letters = {found["letter"]: found["word"] or "" for found in said}
    equated = {found[1] for text in texts for found in _EQUATED.finditer(text)}
    is_own = len(equated) > _FEW and equated == letters.keys()
    return letters if _is_usual(letters) or is_own else {}


def _in_table(table: Table) -> dict[str, str]:
    """Return the letters of a legend in a table: “Code | Meaning”, “A | Approves”."""
    rows = [row.cells for row in (table.head, *table.rows) if len(row.cells) > 1]
    told = {
        cells[0].plain.strip(): cells[1].plain.strip()
        for cells in rows
        if cells[0] and cells[1] and _LETTER.fullmatch(cells[0].plain.strip())
    }
    head = table.head.cells[0]
    is_said = head is not None and fold(head.plain) in _HEADS and len(told) > _FEW
    firsts = {letter: word.split()[0] for letter, word in told.items()}
    return told if is_said else firsts if _is_usual(told) else {}
