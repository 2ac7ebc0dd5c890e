"""The one error of reading documents: all that is wrong with a file, at once."""

from __future__ import annotations

from collections.abc import Iterable

from rolegraph.errors import InputError, SyntaxFault


class MalformedDocument(InputError):
    """A document, or the curation beside it, does not have the form that can be read.

    Args:
        faults: every fault found, each with file, line and column.
    """

    def __init__(self, faults: Iterable[SyntaxFault]) -> None:
        self.faults = tuple(
            sorted(
                faults,
                key=lambda fault: (fault.source or "", fault.line or 0, fault.column or 0),
            )
        )
        super().__init__("\n".join(map(str, self.faults)))
