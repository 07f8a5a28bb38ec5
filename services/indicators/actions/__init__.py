"""What changes the world, one function per verb; none of them commits."""
