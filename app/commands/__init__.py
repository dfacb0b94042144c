"""The commands: each asks, calls, and prints.  What there is to decide is decided in the rooms below."""
