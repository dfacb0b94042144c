"""Outlines in GeoJSON files (RFC 7946): from bytes to features, to polygons, and to what is held against the model."""
