"""What may serve as evidence, and when it may still be taken away."""
