"""What operators watch, as Prometheus metrics."""

from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from graph.live import LiveModel
from schema.running.prepared import Way

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The metrics of one service, in a registry of their own."""

    def __init__(self, registry: CollectorRegistry, model: LiveModel, ways: Mapping[Way, int]) -> None:
        self.registry = registry
        registry.register(_Ways(ways))
        self.seconds = Histogram(
            "wangge_graphql_seconds", "Time to answer a GraphQL request.", buckets=BUCKETS, registry=registry
        )
        self.answers = Counter("wangge_graphql_answers", "GraphQL requests by outcome.", ["outcome"], registry=registry)
        revision = Gauge("wangge_revision", "Revision of the model that is served.", registry=registry)
        revision.set_function(lambda: model.snapshot.revision)
        facts = Gauge("wangge_facts", "Facts in the model, ended ones too.", registry=registry)
        facts.set_function(lambda: len(model.snapshot))
        behind = Gauge("wangge_behind", "1 while the record is out of reach.", registry=registry)
        behind.set_function(lambda: model.behind is not None)


class _Ways(Collector):
    """How many requests were answered by their plan, and why others were not."""

    def __init__(self, ways: Mapping[Way, int]) -> None:
        self._ways = ways

    def collect(self) -> Iterator[CounterMetricFamily]:
        """The counts as they are now."""
        told = "GraphQL requests that were tried by their plan: answered by it, or left to graphql-core and why."
        family = CounterMetricFamily("wangge_graphql_plans", told, labels=["way"])
        for way, count in self._ways.items():
            family.add_metric([way.value], count)
        yield family
