"""SSSOM tables: the model, the cells with their places, and the mappings as RDF."""
