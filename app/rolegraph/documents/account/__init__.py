"""What is known of a document while it is read: roles, open questions, and what of it was read."""
