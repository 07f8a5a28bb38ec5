"""What is asked of API clients: token requests, scopes, secrets, and the keys of access tokens."""
