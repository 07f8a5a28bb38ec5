"""Sealing the audit: the key, the seal every other second, and the anchor outside the database."""
