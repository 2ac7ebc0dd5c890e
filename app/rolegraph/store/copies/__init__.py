"""The copy of the dataset on disk that query workers read, and its snapshots."""
