"""The laws of the house, kept by machine."""
