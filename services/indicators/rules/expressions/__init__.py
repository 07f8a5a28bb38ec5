"""Conditions over the cells of a form: a small language of our own, read into a tree and evaluated without `eval`."""
