"""What the fuzzers of the service need: a small organisation in a record of its own."""

from tests.schema.conftest import loop, quarter, record, still

__all__ = ["loop", "quarter", "record", "still"]
