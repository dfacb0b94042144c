"""Cells as values: dates, people, telephones, roles, shifts; what offices type and what it means."""
