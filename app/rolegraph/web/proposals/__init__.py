"""Pages of proposals: what waits for approval, what it changes, and what is said of it."""
