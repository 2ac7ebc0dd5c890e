"""Whom and what workflows name: their words, roles, tools, inputs and outputs, escalations."""
