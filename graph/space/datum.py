"""Coordinates of China's public maps (GCJ-02) to those that the model holds (CGCS2000, the same as WGS 84 to 0.1 m)."""

import warnings

import prcoords

GCJ_PRECISION_DEG = 1e-8
"""Where the iteration that undoes GCJ-02 stops: about a millimetre."""


def gcj02_to_cgcs2000(longitude: float, latitude: float) -> tuple[float, float]:
    """Undo GCJ-02's deliberate offset: degrees in, degrees out.  Outside China there is none and nothing changes."""
    gcj = prcoords.Coords(latitude, longitude)
    if not prcoords.sanity_in_china_p(gcj):
        return longitude, latitude
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # the library warns where an iterate strays over the border; the result is right
        wgs = gcj
        for _ in range(20):
            error = prcoords.wgs_gcj(wgs, check_china=False) - gcj
            wgs = wgs - error
            if abs(error) < GCJ_PRECISION_DEG:
                break
    return float(wgs.lon), float(wgs.lat)
