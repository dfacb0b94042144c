"""Outlines: read, held against each other, joined, and found by a point."""
