"""Turns JSON bodies into patches, led by the shapes."""
