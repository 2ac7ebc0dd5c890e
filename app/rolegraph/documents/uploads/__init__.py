"""Reads a document that somebody sent to the service, in a confined process; nothing is stored."""
