"""Pages of lists: cards and tables of things, narrowed by what they have in common."""
