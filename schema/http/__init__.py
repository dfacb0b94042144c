"""GraphQL over HTTP and WebSockets: hosts, keys, bodies, the explorer."""
