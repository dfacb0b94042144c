"""What a request may cost: of documents, of variables, and of the work that they make."""
