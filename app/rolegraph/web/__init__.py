"""HTTP: pages for people."""
