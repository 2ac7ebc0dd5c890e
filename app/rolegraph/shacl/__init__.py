"""SHACL: compile, validate, find affected nodes, report findings."""
