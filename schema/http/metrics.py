"""What operators watch, as Prometheus metrics."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from graph.live import LiveModel

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The metrics of one service, in a registry of their own."""

    def __init__(self, registry: CollectorRegistry, model: LiveModel) -> None:
        self.registry = registry
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
