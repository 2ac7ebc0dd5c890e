"""Findings made useful: grouped, explained, compared, and with a proposed fix."""
