"""States of a graph that shapes are evaluated on, and paths through them."""
