"""Workflows of a document: where they are told, their steps, and who does each."""
