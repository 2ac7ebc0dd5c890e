"""SPARQL constraints for single focus nodes: what they read, and how they are evaluated."""
