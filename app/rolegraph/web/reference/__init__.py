"""Pages for developers: the JSON API, the ontology and the shapes."""
