"""What the client gives back: resources, pages of them, and rows of answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any


class Resource(dict[str, Any]):
    """One thing as JSON: its fields, and what is known of the answer that it came in.

    Attributes:
        etag: names the state that was read; writes send it, so that nobody's change is lost. None
            for a thing out of a list.
        commit: what became of the write that it is the answer to, else None: `revision`, `dryRun`,
            `added`, `removed`, `findings` and, of a dry run, `patch` (RDF Patch).
    """

    def __init__(
        self,
        fields: Mapping[str, Any],
        etag: str | None = None,
        commit: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(fields)
        self.etag, self.commit = etag, commit

    @property
    def id(self) -> str:
        """Its IRI."""
        return str(self["id"])

    @property
    def label(self) -> str | None:
        """Its name."""
        return self.get("label")


@dataclass(frozen=True)
class ResourcePage:
    """A page of a list.

    Attributes:
        items: the things.
        total: how many there are on all pages.
        cursor: leads to the next page; None on the last.
    """

    items: list[Resource]
    total: int
    cursor: str | None = None


@dataclass(frozen=True)
class Rows:
    """Rows of an answer: of a named question, or of SELECT.

    Attributes:
        columns: their names, in order.
        rows: of each column the value: a text, number, boolean or None. In the answer of a named
            question a thing is a link: `{"id": …, "label": …, "href": …}`.
        none: what it means that there are no rows, where the question says so.
    """

    columns: Sequence[str]
    rows: list[dict[str, Any]] = field(default_factory=list)
    none: str | None = None

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows)

    def to_pandas(self) -> Any:
        """Return a pandas DataFrame; links become their IRIs.

        Raises:
            ImportError: pandas is not installed.
        """
        return import_module("pandas").DataFrame(self._plain(), columns=list(self.columns))

    def to_polars(self) -> Any:
        """Return a polars DataFrame; links become their IRIs.

        Raises:
            ImportError: polars is not installed.
        """
        columns = {name: [row[name] for row in self._plain()] for name in self.columns}
        return import_module("polars").DataFrame(columns, strict=False)

    def _plain(self) -> list[dict[str, Any]]:
        return [
            {name: _iri(row.get(name)) for name in self.columns}  # every column in every row
            for row in self.rows
        ]


def _iri(value: Any) -> Any:
    return value["id"] if isinstance(value, dict) else value
