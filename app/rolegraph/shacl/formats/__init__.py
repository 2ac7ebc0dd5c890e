"""Report formats: for people, for review tools and for other RDF software."""
