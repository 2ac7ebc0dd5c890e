"""A catalogue as a folder: `rolegraph.toml` and the files it speaks for."""
