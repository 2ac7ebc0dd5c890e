"""Checks shapes as shapes: against SHACL's own rules, before anything is judged by them."""
