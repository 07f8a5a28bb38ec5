"""Server-rendered pages: they know the system only through the gateway's contracts."""
