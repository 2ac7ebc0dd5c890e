"""Source documents: reading, tracing, drift."""
