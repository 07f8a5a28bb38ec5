"""Evidence in words: what a piece is, where it is used, what may be done with it."""
