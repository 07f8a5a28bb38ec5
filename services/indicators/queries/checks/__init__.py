"""What the checks are asked: cells with all they are held against, and outliers of a whole form at once."""
