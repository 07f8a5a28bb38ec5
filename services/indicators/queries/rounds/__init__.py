"""Rounds of sheets as stored: states, steps, questions, publications, and the recognition fixed by them."""
