"""Frameworks as people read them: lists by force, trees with rules in words, and what a text to publish begins from."""
