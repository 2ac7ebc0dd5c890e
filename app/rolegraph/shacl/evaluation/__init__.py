"""Shapes evaluated on single nodes of a state, without an engine."""
