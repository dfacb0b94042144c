"""The rules by subject; `graph.rules.invariants` holds the list of all of them, and what judges a change by it."""
