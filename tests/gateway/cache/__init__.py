"""The response cache of the gateway."""
