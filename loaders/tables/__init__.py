"""Sheets as tables: where they begin, what their columns mean, what their rows say."""
