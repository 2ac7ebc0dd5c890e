"""The log that a remote store keeps: read, written, and whose turn it is to write."""
