"""Selects over what sources say: what is read of observations and matters, and what is written of them."""
