"""What the audit keeps: refusals told together, seals, and finding what was altered."""
