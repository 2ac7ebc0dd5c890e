"""The text of a document: source, places in it, quotes, identities and errors."""
