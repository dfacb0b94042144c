"""The demo as users start it, once for all tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.service.process import Service, serving


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """`wangge demo`, loaded and serving."""
    with serving(tmp_path_factory.mktemp("demo"), "demo", "--until", "2026-11-24") as service:
        yield service
