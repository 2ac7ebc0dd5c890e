"""Metrics that are read where they are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.process_collector import ProcessCollector

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


@dataclass(frozen=True)
class GaugeReading:
    """One number that some part of the service keeps anyway.

    Attributes:
        name: of the metric; the `_total` of counters is added.
        help: what it counts, with its unit.
        read: gives it; None where there is nothing to tell at present.
        kind: a counter only grows.
    """

    name: str
    help: str
    read: Callable[[], float | None]
    kind: Literal["gauge", "counter"] = "gauge"


class Readings:
    """Collects readings.

    Args:
        readings: what to read.
    """

    def __init__(self, readings: Iterable[GaugeReading]) -> None:
        self._readings = tuple(readings)

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics, for a Prometheus registry."""
        for reading in self._readings:
            value = reading.read()
            if value is None:
                continue
            family = GaugeMetricFamily if reading.kind == "gauge" else CounterMetricFamily
            yield family(reading.name, reading.help, value=value)


class LabelledGauge:
    """One gauge with a label.

    Args:
        name: of the metric.
        help_text: what it counts.
        label: name of the label.
        read: gives the numbers by the label's values.
    """

    def __init__(
        self, name: str, help_text: str, label: str, read: Callable[[], dict[str, float]]
    ) -> None:
        self._name, self._help, self._label, self._read = name, help_text, label, read

    def collect(self) -> Iterator[Metric]:
        """Yield the metric, for a Prometheus registry."""
        family = GaugeMetricFamily(self._name, self._help, labels=(self._label,))
        for value, number in self._read().items():
            family.add_metric((value,), number)
        yield family


def guard_seconds(registry: CollectorRegistry) -> Histogram:
    """Return the metric of how long the guard takes."""
    return Histogram(
        "rolegraph_guard_duration_seconds",
        "Seconds that the guard took to judge a change.",
        buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 30),
        registry=registry,
    )


def new_registry() -> CollectorRegistry:
    """Return a registry with the metrics that every process has: memory, time, files."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    return registry
