"""Claims held against the model: which unit, person or post is meant, and what would have to change."""
