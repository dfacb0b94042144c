"""The types of the schema: each noun and answer as clients see it."""
