"""Every statement the gateway sends to its own schema."""
