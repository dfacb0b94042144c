"""Coordinates of China's public maps are brought to where things are, within a millimetre or so."""

from math import hypot

import prcoords
import pytest
from hypothesis import given
from hypothesis.strategies import floats

from graph.space.datum import gcj02_to_cgcs2000

SAME_DEG = 1e-7
"""About a centimetre."""


@given(floats(75, 133), floats(20, 52))
def test_what_the_public_maps_shift_is_shifted_back(longitude: float, latitude: float) -> None:
    shown = prcoords.wgs_gcj(prcoords.Coords(latitude, longitude), check_china=False)
    if prcoords.sanity_in_china_p(shown):
        assert gcj02_to_cgcs2000(shown.lon, shown.lat) == pytest.approx((longitude, latitude), abs=SAME_DEG)


def test_in_china_the_shift_is_of_hundreds_of_metres() -> None:
    longitude, latitude = gcj02_to_cgcs2000(116.47, 35.92)
    assert 0.003 < hypot(longitude - 116.47, latitude - 35.92) < 0.01


@pytest.mark.parametrize("place", [(2.35, 48.85), (-122.4, 37.8), (139.7, 35.7)])
def test_outside_china_nothing_is_shifted(place: tuple[float, float]) -> None:
    assert gcj02_to_cgcs2000(*place) == place


def test_at_the_border_nobody_is_warned() -> None:
    """Where an iterate strays over it the library would warn, which a test takes for an error."""
    for longitude in (73.6, 134.7):
        assert gcj02_to_cgcs2000(longitude, 40.0) == pytest.approx((longitude, 40.0), abs=0.02)
