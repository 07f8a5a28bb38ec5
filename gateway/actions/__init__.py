"""What changes the gateway's world; none of these commits."""
