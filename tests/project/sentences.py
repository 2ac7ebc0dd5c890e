"""The length of the sentences people read in the documentation.

    python tests/project/sentences.py

lists the median of each page and every sentence that is too long.
"""

from __future__ import annotations

import ast
import inspect
import re
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 40
MEDIAN = 16
PAGES = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    *sorted(
        f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md") if page.name != "reference.md"
    ),
]
"""The pages written by hand; docs/reference.md is generated."""
FURTHER = [
    "CHANGELOG.md",
    "SECURITY.md",
    "docs/reference.md",
    *sorted(f"docs/decisions/{page.name}" for page in (ROOT / "docs/decisions").glob("*.md")),
]
"""Pages of notes and lists, whose usual sentence is not measured."""

_SKIPPED = re.compile(r"^\s*(\||#|<|!\[|\[[^\]]+\]:)")
_ITEM = re.compile(r"^\s*(?:[*+-]|\d+\.)\s+")
_END = re.compile(r"(?<=[.!?])[*_)\"”]*\s+")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


def paragraphs(text: str) -> list[str]:
    """The running text of a Markdown page, one string a paragraph or list item.

    Tables, headings, code blocks, HTML and link definitions are left out.
    """
    found: list[str] = []
    open_now = fenced = False
    for line in text.splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            fenced, open_now = not fenced, False
        elif fenced or not line.strip() or _SKIPPED.match(line):
            open_now = False
        elif open_now and not _ITEM.match(line):
            found[-1] += " " + line.strip()
        else:
            found.append(_ITEM.sub("", line).strip().removeprefix("> "))
            open_now = True
    return found


def sentences(text: str) -> list[str]:
    """The sentences of a Markdown page, in their order; of a link, its text."""
    plain = (_LINK.sub(r"\1", part) for part in paragraphs(text))
    return [s.strip() for part in plain for s in _END.split(part) if s.strip()]


def words(sentence: str) -> int:
    """How many words a sentence has; a sign alone is none."""
    return sum(1 for word in sentence.split() if any(map(str.isalnum, word)))


def lengths(page: str) -> list[tuple[int, str]]:
    """Each sentence of a page (its path below the repository) after its number of words."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return [(words(sentence), sentence) for sentence in sentences(text)]


def docstrings(tree: ast.AST) -> Iterator[str]:
    """The texts in a module that stand alone: of itself, its classes, functions and names."""
    for node in getattr(tree, "body", ()):
        match node:
            case ast.Expr(value=ast.Constant(value=str() as text)):
                yield inspect.cleandoc(text)
            case _:
                yield from docstrings(node)


def median(page: str) -> float:
    """The median length of the sentences of a page, in words."""
    return statistics.median(number for number, _ in lengths(page))


def main() -> None:
    """Print what is measured, page by page."""
    for page in (*PAGES, *FURTHER):
        long = [(number, text) for number, text in lengths(page) if number > LONGEST]
        sys.stdout.write(f"{page}: median {median(page):g}, {len(long)} too long\n")
        for number, text in long:
            sys.stdout.write(f"  {number}: {text}\n")


if __name__ == "__main__":
    main()
