"""Data directories: checked when they are opened, and made whole again."""
