"""The SPARQL protocols: queries, updates and the graph store."""
