"""What is around a thing, over HTTP."""
