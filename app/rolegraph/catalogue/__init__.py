"""The catalogue as resources whose types are read off the shapes."""
