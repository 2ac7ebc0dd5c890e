"""RDF terms, namespaces, media types, patches and writers: what every layer above may use."""
