"""HTTP: JSON resources, SPARQL, graph store, validation, operations."""
