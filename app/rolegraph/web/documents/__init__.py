"""Pages of documents: what is read of one that somebody chooses, and versions beside each other."""
