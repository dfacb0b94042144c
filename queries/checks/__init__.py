"""The integrity checks, by what they look at; `queries.check` has the whole catalogue."""
