"""A Neo4j of our own: its jars, its process, what ails it, and how it is kept up.  It knows nothing of facts."""
