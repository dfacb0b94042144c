"""Measures of the service, on generated organisations and a real Neo4j; `python -m bench` runs them all."""
