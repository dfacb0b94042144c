"""How much the fuzzers try: a little in `make test`, the same each time; for minutes in `make fuzz`, ever other."""

import os

from hypothesis import HealthCheck, settings

EFFORT = int(os.environ.get("WANGGE_FUZZ", "1"))
"""How many times as much as in `make test`."""


def examples(usual: int) -> settings:
    """Settings for a fuzzer that makes up `usual` inputs in `make test`.  What it finds is shown, not timed."""
    slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
    return settings(max_examples=usual * EFFORT, deadline=None, suppress_health_check=slow)
