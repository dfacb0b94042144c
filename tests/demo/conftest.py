"""The demo as users start it, once for all tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.process import Service, serving


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's data."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def demo(demo_folder: Path) -> Iterator[Service]:
    """`wangge demo`, loaded and serving, asked with the key that it prints."""
    with serving(demo_folder, "demo", "--until", "2026-11-24", NEO4J_HEAP_MB=512, KEYS=True) as service:
        service.token = service.await_said(r"/graphql#key=(\S+)")[1]
        yield service
