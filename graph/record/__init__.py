"""The record in Neo4j: how facts lie there, how changes are written and read back, backups, keys and logs."""
