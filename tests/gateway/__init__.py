"""The gateway, asked over HTTP."""
