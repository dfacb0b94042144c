"""The quarter, made once: its snapshot never changes."""

import pytest

from tests.builders.quarter import Quarter


@pytest.fixture(scope="package")
def quarter() -> Quarter:
    """The quarter that examples begin with."""
    return Quarter()
