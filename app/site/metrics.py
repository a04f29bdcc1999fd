"""The states of a site for Prometheus, which asks for them over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from prometheus_client import start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry

from inference.errors import SinkError

from .events.outbox import DeliveryState
from .states import Activity, SourceState


class SiteMetrics(Collector):
    """Collects how it goes with a site.

    Args:
        sources, deliveries, people: return it, when they are asked.
    """

    def __init__(
        self,
        sources: Callable[[], Sequence[SourceState]],
        deliveries: Callable[[], Sequence[DeliveryState]],
        people: Callable[[], int],
    ) -> None:
        self._sources, self._deliveries, self._people = sources, deliveries, people

    def collect(self) -> Iterator[Metric]:
        """Yield all metrics."""
        states = self._sources()
        for name, text, value in (
            ("up", "1 while frames come", lambda state: state.activity is Activity.RUNNING),
            ("fps", "frames analysed per second, over 5 s", lambda state: state.fps),
            ("staleness_seconds", "age of results, over 5 s", lambda state: state.staleness_s or 0.0),
            ("people", "people in view", lambda state: state.people),
        ):
            gauge = GaugeMetricFamily(f"facelens_source_{name}", text, labels=["source"])
            for state in states:
                gauge.add_metric([state.name], float(value(state)))
            yield gauge
        for name, text, field in (
            ("frames", "frames analysed", "frames"),
            ("dropped", "frames passed over for newer ones", "dropped"),
            ("visits", "visits that count", "visits"),
        ):
            counter = CounterMetricFamily(f"facelens_source_{name}", text, labels=["source"])
            for state in states:
                counter.add_metric([state.name], getattr(state, field))
            yield counter
        for name, text in (("delivered", "arrived"), ("lost", "refused or let go"), ("waiting", "not arrived yet")):
            kind = GaugeMetricFamily if name == "waiting" else CounterMetricFamily
            family = kind(f"facelens_events_{name}", f"events that have {text}", labels=["receiver"])
            for delivery in self._deliveries():
                family.add_metric([delivery.name], getattr(delivery, name))
            yield family
        yield CounterMetricFamily("facelens_persons", "people that the site has seen", value=self._people())


class Metrics:
    """Answers Prometheus at an address; a context manager.

    Args:
        address: host and port.
        collector: of what is answered.

    Raises:
        SinkError: the port is taken, or can't be listened on.
    """

    def __init__(self, address: tuple[str, int], collector: Collector) -> None:
        registry = CollectorRegistry()
        registry.register(collector)
        host, port = address
        try:
            self._server, self._thread = start_http_server(port, host, registry)
        except OSError as error:
            raise SinkError(f"metrics can't be offered at {host}:{port}: {error.strerror or error}") from error

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Metrics:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
