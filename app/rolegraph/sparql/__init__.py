"""SPARQL as a protocol: requests, policy, named queries, the service description."""
