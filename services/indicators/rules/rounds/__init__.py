"""The round of a sheet: which step leads where, by whose right, what hinders it, and what may be scored meanwhile."""
