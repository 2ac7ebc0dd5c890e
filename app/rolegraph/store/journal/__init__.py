"""The journal of commits: the durable truth of an embedded store."""
