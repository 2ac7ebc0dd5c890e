"""What OpenAPI says of requests and answers."""
