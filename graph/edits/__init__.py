"""Edits: what clerks and planners decide, drafted as operations on a snapshot.

Each edit is a function of a `Draft` and its arguments; it looks things up, adds operations, and checks only what the
rules cannot say (that the thing edited is there, that the parts of a split add up).  `graph.apply.apply` judges all.
"""
