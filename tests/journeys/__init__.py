"""Whole stories, told through the doors people and systems use."""
