"""Workbooks as sheets of raw cells, each where Excel shows it: read part by part, counted, and never believed."""
