"""Files and locks beneath the store: durable writes, RDF files, literals as they are kept."""
