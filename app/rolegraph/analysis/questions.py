"""Named questions with things as links, each answered once a revision.

The pages, the JSON API and the command line thus give the same answers.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.index.facts import fits
from rolegraph.sparql.library import NOTHING, NamedQuery, QueryLibrary, Run, answer
from rolegraph.sparql.library_results import Plain, plain_rows

LOSS = "support-lost-without-a-tool"

_KEPT = 64  # answers of one revision


@dataclass(frozen=True)
class Answered:
    """A question with its answer.

    Attributes:
        name: name of the query.
        title: the question in a few words.
        summary: what the answer holds.
        columns: name of each column → what stands in it.
        rows: the answer.
        none: what an empty answer means.
    """

    name: str
    title: str
    summary: str
    columns: Mapping[str, str]
    rows: Sequence[Mapping[str, Plain]]
    none: str


def told(query: NamedQuery, languages: Sequence[str]) -> NamedQuery:
    """Return a query with its texts in the first language that they are there in.

    Args:
        query: the query.
        languages: in which they are wanted, the best first; in none of them, they stay as they are.
    """
    header = query.header
    for tag in languages:
        if fits(header.language, tag):
            break
        for language, words in header.translations.items():
            if fits(language, tag):
                texts = {**words.model_dump(), "language": language}
                return replace(query, header=header.model_copy(update=texts))
    return query


class Questions:
    """Answers named queries with things as links, each once a revision.

    Args:
        catalogue: what is asked.
        library: the queries.
    """

    def __init__(self, catalogue: Catalogue, library: QueryLibrary) -> None:
        self._catalogue, self._library = catalogue, library
        self._known: dict[Hashable, Answered] = {}
        self._revision = -1

    def ask(
        self, name: str, values: Mapping[str, str], root: str = "", run: Run | None = None
    ) -> Answered:
        """Answer a named query.

        Args:
            name: the query.
            values: its parameters.
            root: path that the service is mounted under, put before each `href`.
            run: runs the query; by default the store.

        Raises:
            NotFound: there is no such query.
            ParameterError: a parameter is wrong.
        """
        store = self._catalogue.store
        revision = store.revision
        key = (name, tuple(sorted(values.items())), root)
        if self._revision == revision and key in self._known:
            return self._known[key]
        query = self._library.find(name)
        found = answer(query, values, run or store.select)
        rows = plain_rows(query.columns, found.rows, lambda iri: self._address(iri, root))
        with self._catalogue.view(root) as view:
            for cell in (cell for row in rows for cell in row.values()):
                if isinstance(cell, dict) and "label" not in cell:
                    cell["label"] = str(view.link(cell["id"])["label"] or "")
        answered = Answered(
            query.name,
            query.title,
            query.header.summary,
            {name: text for name, text in query.header.columns.items() if name not in values},
            rows,
            found.none or NOTHING,
        )
        if self._revision != revision or len(self._known) >= _KEPT:
            self._known, self._revision = {}, revision
        self._known[key] = answered
        return answered

    def without_tool(self, tool: str, root: str = "", run: Run | None = None) -> Answered:
        """Return what loses support if a tool goes.

        Raises:
            ParameterError: there is no such tool.
        """
        return self.ask(LOSS, {"tool": tool}, root, run)

    def _address(self, iri: str, root: str) -> str | None:
        path = self._catalogue.address(iri)
        return f"{root}{path}" if path else None
