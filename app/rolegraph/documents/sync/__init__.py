"""Brings graph and curation up to a changed document."""
