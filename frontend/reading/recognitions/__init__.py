"""Recognition as people read it: who was recognised, and what a sheet lacks for the next level."""
