"""Accidents made on purpose, longer and rougher than a test may be; `make drill` prints what became of them."""
