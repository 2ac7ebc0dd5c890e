"""Tables of a document: a role in each row or column, letters, owners, levels."""
