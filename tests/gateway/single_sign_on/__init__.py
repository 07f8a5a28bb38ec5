"""Single sign-on at the gateway."""
