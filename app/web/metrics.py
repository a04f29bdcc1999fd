"""What the server counts of itself, for Prometheus."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry

_BOUNDS_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class RequestCounts(Collector):
    """Counts requests by method, route and status, and their seconds. Used from the event loop alone."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._seconds: dict[str, float] = defaultdict(float)
        self._buckets: dict[str, list[int]] = defaultdict(lambda: [0] * (len(_BOUNDS_S) + 1))

    def add(self, method: str, place: str, status: int, took_s: float) -> None:
        """Count a request."""
        known = method if method in ("GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS") else "other"
        self._requests[known, place, status] += 1
        self._seconds[place] += took_s
        self._buckets[place][sum(took_s > bound for bound in _BOUNDS_S)] += 1

    def collect(self) -> Iterator[Metric]:
        """Yield the counts."""
        requests = CounterMetricFamily("facelens_requests", "requests answered", labels=["method", "route", "status"])
        for (method, place, status), count in self._requests.items():
            requests.add_metric([method, place, str(status)], count)
        yield requests
        seconds = HistogramMetricFamily(
            "facelens_request_seconds", "seconds to the end of the answer", labels=["route"]
        )
        for place, counts in self._buckets.items():
            bounds = [*map(str, _BOUNDS_S), "+Inf"]
            running, sums = 0, []
            for bound, count in zip(bounds, counts, strict=True):
                running += count
                sums.append((bound, running))
            seconds.add_metric([place], sums, self._seconds[place])
        yield seconds


class Gauges(Collector):
    """What there is at this moment.

    Args:
        values: names and explanations of metrics, with what returns them.
    """

    def __init__(self, values: Mapping[tuple[str, str], Callable[[], float]]) -> None:
        self._values = values

    def collect(self) -> Iterator[Metric]:
        """Yield the values."""
        for (name, text), value in self._values.items():
            yield GaugeMetricFamily(name, text, value=value())


def exposition(*collectors: Collector) -> tuple[bytes, str]:
    """Return all metrics as Prometheus reads them, and the media type of that."""
    registry = CollectorRegistry()
    for collector in collectors:
        registry.register(collector)
    return generate_latest(registry), CONTENT_TYPE_LATEST
