"""Slides to an outline: PowerPoint and OpenDocument, each slide a section in reading order."""
