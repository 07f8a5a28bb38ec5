"""What the gateway decides without asking anybody: pure functions, no clock, no session."""
