"""Writes a document back from its graph."""
