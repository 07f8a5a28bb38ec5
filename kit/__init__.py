"""What every tower is built with: the ground floor, without a domain word in it."""
