"""Full-text search over the names and texts of things."""
