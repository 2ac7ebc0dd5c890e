"""Two versions of a document side by side, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from fastapi import APIRouter, Request, Response

from rolegraph.catalogue import Catalogue
from rolegraph.documents.text.source import SourceText
from rolegraph.errors import NotFound, ParameterError
from rolegraph.web.frame.pages import Pages
from rolegraph.web.pages.origins import Origins

_CONTEXT = 3  # equal lines shown before and after a difference


@dataclass(frozen=True)
class Pair:
    """Two lines that stand side by side; a side without a line has number 0.

    Attributes:
        how: `equal`, `replace`, `insert`, `delete`, or `gap` where equal lines are left out.
        old, new: the lines.
        old_number, new_number: their numbers, counted from 1.
    """

    how: str
    old: str = ""
    new: str = ""
    old_number: int = 0
    new_number: int = 0


def router(pages: Pages, catalogue: Catalogue, origins: Origins) -> APIRouter:
    """Return the route of the comparison."""
    routes = pages.router()

    @routes.get("/documents/{slug}/compare")
    def compare(slug: str, request: Request) -> Response:
        given = request.query_params
        if "old" not in given or "new" not in given:
            raise ParameterError("Give two versions to compare, as old= and new=.")
        root = request.scope.get("root_path", "")
        with catalogue.view(root, pages.languages(request)) as view:
            document = view.link(view.resolve("documents", slug))
            versions = [view.resolve("document-versions", given[name]) for name in ("old", "new")]
            texts = [origins.text(version) for version in versions]
            links = [view.link(version) for version in versions]
        for link, text in zip(links, texts, strict=True):
            if text is None:
                raise NotFound(f"The text of {link['label']} is not at hand.")
        old, new = (_lines(text) for text in texts if text is not None)
        pairs = list(side_by_side(old, new))
        values = {
            "document": document,
            "old": links[0],
            "new": links[1],
            "pairs": pairs,
            "differ": any(pair.how not in {"equal", "gap"} for pair in pairs),
        }
        return pages.render(request, "document_versions.html", values)

    return routes


def side_by_side(old: list[str], new: list[str]) -> Iterator[Pair]:
    """Yield pairs of lines of two texts; long stretches of equal lines are left out."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        yield Pair("gap")
        for how, old_from, old_to, new_from, new_to in group:
            for step in range(max(old_to - old_from, new_to - new_from)):
                left, right = old_from + step, new_from + step
                has_left, has_right = left < old_to, right < new_to
                yield Pair(
                    how if has_left and has_right else ("delete" if has_left else "insert"),
                    old[left] if has_left else "",
                    new[right] if has_right else "",
                    left + 1 if has_left else 0,
                    right + 1 if has_right else 0,
                )


def _lines(source: SourceText) -> list[str]:
    return [source.line(number + 1).text for number in range(source.line_count)]
