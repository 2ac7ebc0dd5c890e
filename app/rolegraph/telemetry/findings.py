"""How many findings the present catalogue has, by severity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

SEVERITIES = ("Violation", "Warning", "Info")


class FindingCounts:
    """Counts findings when somebody asks, as far as they are known by then.

    Args:
        severities: gives the severity of each present finding; None where that takes longer.
        revision: tells the present revision.
    """

    def __init__(
        self, severities: Callable[[], Iterable[str] | None], revision: Callable[[], int]
    ) -> None:
        self._severities, self._present = severities, revision
        self._counts: Counter[str] | None = None
        self._revision = 0

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics, for a Prometheus registry."""
        revision = self._present()
        found = self._severities()
        if found is not None:
            self._counts, self._revision = Counter(found), revision
        if self._counts is None:
            return
        counts = GaugeMetricFamily(
            "rolegraph_findings",
            "Findings of the shapes on the catalogue.",
            labels=("severity",),
        )
        for severity in SEVERITIES:
            counts.add_metric((severity,), self._counts[severity])
        yield counts
        yield GaugeMetricFamily(
            "rolegraph_findings_revision",
            "The revision from which on the findings were counted.",
            value=self._revision,
        )
