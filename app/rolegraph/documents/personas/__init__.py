"""Personas of a document: made-up people who stand for a role, and what is told of each."""
