"""Every select and every statement of this service, split by noun."""
