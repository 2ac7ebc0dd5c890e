"""The guard: what a change would break, found at a cost that follows the change."""
