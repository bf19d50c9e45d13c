"""Anything people are convened to: its parts, its places, who registered, and who waits."""
