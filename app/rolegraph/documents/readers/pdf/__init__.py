"""PDF to an outline: by the tags of the file where it has them, else by how its pages look."""
