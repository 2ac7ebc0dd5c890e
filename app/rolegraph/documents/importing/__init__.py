"""From a reading to the graph, and to the curation file in which a person confirms it."""
