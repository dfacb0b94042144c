"""The core and the questions by themselves: no database, no service."""
