"""Where RDF/XML and JSON-LD files write their triples."""
