"""Answers kept while the data they were made of has not changed; proven by a version, never by time."""
