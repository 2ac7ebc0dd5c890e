"""Records: YAML, JSON and TOML to an outline; ids and what refers to them, matrices in mappings."""
