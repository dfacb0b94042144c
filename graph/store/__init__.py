"""Where the model is held: Neo4j, ours or yours.  `bolt` alone speaks to it; `embedded` runs one of our own."""
