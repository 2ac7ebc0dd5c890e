"""A remote store behind SPARQL 1.1 endpoints, of which each service keeps a mirror."""
