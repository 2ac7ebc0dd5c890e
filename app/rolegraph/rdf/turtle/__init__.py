"""Turtle: tokens, places of triples, and the canonical writer."""
