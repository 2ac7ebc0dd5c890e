"""What is sent twice is done once: the header Idempotency-Key."""
