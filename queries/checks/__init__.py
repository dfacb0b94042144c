"""The integrity checks, by what they look at; `queries.checks.check` has the whole catalogue."""
