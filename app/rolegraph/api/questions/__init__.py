"""Questions over the workers: asked for requests and beforehand, and their rows kept."""
