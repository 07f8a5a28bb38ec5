"""What other services measured becomes values, in the order in which they told it, exactly once."""
