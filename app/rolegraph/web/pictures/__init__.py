"""Pictures of the pages: atlas, swimlane, layered graphs and the text in them."""
