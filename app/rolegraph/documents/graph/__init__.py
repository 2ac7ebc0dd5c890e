"""A document and its curation as triples."""
