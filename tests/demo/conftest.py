"""The demo as users start it, once for all tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.service.process import Service, serving


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """`wangge demo`, loaded and serving, asked with the key that it prints."""
    folder = tmp_path_factory.mktemp("demo")
    with serving(folder, "demo", "--until", "2026-11-24", NEO4J_HEAP_MB=512, KEYS=True) as service:
        service.token = service.await_said(r"/graphql#key=(\S+)")[1]
        yield service
