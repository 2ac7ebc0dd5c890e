"""Names blank nodes in a report as their files do: `_:x` by its label, `[…]` by a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from rolegraph.checking.files.sources import Source
from rolegraph.checking.files.syntax import file_label
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.shapes import Shapes

_LABEL = re.compile(r"_:\w(?:[\w.-]*\w)?")
_OURS = re.compile(r"_:[0-9a-f]{16}\.\w+")
"""A label that has the mark of its file before it, which is of no use to people."""


class BlankNames:
    """Gives the blank nodes of a report the names that they are shown with.

    Two nodes never get one name: the second `_:x`, of another file, becomes `_:x-2`.

    Args:
        sources: the files.
        shapes: knows the labels of shapes without an IRI.
    """

    def __init__(self, sources: Sequence[Source], shapes: Shapes | None) -> None:
        self._texts = [source.text for source in sources]
        self._shapes = shapes
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()

    @cached_property
    def _labels(self) -> frozenset[str]:
        """The labels that the files have."""
        found = (_LABEL.findall(text) for text in self._texts if "_:" in text)
        return frozenset(label for labels in found for label in labels)

    def shown(self, finding: Finding) -> Finding:
        """Return a finding with its blank nodes, shape and constraint as they are shown."""
        details = tuple(self.shown(detail) for detail in finding.details)
        return finding.but(
            message=_OURS.sub(self._in_text, finding.message),
            expected=finding.expected and _OURS.sub(self._in_text, finding.expected),
            messages=tuple(_OURS.sub(self._in_text, text) for text in finding.messages),
            focus=self._name(finding.focus),
            value=self._name(finding.value),
            shape=self._name(self._written(finding.shape)),
            constraint=self._name(self._written(finding.constraint)),
            rule_iri=self._name(self._written(finding.rule_iri)) or finding.rule_iri,
            details=details,
        )

    def _in_text(self, label: re.Match[str]) -> str:
        return self._name(label[0]) or ""

    def _written(self, node: str | None) -> str | None:
        return self._shapes.written(node) if self._shapes and node else node

    def _name(self, node: str | None) -> str | None:
        if node is None or not node.startswith("_:"):
            return node
        if node not in self._names:
            label = file_label(node)
            written = label in self._labels
            self._names[node] = self._fresh(
                label if written else "_:anonymous", counted=not written
            )
            self._taken.add(self._names[node])
        return self._names[node]

    def _fresh(self, label: str, *, counted: bool) -> str:
        number = 1
        name = f"{label}-{number}" if counted else label
        while name in self._taken:
            number += 1
            name = f"{label}-{number}"
        return name
