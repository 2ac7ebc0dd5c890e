"""Where quads live: the Store protocol, its engines and the query workers."""
