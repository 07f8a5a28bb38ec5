"""Rankings (xếp hạng): places, how firm they are, what would move them, and the cheapest way up."""
