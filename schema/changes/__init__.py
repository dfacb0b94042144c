"""Changes as clients send and see them, the journal, and requests that come twice."""
