"""Reads things as JSON: one, a page of a list, a selection of their fields."""
