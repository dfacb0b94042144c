"""The questions: pure functions of a view.  No I/O, no clock, no randomness; one implementation of each answer."""
