"""What several commands share: the catalogue folder, settings, progress, files they write."""
