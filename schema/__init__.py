"""GraphQL, thin: it puts the questions to a view and the answers into types.  No answer is computed here."""
