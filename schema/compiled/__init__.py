"""Plans of queries that are asked again: answers as graphql-core gives them, for a tenth of its work."""
