"""Duty in iCalendar files (RFC 5545): from content lines to events, to rotas and to what is held against the model."""
